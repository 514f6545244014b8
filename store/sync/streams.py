"""How far each part of an account was read, and where its reading goes on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import uniform

from sqlalchemy import ColumnElement
from sqlmodel import col, select, update

from store.sync import seen
from store.sync.source import Broken, Habits, RemotePage, Stream, Trouble
from store.sync.turn import Turn
from store.sync_models import Link, SyncStream

# A cursor that is older is not trusted: nobody says how long they are good.
FRESH = timedelta(minutes=30)
# No account has so many pages.
PAGES = 2_000
# A part that has to be begun anew in one run so often never ends.
RESTARTS = 3


class TooSoon(Trouble):
    """The whole has to be read again, but was only just read: nothing that anybody can mend."""

    def __init__(self, until: datetime) -> None:
        super().__init__("The account was read from its beginning only just now.")
        self.until = until


def reconcile(turn: Turn, listed: Sequence[Stream], habits: Habits) -> None:
    """Follow the account's own list. Who was in a part that is no more is gone, unless another part
    brings them; a part that is called otherwise, or was not read for long, is read anew."""
    known = {stream.remote_id: stream for stream in _all(turn)}
    for stream in listed:
        row = known.pop(stream.remote_id, None)
        if row is None:
            row = SyncStream(
                book_id=turn.book.id,
                connection_id=turn.connection.id,
                remote_id=stream.remote_id,
                name=stream.name,
            )
            turn.session.add(row)
        elif row.name != stream.name or _is_old(turn, row, habits):
            # who was seen already is in a group of the old name: then nothing goes on
            row.cursor = row.cursor if row.whole and row.name == stream.name else ""
            row.name, row.token = stream.name, ""
    for row in known.values():
        _mark(turn, col(Link.stream) == row.remote_id)
        turn.session.delete(row)
    turn.session.flush()


def next_up(turn: Turn) -> SyncStream | None:
    """A part that this run has not read to its end, ready to be asked for; None for the end."""
    row = next((row for row in _all(turn) if row.done_run < turn.run), None)
    if row is not None:
        if row.cursor_at is None or row.cursor_at < turn.now - FRESH:
            row.cursor = ""
        if not row.cursor:
            _begin(row)
        turn.session.flush()
    return row


def advance(turn: Turn, asked: SyncStream, page: RemotePage) -> SyncStream:
    """Save how far the part is read with this page. With the last one, who was in it and was not
    seen in all of it is gone."""
    row = _again(turn, asked)
    row.expected = row.expected if row.pages else page.total
    row.pages, row.seen = row.pages + 1, row.seen + len(page.people)
    if page.next:
        if page.next == row.cursor or row.pages >= PAGES:
            raise Broken("There is no end of pages.")
        row.cursor, row.cursor_at = page.next, turn.now
    else:
        if row.whole:
            _mark(turn, col(Link.stream) == row.remote_id, seen.unseen(turn, row))
            seen.forget(turn, row)
            row.whole_at = turn.now
        row.token, row.cursor, row.cursor_at, row.done_run = page.token, "", None, turn.run
    turn.session.flush()
    return row


def expired(turn: Turn, asked: SyncStream, habits: Habits) -> None:
    """Go back as far as it takes: to the token whose pages cannot be gone on with, else to the very
    beginning. Raises TooSoon where it has to wait for that, Broken where it happens on and on."""
    row = _again(turn, asked)
    restarts = turn.data.get("restarts", {})
    turn.data["restarts"] = restarts | {row.remote_id: restarts.get(row.remote_id, 0) + 1}
    if turn.data["restarts"][row.remote_id] > RESTARTS:
        raise Broken("The account loses its place again and again.")
    if not row.cursor:
        if row.whole:
            raise Broken("The account cannot be read from its beginning.")
        soonest = (row.whole_at or turn.now - habits.whole_apart) + habits.whole_apart
        if soonest > turn.now:
            raise TooSoon(soonest)
        row.token = ""
    row.cursor, row.cursor_at = "", None
    turn.session.flush()


def is_short(turn: Turn) -> bool:
    """Whether this run read a whole part, and found much less than the account had announced."""
    return any(
        row.whole and row.done_run == turn.run and row.seen < 0.9 * (row.expected or 0)
        for row in _all(turn)
    )


def has_read_whole(turn: Turn) -> bool:
    """Whether this run read a part from its beginning."""
    return any(row.whole and row.done_run == turn.run for row in _all(turn))


def forget_cursors(turn: Turn) -> None:
    """Let every round begin anew: nobody knows what went wrong with the last one."""
    for row in _all(turn):
        row.cursor, row.cursor_at = "", None


def _all(turn: Turn) -> list[SyncStream]:
    mine = (
        SyncStream.book_id == turn.book.id,
        SyncStream.connection_id == turn.connection.id,
    )
    return [*turn.session.exec(select(SyncStream).where(*mine).order_by(SyncStream.remote_id))]


def _again(turn: Turn, asked: SyncStream) -> SyncStream:
    """The part that was asked for, as it is now: the same, for the fence holds."""
    return next(row for row in _all(turn) if row.remote_id == asked.remote_id)


def _begin(row: SyncStream) -> None:
    row.whole = not row.token
    row.walk += row.whole
    row.pages, row.seen, row.expected, row.cursor_at = 0, 0, None, None


def _is_old(turn: Turn, row: SyncStream, habits: Habits) -> bool:
    """Whether the whole is to be read anew; not for all accounts at the same moment."""
    if row.whole_at is None or not row.token:
        return False
    return row.whole_at < turn.now - habits.whole_every * uniform(0.9, 1)


def _mark(turn: Turn, *where: ColumnElement[bool]) -> None:
    """These links of the account are gone, until they are seen again or the run is over."""
    mine = (
        col(Link.book_id) == turn.book.id,
        col(Link.connection_id) == turn.connection.id,
        ~col(Link.gone),
    )
    gone = update(Link).where(*mine, *where).values(gone=True, without_email=False)
    turn.session.exec(gone.execution_options(synchronize_session=False))
