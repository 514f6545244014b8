"""Undoing an import: what it did is taken back, chunk by chunk; what people did since stays.

Its one step of work, imports.undo, moves on to imports.tell.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlmodel import Session, col, update

from store import audit, books, days, import_gifts, import_restoring, imports, jobs
from store.columns import now
from store.db import Database
from store.errors import Rejected
from store.import_undone import Chunk
from store.import_undone import Undone as Undone
from store.models import Book
from store.words import ImportState
from store.work_models import Import, Job

# One transaction each: long enough to be quick, short enough that nobody waits for it to end.
CHUNK = 2_500

Progress = Callable[[int, int], None]


def begin(
    session: Session, book: Book, *, person: str, import_id: int, key: str, data: dict[str, Any]
) -> Job | None:
    """Note that the import shall be undone; None when that was noted before. `data` is the
    caller's.

    Raises Gone, and Rejected for one that cannot be undone (any more).
    """
    with session.begin_nested():
        about = data | {"import": import_id}
        job = jobs.add(session, book, person=person, key=key, step="imports.undo", data=about)
        if job is None:
            return None
        done = _claim(session, book, import_id).counts
        job.data = about | {"undone": _undone(done).dump(), "last": done.get("undone_up_to", 0)}
        session.flush()
    return job


def run(database: Database, job: Job, *, on_progress: Progress) -> Undone:
    """Take back what the import did, chunk by chunk, and let the person be told.

    Each chunk saves what it took back with how far it got. A process that dies loses the chunk it
    was at, and the next one goes on behind the last one saved.
    """
    with database.reading() as session:
        book = books.get(session, book_id=job.book_id)
        of = imports.get(session, book, import_id=job.data["import"])
        left = import_gifts.count(session, of) + import_restoring.count(session, book, of)
    # What was kept is counted again by whoever takes the work over: less than the whole is left.
    total = job.data.get("total", left)
    while done := _do_chunk(database, job, book, of, total):
        on_progress(min(done, total), total)
    return _end(database, job, book, of)


def undone(job: Job) -> Undone:
    """What was taken back, as far as it is."""
    return Undone(**job.data.get("undone", {}))


def told(of: Import) -> Undone:
    """What was taken back of an import, without anybody's name."""
    return _undone(of.counts)


def abandon(database: Database, job: Job) -> Undone:
    """The work cannot go on: the rest of the import can be undone by another try."""
    if not job.data.get("abandoned"):
        with database.writing() as session:
            book = books.get(session, book_id=job.book_id)
            of = imports.get(session, book, import_id=job.data["import"])
            _close(session, of, job, state=ImportState.done)
            jobs.keep(session, job, data=job.data | {"abandoned": True})
    return undone(job)


def _undone(counts: dict[str, Any]) -> Undone:
    return Undone(**counts.get("undone", {}))


def _do_chunk(database: Database, job: Job, book: Book, of: Import, total: int) -> int:
    """How much is done with this chunk; 0 when there was nothing left."""
    with database.writing() as session:
        chunk = _take_back(session, book, of, after=job.data.get("last", 0))
        if not chunk.size:
            return 0
        done: int = job.data.get("done", 0) + chunk.size
        what = undone(job) + chunk.undone
        about = {"total": total, "done": done, "undone": what.dump()}
        about |= {"last": chunk.last} if chunk.last else {}
        jobs.keep(session, job, data=job.data | about, progress=True)
    return done


def _take_back(session: Session, book: Book, of: Import, *, after: int) -> Chunk:
    """Some of what is left; groups and products once there is nobody left to be in them."""
    for take in (
        import_gifts.take,
        import_restoring.restore,
        partial(import_restoring.remove, after=after),
        import_gifts.clear_away,
    ):
        chunk = take(session, book, of, limit=CHUNK)
        if chunk.size:
            return chunk
    return Chunk()


def _end(database: Database, job: Job, book: Book, of: Import) -> Undone:
    done = undone(job)
    with database.writing() as session:
        _close(session, of, job, state=ImportState.undone, undone_at=now(), undone_by=job.person)
        audit.record(
            session,
            book,
            person=job.person,
            action="contacts.import_undone",
            count=done.deleted + done.restored,
        )
        jobs.keep(session, job, data=job.data | {"undone": done.dump()})
        jobs.move(session, job, step="imports.tell", due=True)
    return done


def _close(session: Session, of: Import, job: Job, **values: object) -> None:
    """Let go of the import, with what was taken back so far."""
    counts = of.counts | {"undone": undone(job).counts, "undone_up_to": job.data.get("last", 0)}
    mine = (col(Import.book_id) == of.book_id, col(Import.id) == of.id)
    changed = update(Import).where(*mine, col(Import.state) == ImportState.undoing)
    session.exec(
        changed.values(counts=counts, **values).execution_options(synchronize_session=False)
    )


def _claim(session: Session, book: Book, import_id: int) -> Import:
    """The import; of several who want to undo it at once, one does."""
    found = imports.get(session, book, import_id=import_id)
    if found.state is ImportState.done and imports.is_old(found, now()):
        kept = imports.UNDOABLE.days
        raise Rejected("import", f"It is more than {kept} days ago and cannot be undone any more.")
    mine = update(Import).where(
        col(Import.book_id) == book.id,
        col(Import.id) == import_id,
        col(Import.state) == ImportState.done,
    )
    claimed = session.exec(
        mine.values(state=ImportState.undoing)
        .returning(col(Import.id))
        .execution_options(synchronize_session=False)
    )
    if claimed.first() is None:
        raise Rejected("import", _why_not(session, book, import_id))
    return found


def _why_not(session: Session, book: Book, import_id: int) -> str:
    found = imports.get(session, book, import_id=import_id)
    if found.state is ImportState.undone and found.undone_at:
        day = days.say(days.today(book, at=found.undone_at))
        return f"This import was undone already, on {day}."
    if found.state in (ImportState.undoing, ImportState.undone):
        return "This import is being undone already."
    return "This import is still being written. Undo it when that is done."
