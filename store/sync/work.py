"""The work on a connection: one job for as long as it is connected, resting between the runs."""

from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlmodel import Session, and_, col, func, or_, select

from store import jobs
from store.columns import now
from store.errors import Gone
from store.models import Book
from store.sync_models import Connection, SyncRun
from store.words import ConnectionState
from store.work_models import Job

# The steps of the job: reading, telling a person, and leaving the account.
READ, TELL, LEAVE = "connections.sync", "connections.tell", "connections.leave"
# Somebody may ask for a run so often.
APART = timedelta(minutes=1)


def begin(
    session: Session,
    book: Book,
    connection: Connection,
    data: dict[str, Any],
    *,
    step: str = READ,
) -> None:
    """Let work on the account begin anew, now: whoever works on it has lost it."""
    job = of(session, book, connection)
    before = job.data if job else {}
    places = {name: before[name] for name in ("place", "asked") if name in before}
    data = {"connection": connection.id} | places | data
    if job:
        job.person = connection.person
        jobs.restart(session, job, step=step, data=data)
    else:
        key = f"sync:{connection.id}:{token_hex(8)}"
        job = jobs.add(session, book, person=connection.person, key=key, step=step, data=data)
        assert job is not None
        connection.job_id = job.id
    connection.next_at = job.due_at
    session.flush()


def of(session: Session, book: Book, connection: Connection) -> Job | None:
    """The work on the account, held until this transaction is over; None when it is over."""
    if connection.job_id is None:
        return None
    try:
        job = jobs.hold(session, book, job_id=connection.job_id)
    except Gone:
        return None
    return None if job.finished_at else job


def is_open(session: Session, book: Book, connection: Connection, job: Job) -> bool:
    """Whether somebody may ask for a run now: nobody did within the last minute, none is going on,
    and the account does not want to be left alone."""
    return not _is_busy(job) and not _ran_just_now(session, book, connection)


def revive(session: Session) -> None:
    """Give work to connections that have none, because what stood in its way lasted too long."""
    without = select(Connection, Book).join(Book, col(Book.id) == Connection.book_id)
    job = and_(col(Job.book_id) == Connection.book_id, col(Job.id) == Connection.job_id)
    without = without.join(Job, job, isouter=True).where(
        Connection.state != ConnectionState.ended,
        or_(col(Job.id).is_(None), col(Job.finished_at).is_not(None)),
    )
    for connection, book in session.exec(without).all():
        leaving = connection.state is ConnectionState.leaving
        if leaving:
            keep = connection.decision != "remove"
            begin(session, book, connection, {"keep": keep}, step=LEAVE)
        else:
            begin(session, book, connection, {})


def _is_busy(job: Job) -> bool:
    """Whether the account is being read, is about to be, or wants to be left alone."""
    moment = now()
    is_leased = job.lease_until is not None and job.lease_until > moment
    is_due = job.due_at is None or job.due_at <= moment
    not_before = job.data.get("not_before")
    is_shy = not_before is not None and datetime.fromisoformat(not_before) > moment
    return job.step != READ or is_leased or is_due or is_shy


def _ran_just_now(session: Session, book: Book, connection: Connection) -> bool:
    last = func.coalesce(SyncRun.finished_at, SyncRun.started_at)
    wanted = select(SyncRun.id).where(
        SyncRun.book_id == book.id,
        SyncRun.connection_id == connection.id,
        last > now() - APART,
    )
    return session.exec(wanted.limit(1)).first() is not None
