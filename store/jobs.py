"""Long work: a row first, work second; done by one process at a time, which may die at any moment.

Who takes a job gets a lease, and a fence: a number that grows each time the job is taken. Whatever
is written about the job is written under the fence, so that somebody who was away for too long
cannot disturb who took over.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, delete, func, or_, select, update

from store.columns import now
from store.db import insert
from store.errors import Gone
from store.models import Book
from store.work_models import Job, Upload

# How far a lease reaches from each sign of life: longer than a slow download, and short enough
# that what a killed process had in hand is taken up again within a minute.
LEASE = timedelta(seconds=45)
# A person who does not answer for so long will not any more; nobody's file is kept for longer.
PATIENCE = timedelta(hours=24)
# Until then, what was begun once is not begun again.
REMEMBERED = timedelta(days=30)
# A file is read in pieces: on its way a driver keeps it several times over.
PIECE = 1 << 20
# What a job is about does not outlive it.
OVER: dict[str, Any] = {"data": {}, "due_at": None, "lease_until": None}


class Lost(Exception):
    """Somebody else holds this job by now, or it is over: stop, and write nothing more."""


def add(
    session: Session, book: Book, *, person: str, key: str, step: str, data: dict[str, Any]
) -> Job | None:
    """Note work that is due now; None when the book had a job of this key before."""
    values = {"step": step, "due_at": now(), "fence": 0, "tries": 0, "data": data}
    added = session.exec(
        insert(session, Job)
        .values(book_id=book.id, key=key, person=person, created_at=now(), **values)
        .on_conflict_do_nothing(index_elements=["book_id", "key"])
        .returning(col(Job.id))
    ).first()
    return get(session, book, job_id=added[0]) if added else None


def get(session: Session, book: Book, *, job_id: int) -> Job:
    """The job of this number; Gone when the book has none."""
    job = session.exec(select(Job).where(Job.book_id == book.id, Job.id == job_id)).first()
    if job is None:
        raise Gone("This is over and forgotten.")
    return job


def hold(session: Session, book: Book, *, job_id: int) -> Job:
    """The job as it is until this transaction is over; Gone when the book has none."""
    wanted = select(Job).where(Job.book_id == book.id, Job.id == job_id).with_for_update()
    job = session.exec(wanted.execution_options(populate_existing=True)).first()
    if job is None:
        raise Gone("This is over and forgotten.")
    return job


def take(
    session: Session,
    *,
    now: datetime,
    lease: timedelta = LEASE,
    leave_out: Sequence[str] = (),
) -> Job | None:
    """The job that has been due for the longest and that nobody works on; not at these steps."""
    free = or_(col(Job.lease_until).is_(None), col(Job.lease_until) <= now)
    job = session.exec(
        select(Job)
        .where(col(Job.due_at) <= now, free, col(Job.finished_at).is_(None))
        .where(*[col(Job.step) != step for step in leave_out])
        .order_by(col(Job.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if job is not None:
        job.fence += 1
        job.tries += 1
        job.lease_until = now + lease
        session.flush()
    return job


def keep(
    session: Session,
    job: Job,
    *,
    data: dict[str, Any],
    progress: bool = False,
    lease: timedelta = LEASE,
) -> None:
    """Save what is known about the job, and hold it longer; Lost when it is somebody else's.

    With progress, earlier failures are forgiven: they did not stop the work.
    """
    changes: dict[str, Any] = {"data": data, "lease_until": now() + lease}
    if progress:
        changes["tries"] = 1
    _write(session, job, **changes)
    job.data = data


def prolong(session: Session, job: Job) -> None:
    """Hold the job longer; Lost when it is somebody else's."""
    _write(session, job, lease_until=now() + LEASE)


def move(session: Session, job: Job, *, step: str, due: bool) -> None:
    """Let go of the job: its next step is due now, or it waits for a person.

    Where the person has answered before the question was even finished, the answer stands.
    """
    changes = {"step": step, "due_at": now() if due else None, "tries": 0}
    if not _try(session, job, col(Job.step) == job.step, lease_until=None, **changes):
        _write(session, job, lease_until=None)


def answer(session: Session, book: Book, *, job_id: int, asked: Sequence[str], step: str) -> bool:
    """A person's answer to one of these steps: the next one is due. False when it comes too late.

    The lease stays with whoever still finishes the question.
    """
    waiting = (col(Job.step).in_(asked), col(Job.finished_at).is_(None))
    mine = (col(Job.book_id) == book.id, col(Job.id) == job_id, *waiting)
    statement = update(Job).where(*mine).values(step=step, due_at=now(), tries=0)
    changed = session.exec(
        statement.returning(col(Job.id)).execution_options(synchronize_session=False)
    )
    return changed.first() is not None


def restart(session: Session, job: Job, *, step: str, data: dict[str, Any]) -> None:
    """Let a job that this session holds go on elsewhere: whoever works on it has lost it."""
    job.step, job.data, job.due_at, job.lease_until = step, data, now(), None
    job.fence, job.tries = job.fence + 1, 0
    session.flush()


def withdraw(session: Session, book: Book, *, job_id: int, asked: Sequence[str]) -> bool:
    """End a job that has not got beyond these steps, whoever works on it. False when it has."""
    job = get(session, book, job_id=job_id)
    if not _try(session, job, col(Job.step).in_(asked), **OVER, finished_at=now()):
        return False
    discard(session, job)
    return True


def free(session: Session) -> None:
    """Let go of all jobs that somebody holds: whoever did is dead."""
    held = update(Job).where(col(Job.lease_until).is_not(None)).values(lease_until=None)
    session.exec(held.execution_options(synchronize_session=False))


def postpone(session: Session, job: Job, *, until: datetime) -> None:
    """Let go of the job until then."""
    _write(session, job, due_at=until, lease_until=None)


def rest(session: Session, job: Job, *, step: str, until: datetime, data: dict[str, Any]) -> None:
    """Let go of the job: this step is due then, as if nothing had failed before.

    Lost when it is somebody else's.
    """
    _write(session, job, step=step, data=data, due_at=until, lease_until=None, tries=0)
    job.step, job.data, job.due_at = step, data, until


def hurry(session: Session, job: Job) -> None:
    """Let a job that this session holds, and that rests, be due now."""
    job.due_at = now()
    session.flush()


def finish(session: Session, job: Job) -> None:
    """The job is over: nothing of what it was about is kept."""
    _write(session, job, **OVER, finished_at=now())
    discard(session, job)


def attach(session: Session, job: Job, content: bytes) -> None:
    """Keep a file with the job until it is over."""
    discard(session, job)
    session.add(Upload(book_id=job.book_id, job_id=job.id, content=content))
    session.flush()


def content(session: Session, job: Job) -> bytes:
    """The file that is kept with the job."""
    file = BytesIO()
    piece: bytes | None = None
    while piece is None or len(piece) == PIECE:
        # SQLite calls no bytes at all NULL.
        some = func.coalesce(func.substr(Upload.content, file.tell() + 1, PIECE), b"")
        piece = session.exec(select(some).where(*_file_of(job))).first()
        if piece is None:
            raise Lost
        file.write(piece)
    return file.getvalue()


def discard(session: Session, job: Job) -> None:
    """Forget the file that is kept with the job."""
    session.exec(delete(Upload).where(*_file_of(job)))


def prune(session: Session) -> None:
    """End what waits for a person in vain, and forget what is long over."""
    waiting = and_(col(Job.due_at).is_(None), col(Job.finished_at).is_(None))
    for job in session.exec(select(Job).where(waiting, Job.created_at < now() - PATIENCE)).all():
        if _try(session, job, col(Job.due_at).is_(None), **OVER, finished_at=now()):
            discard(session, job)
    session.exec(delete(Job).where(col(Job.finished_at) < now() - REMEMBERED))


def _file_of(job: Job) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Upload.book_id) == job.book_id, col(Upload.job_id) == job.id


def _write(session: Session, job: Job, **changes: object) -> None:
    if not _try(session, job, **changes):
        raise Lost


def _try(session: Session, job: Job, *also: ColumnElement[bool], **changes: object) -> bool:
    mine = and_(
        col(Job.book_id) == job.book_id,
        col(Job.id) == job.id,
        col(Job.fence) == job.fence,
        col(Job.finished_at).is_(None),
        *also,
    )
    statement = update(Job).where(mine).values(**changes).returning(col(Job.id))
    changed = session.exec(statement.execution_options(synchronize_session=False))
    return changed.first() is not None
