"""Imports: what was brought into a book, by whom and when; and until when that can be undone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, exists, or_, select

from store import days
from store.columns import now
from store.errors import Gone
from store.models import Book
from store.text import fold, search_words
from store.words import Gift, ImportState
from store.work_models import Import, ImportChange, ImportGift

# What an import did is kept for so long; then it stays done.
UNDOABLE = timedelta(days=30)
# What somebody types is looked for among the names of so many imports.
LOOKED_AT = 2_000
OVER = (ImportState.done, ImportState.undone)


@dataclass(frozen=True)
class ImportPage:
    """A part of the list of imports, the latest first."""

    rows: list[Import]
    has_next: bool


def get(session: Session, book: Book, *, import_id: int) -> Import:
    """The import with this id; raises Gone when it is not of this book."""
    wanted = select(Import).where(Import.book_id == book.id, Import.id == import_id)
    found = session.exec(wanted.execution_options(populate_existing=True)).first()
    if found is None:
        raise Gone("This import is not known in this book.")
    return found


def find(session: Session, book: Book, *, after: int | None = None, size: int = 10) -> ImportPage:
    """A page of the imports, the latest first: from the start, or after the one with this id."""
    wanted = select(Import).where(Import.book_id == book.id)
    if after is not None:
        wanted = wanted.where(col(Import.id) < after)
    rows = [*session.exec(wanted.order_by(col(Import.id).desc()).limit(size + 1))]
    return ImportPage(rows[:size], has_next=len(rows) > size)


def named(session: Session, book: Book, *, ids: Collection[int] | None = None) -> dict[int, str]:
    """How these imports are called, or the latest ones, as far as they are of this book."""
    wanted = select(Import).where(Import.book_id == book.id).order_by(col(Import.id).desc())
    wanted = wanted.limit(LOOKED_AT) if ids is None else wanted.where(col(Import.id).in_(ids))
    return {one.id: told(book, one) for one in session.exec(wanted)}


def suggest(session: Session, book: Book, *, text: str, limit: int = 100) -> list[Import]:
    """The latest imports whose file and day hold every word of what somebody types."""
    words = search_words(text)
    latest = select(Import).where(Import.book_id == book.id).order_by(col(Import.id).desc())
    found = session.exec(latest.limit(LOOKED_AT if words else limit))
    fit = [one for one in found if all(word in fold(told(book, one)) for word in words)]
    return fit[:limit]


def told(book: Book, of: Import) -> str:
    """How an import is called: people.csv, 22 Nov 2026."""
    return f"{of.name}, {days.say(days.today(book, at=of.started_at))}"


def can_undo(of: Import, at: datetime) -> bool:
    """Whether the import is over, not undone, and not too long ago at that moment."""
    return of.state is ImportState.done and not is_old(of, at)


def is_old(of: Import, at: datetime) -> bool:
    """Whether what the import did is not kept any more at that moment."""
    return (of.finished_at or of.started_at) <= at - UNDOABLE


def forget_making(session: Session, book: Book, *, kind: Gift, thing: int) -> None:
    """A group or product that somebody gave another name is theirs, whichever import made it."""
    of_book = select(Import.id).where(Import.book_id == book.id)
    session.exec(
        delete(ImportGift)
        .where(
            col(ImportGift.book_id) == book.id,
            col(ImportGift.import_id).in_(of_book),
            col(ImportGift.kind) == kind,
            col(ImportGift.contact_id) == 0,
            col(ImportGift.thing) == thing,
        )
        .execution_options(synchronize_session=False)
    )


def prune(session: Session) -> None:
    """Forget what an import did that cannot be undone any more: of one each time, for there may be
    very much of it. That it was stays known."""
    has_more = [
        exists().where(col(table.book_id) == Import.book_id, col(table.import_id) == Import.id)
        for table in (ImportGift, ImportChange)
    ]
    old = select(Import).where(
        col(Import.state).in_(OVER), col(Import.finished_at) < now() - UNDOABLE, or_(*has_more)
    )
    over = session.exec(old.order_by(col(Import.id)).limit(1)).first()
    if over is None:
        return
    for table in (ImportGift, ImportChange):
        gone = delete(table).where(
            col(table.book_id) == over.book_id, col(table.import_id) == over.id
        )
        session.exec(gone.execution_options(synchronize_session=False))
