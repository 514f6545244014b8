"""Leaving an account: let Roster out of it, then let its contacts and groups go, chunk by chunk."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import col, delete, select

from store import jobs
from store.among import among
from store.columns import now
from store.db import Database
from store.sync import groups, work
from store.sync.removing import CHUNK, release
from store.sync.source import Trouble
from store.sync.turn import Over, Step, Turn
from store.sync_models import Connection, Link
from store.words import ConnectionState
from store.work_models import Job

# The step that tells how it ended.
LEFT = "connections.left"
LEAVING = (ConnectionState.leaving,)


def step(
    database: Database,
    job: Job,
    revoke: Callable[[Connection], bool],
    *,
    clock: Callable[[], datetime] = now,
) -> None:
    """Do some of it, and let the job be due again at once; at last for telling.

    Then its data says how many contacts were `removed` and how many `kept`, of which account at
    which provider, and whether it was `revoked` there: what cannot be is forgotten here anyway.
    """
    leaving = Step(database, job, clock)
    try:
        if "revoked" not in job.data:
            _let_out(leaving, revoke)
        with leaving.turn(LEAVING) as turn:
            if _let_go(turn):
                _end(turn)
            else:
                turn.rest(turn.now, step=work.LEAVE)
    except Over:
        with database.writing() as session:
            jobs.finish(session, job)


def _let_out(leaving: Step, revoke: Callable[[Connection], bool]) -> None:
    """Take back the consent, and forget what let Roster in."""
    with leaving.turn(LEAVING) as turn:
        connection = turn.connection
    try:
        is_revoked = revoke(connection)
    except Trouble:
        is_revoked = False
    with leaving.turn(LEAVING) as turn:
        turn.connection.secret = b""
        keep = turn.data["keep"]
        groups.release(turn.session, turn.book, connection_id=turn.connection.id, keep=keep)
        turn.data["revoked"] = is_revoked


def _let_go(turn: Turn) -> bool:
    """Let some contacts go; whether nobody is left."""
    mine = (col(Link.book_id) == turn.book.id, col(Link.connection_id) == turn.connection.id)
    found = select(Link.id, Link.contact_id).where(*mine).order_by(col(Link.id)).limit(CHUNK)
    rows = turn.session.exec(found).all()
    if not rows:
        return True
    those = among(turn.session, col(Link.id), [id for id, _ in rows])
    dropped = delete(Link).where(*mine, those)
    turn.session.exec(dropped.execution_options(synchronize_session=False))
    contacts = sorted({contact for _, contact in rows if contact})
    keep = turn.data["keep"]
    removed, kept = release(turn.session, turn.book, ids=contacts, keep=keep, at=turn.now)
    turn.data["removed"] = turn.data.get("removed", 0) + removed
    turn.data["kept"] = turn.data.get("kept", 0) + kept
    return False


def _end(turn: Turn) -> None:
    connection = turn.connection
    turn.data |= {"email": connection.email, "provider": connection.provider.value}
    turn.data = {"removed": 0, "kept": 0, "place": {}} | turn.data
    turn.session.delete(connection)
    turn.rest(turn.now, step=LEFT)
