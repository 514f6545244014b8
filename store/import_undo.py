"""Undoing an import: what it did is taken back, chunk by chunk; what people did since stays.

Its one step of work, imports.undo, moves on to imports.tell.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, update

from store import days, imports, jobs
from store.columns import now
from store.db import Database
from store.errors import Rejected
from store.models import Book
from store.words import ImportState
from store.work_models import Import, Job

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Undone:
    """What was taken back, and what was not.

    `deleted` contacts had come with the import; `restored` ones have fields as before again. `kept`
    are the first of the contacts that somebody changed since: they stay, or some of their fields
    do. `ungrouped` and `unstarred` count contacts out of groups and stars, `taken` memberships;
    `memberships_kept` were changed since.
    """

    deleted: int = 0
    restored: int = 0
    kept: list[str] = field(default_factory=list)
    kept_count: int = 0
    ungrouped: int = 0
    unstarred: int = 0
    taken: int = 0
    memberships_kept: int = 0
    groups_deleted: int = 0
    products_deleted: int = 0


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
        _claim(session, book, import_id)
    return job


def run(database: Database, job: Job, *, on_progress: Progress) -> Undone:
    """Take back what the import did, chunk by chunk, and let the person be told.

    Each chunk saves how far it got with what it took back. A process that dies loses the chunk it
    was at, and the next one goes on behind the last one saved.
    """
    raise NotImplementedError


def undone(job: Job) -> Undone:
    """What was taken back, as far as it is."""
    return Undone(**job.data.get("undone", {}))


def abandon(database: Database, job: Job) -> Undone:
    """The work cannot go on: what is left of the import can be undone by another try."""
    raise NotImplementedError


def _claim(session: Session, book: Book, import_id: int) -> None:
    """Of several who want to undo an import at once, one does."""
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


def _why_not(session: Session, book: Book, import_id: int) -> str:
    found = imports.get(session, book, import_id=import_id)
    if found.state is ImportState.undone and found.undone_at:
        day = days.say(days.today(book, at=found.undone_at))
        return f"This import was undone already, on {day}."
    if found.state in (ImportState.undoing, ImportState.undone):
        return "This import is being undone already."
    return "This import is still being written. Undo it when that is done."
