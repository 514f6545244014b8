"""Search: the contacts whose text holds every word, anywhere in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, col

from store.models import Book, Contact
from store.paging import Found, Stretch, walk

# Hits that are counted, at most. Who finds more adds another word.
CAP = 1_000


@contextmanager
def indexing(session: Session) -> Iterator[None]:
    """Make the contacts that are added within this block findable, however many they are."""
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    last = session.scalar(text("SELECT max(id) FROM contact")) or 0
    yield
    session.execute(
        text(
            "INSERT INTO contact_search (rowid, text)"
            " SELECT spot, text FROM contact_text WHERE id > :last"
        ),
        {"last": last},
    )


def holds(words: list[str]) -> list[ColumnElement[bool]]:
    """The conditions that a contact's text holds these words."""
    return [col(Contact.search).contains(word, autoescape=True) for word in words]


def find(session: Session, book: Book, *, words: list[str], stretch: Stretch) -> Found:
    """A stretch of the contacts whose text holds every word."""
    return walk(session, stretch, Contact.book_id == book.id, *holds(words), cap=CAP)
