"""Runs: how each begins and ends, and when the next one is due."""

from datetime import datetime, timedelta
from random import uniform

from sqlmodel import col, delete, func, select, update

from store import search
from store.db import settle
from store.models import GroupContact
from store.sync import groups, removing, streams, vanishing, work
from store.sync.overviews import RUNS
from store.sync.removing import Loss
from store.sync.source import Broken, Ended, Habits, Later, Misconfigured, Trouble
from store.sync.streams import TooSoon
from store.sync.turn import Turn
from store.sync_models import Link, SyncRun
from store.words import ConnectionState

# While a person has to decide, the account is read so often.
HELD = timedelta(hours=1)
# After a failure the next run waits for a minute, then for twice as long each time, up to here;
# less long for what whoever runs Roster may mend any minute.
LONGEST, MENDING = timedelta(hours=2), timedelta(hours=1)
# Whatever the account asks for, up to here.
PATIENCE = timedelta(hours=24)


def begin(turn: Turn) -> None:
    """Go on with the run that has not ended, or begin one."""
    mine = (SyncRun.book_id == turn.book.id, SyncRun.connection_id == turn.connection.id)
    wanted = select(SyncRun.id).where(*mine, col(SyncRun.finished_at).is_(None))
    run = turn.session.exec(wanted.order_by(col(SyncRun.id).desc()).limit(1)).first()
    if run is None:
        new = SyncRun(book_id=turn.book.id, connection_id=turn.connection.id, started_at=turn.now)
        turn.session.add(new)
        turn.session.flush()
        run = new.id
    turn.run = turn.data["run"] = run


def finish(turn: Turn, *, habits: Habits, minutes: int) -> None:
    """The account is read to its end: let those go who are gone, or hold them for a decision."""
    connection, loss = turn.connection, removing.loss(turn)
    is_held = loss.gone and not connection.decision and _has_to_be_decided(turn, loss)
    if not is_held and not removing.let_go(turn, keep=connection.decision == "keep"):
        turn.rest(turn.now)
        return
    groups.clear_away(turn)
    _settle(turn)
    if is_held:
        _hold(turn)
    else:
        connection.state, connection.decision = ConnectionState.active, ""
        _forgive(turn)
    connection.failures, connection.synced_at = 0, turn.now
    if turn.data.pop("touched", False):
        connection.without_email = _without_email(turn)
    _close(turn, "")
    _rest(turn, _next(turn, habits, minutes, is_held=bool(is_held)))


def fail(turn: Turn, trouble: Trouble) -> None:
    """The account could not be read to its end: try again later, or have it connected again."""
    connection = turn.connection
    if isinstance(trouble, TooSoon):
        _wait(turn, trouble.until)
        return
    if isinstance(trouble, Broken):
        streams.forget_cursors(turn)
    if connection.state is not ConnectionState.held or isinstance(trouble, Ended):
        connection.trouble = str(trouble)  # else a question stands there, which can be answered
    connection.troubled_at = connection.troubled_at or turn.now
    _close(turn, str(trouble))
    if isinstance(trouble, Ended):
        connection.state, connection.next_at, connection.told_at = ConnectionState.ended, None, None
        turn.data["tell"] = "ended"
        turn.rest(turn.now, step=work.TELL)
        return
    until = trouble.until if isinstance(trouble, Later) else None
    if until:
        turn.data["not_before"] = min(until, turn.now + PATIENCE).isoformat()
    soonest = max(until or turn.now, turn.now + _pause(connection.failures, trouble))
    connection.failures += 1
    connection.next_at = min(soonest, turn.now + PATIENCE)
    turn.rest(connection.next_at)


def _wait(turn: Turn, until: datetime) -> None:
    """The run goes on then; nothing is wrong, so nobody hears of it."""
    turn.data["not_before"] = until.isoformat()
    turn.connection.next_at = until
    turn.rest(until)


def _pause(failures: int, trouble: Trouble) -> timedelta:
    """How long to leave an account alone that failed so often before; not all equally long."""
    longest = MENDING if isinstance(trouble, Misconfigured) else LONGEST
    pause: timedelta = min(longest, timedelta(minutes=1) * 2 ** min(failures, 20))
    return pause * uniform(0.5, 1)


def _settle(turn: Turn) -> None:
    """After very many came in, the database is to learn what it has."""
    mine = (SyncRun.book_id == turn.book.id, SyncRun.id == turn.run)
    if turn.session.exec(select(SyncRun.added).where(*mine)).one() > removing.CHUNK:
        search.settle(turn.session)
        for table in (Link, GroupContact):
            settle(turn.session, table)


def _has_to_be_decided(turn: Turn, loss: Loss) -> bool:
    return loss.is_much or streams.is_short(turn) or (loss.is_all and _is_sudden(turn))


def _is_sudden(turn: Turn) -> bool:
    """Whether an account lists nobody any more, and does not say of each that they were removed."""
    labels = vanishing.lost(turn.session, turn.connection)
    return labels is not None or streams.has_read_whole(turn)


def _hold(turn: Turn) -> None:
    """Nobody is removed, and a person is asked; once, however often it is found again."""
    connection = turn.connection
    found = vanishing.vanished(turn.session, turn.book, connection=connection)
    connection.trouble = vanishing.said(connection, found)
    if connection.state is not ConnectionState.held:
        connection.state, connection.told_at = ConnectionState.held, None
        connection.troubled_at = turn.now
        turn.data["tell"] = "held"


def _forgive(turn: Turn) -> None:
    connection = turn.connection
    connection.trouble, connection.troubled_at, connection.told_at = "", None, None


def _next(turn: Turn, habits: Habits, minutes: int, *, is_held: bool) -> datetime:
    pause = HELD if is_held else timedelta(minutes=minutes)
    if habits.late_by and streams.has_read_whole(turn):
        pause = min(pause, habits.late_by)
    return turn.now + pause * uniform(0.9, 1.1)


def _without_email(turn: Turn) -> int:
    counted = select(func.count()).where(
        Link.book_id == turn.book.id,
        Link.connection_id == turn.connection.id,
        col(Link.without_email),
    )
    return turn.session.exec(counted).one()


def _close(turn: Turn, trouble: str) -> None:
    """The run is over, and the next one begins from nothing that is known about it."""
    for name in ("run", "listed", "restarts", "not_before"):
        turn.data.pop(name, None)
    mine = (col(SyncRun.book_id) == turn.book.id, col(SyncRun.id) == turn.run)
    ended = update(SyncRun).where(*mine).values(finished_at=turn.now, trouble=trouble)
    turn.session.exec(ended.execution_options(synchronize_session=False))
    its = (
        col(SyncRun.book_id) == turn.book.id,
        col(SyncRun.connection_id) == turn.connection.id,
    )
    older = select(SyncRun.id).where(*its).order_by(col(SyncRun.id).desc()).offset(RUNS).limit(1)
    if last := turn.session.exec(older).first():
        dropped = delete(SyncRun).where(*its, col(SyncRun.id) <= last)
        turn.session.exec(dropped.execution_options(synchronize_session=False))


def _rest(turn: Turn, until: datetime) -> None:
    """Until the next run; but first a person is told, where somebody waits to hear of it, or was
    asked what is no question any more."""
    turn.connection.next_at = until
    is_over = "asked" in turn.data and turn.connection.state is ConnectionState.active
    if ("place" in turn.data or is_over) and "tell" not in turn.data:
        turn.data["tell"] = "read"
    if "tell" in turn.data:
        turn.rest(turn.now, step=work.TELL)
    else:
        turn.rest(until)
