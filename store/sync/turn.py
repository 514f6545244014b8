"""A turn: one transaction of a step over an account, under the fence of the job that reads it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from store import books, jobs
from store.db import Database
from store.models import Book
from store.sync import work
from store.sync_models import Connection, SyncRun
from store.words import ConnectionState
from store.work_models import Job

READING = (ConnectionState.active, ConnectionState.held)


class Over(jobs.Lost):
    """The account is not connected any more, or not by this job."""


@dataclass
class Turn:
    """`data` is that of the job: whatever is put there is saved with the rest of the turn. `run` is
    the run that is going on."""

    session: Session
    book: Book
    connection: Connection
    job: Job
    now: datetime
    data: dict[str, Any]
    run: int
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, **more: int) -> None:
        """Note what this run did to the book."""
        for name, number in more.items():
            self.counts[name] = self.counts.get(name, 0) + number

    def rest(self, until: datetime, *, step: str = work.READ) -> None:
        """Let the job go until then."""
        jobs.rest(self.session, self.job, step=step, until=until, data=self.data)


@dataclass(frozen=True)
class Step:
    """Who works on which account, and by which clock."""

    database: Database
    job: Job
    clock: Callable[[], datetime]

    @contextmanager
    def turn(self, states: tuple[ConnectionState, ...] = READING) -> Iterator[Turn]:
        """A transaction that nobody can disturb; Over when the account is not this job's to
        read any more. The connection is held first, as by everybody who steers it."""
        before = self.job.data
        try:
            with self.database.writing() as session:
                connection = _held(session, self.job, states)
                jobs.keep(session, self.job, data=before, progress=True)
                book = books.get(session, book_id=self.job.book_id)
                data = dict(before)
                turn = Turn(
                    *(session, book, connection, self.job, self.clock(), data),
                    run=data.get("run", 0),
                )
                yield turn
                _save(turn)
        except BaseException:
            self.job.data = before  # for nothing else was saved
            raise


def _held(session: Session, job: Job, states: tuple[ConnectionState, ...]) -> Connection:
    wanted = select(Connection).where(
        Connection.book_id == job.book_id,
        Connection.id == job.data["connection"],
        Connection.job_id == job.id,
        col(Connection.state).in_(states),
    )
    found = session.exec(wanted.with_for_update().execution_options(populate_existing=True)).first()
    if found is None:
        raise Over
    return found


def _save(turn: Turn) -> None:
    """The counts of the run, and what is to be known about the job."""
    if any(turn.counts.values()):
        mine = (col(SyncRun.book_id) == turn.book.id, col(SyncRun.id) == turn.run)
        more = {name: getattr(SyncRun, name) + number for name, number in turn.counts.items()}
        turn.session.exec(
            update(SyncRun).where(*mine).values(more).execution_options(synchronize_session=False)
        )
    if turn.data != turn.job.data:
        jobs.keep(turn.session, turn.job, data=turn.data)
    turn.session.flush()
