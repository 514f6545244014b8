"""Search: the contacts whose text holds every word, anywhere in it.

Where at most CAP are found, they are all looked at and put in order. Where there are more, a page
is put together without looking at the others, and the count is "1,000+".
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Select
from sqlmodel import Session

from store import search_postgresql, search_sqlite
from store.models import Book
from store.paging import Found, Key, Stretch

# Hits that are counted, at most: who finds more adds another word.
CAP = 1_000


@contextmanager
def indexing(session: Session) -> Iterator[None]:
    """Make the contacts that are added within this block findable, however many they are."""
    if _on_sqlite(session):
        last = search_sqlite.last_id(session)
        yield
        search_sqlite.index(session, after=last)
    else:
        yield  # PostgreSQL keeps its index by itself


def forgetting(session: Session, contacts: Select[int]) -> AbstractContextManager[None]:
    """Within this block just these contacts are deleted, however many they are."""
    if _on_sqlite(session):
        return search_sqlite.forgetting(session, contacts)
    return nullcontext()


def renaming(session: Session, *, ids: Sequence[int]) -> AbstractContextManager[None]:
    """Within this block the texts of just these contacts change, however many they are."""
    if ids and _on_sqlite(session):
        return search_sqlite.renaming(session, ids=ids)
    return nullcontext()


def settle(session: Session) -> None:
    """After very many contacts were added: let the database learn what it has, not guess."""
    if not _on_sqlite(session):
        search_postgresql.settle(session)


def find(session: Session, book: Book, *, words: list[str], stretch: Stretch) -> Found:
    """A stretch of the contacts whose text holds every word."""
    hits = few(session, book, words=words)
    if hits is not None:
        return Found([id for _, id in stretch.cut(hits)], total=len(hits))
    ids = walk(session, book, words=words, stretch=stretch)
    return Found(ids, total=CAP, capped=True)


def few(
    session: Session, book: Book, *, words: list[str], limit: int | None = None
) -> list[Key] | None:
    """All contacts whose text holds every word, in no order; None where there are more."""
    database = search_sqlite if _on_sqlite(session) else search_postgresql
    found: list[Key] | None = database.few(session, book, words, limit=limit or CAP)
    return found


def ids(session: Session, book: Book, *, words: list[str]) -> tuple[Select[int] | None, bool]:
    """The ids among which are all contacts whose text holds every word, and whether nobody else is
    among them; None where the index would be of no help."""
    if _on_sqlite(session):
        return search_sqlite.ids(session, book, words), False
    return search_postgresql.ids(book, words), True


def walk(session: Session, book: Book, *, words: list[str], stretch: Stretch) -> list[int]:
    """A stretch of the contacts whose text holds every word, of whom there are many."""
    database = search_sqlite if _on_sqlite(session) else search_postgresql
    ids: list[int] = database.walk(session, book, words, stretch)
    return ids


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
