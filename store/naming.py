"""Naming: what has a name that is used once in its book, however it is written."""

from typing import Any, NoReturn, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select, update

from store.db import insert
from store.errors import Rejected, Taken
from store.limits import GROUP_NAME_LIMIT, PRODUCT_NAME_LIMIT, SEGMENT_NAME_LIMIT
from store.models import Book, Group, Product, Segment
from store.paging import Condition
from store.text import SORT_KEY_LIMIT, clean, fold, name_key, search_words

Named = TypeVar("Named", bound=Group | Product | Segment)
LIMITS: dict[type[SQLModel], int] = {
    Group: GROUP_NAME_LIMIT,
    Product: PRODUCT_NAME_LIMIT,
    Segment: SEGMENT_NAME_LIMIT,
}


def columns(table: type[Named], name: str) -> dict[str, Any]:
    """The name as the table keeps it; raises Rejected for one that is not right."""
    name, limit = clean(name), LIMITS[table]
    if not fold(name):
        raise Rejected("name", f"A {table.__name__.lower()} needs a name.")
    if len(name) > limit:
        raise Rejected("name", f"At most {limit} characters fit here.")
    return {"name": name, "name_key": name_key(name), "sort_key": fold(name)[:SORT_KEY_LIMIT]}


def add(session: Session, book: Book, new: Named) -> Named:
    """Put a new one into the book; raises Taken where another of its kind has the name."""
    table = type(new)
    added: Named | None = session.scalar(
        insert(session, table)
        .values(new.model_dump(exclude={"id"}))
        .on_conflict_do_nothing(index_elements=["book_id", "name_key"])
        .returning(table)
    )
    if added is None:
        _refuse_taken(session, book, table, new.name)
    return added


def rename(session: Session, book: Book, table: type[Named], *, id: int, name: str) -> None:
    """Call it something else; raises Rejected, or Taken where another has the name."""
    changed = update(table).where(col(table.book_id) == book.id, col(table.id) == id)
    changed = changed.values(columns(table, name))
    try:
        with session.begin_nested():
            session.exec(changed.execution_options(synchronize_session=False))
    except IntegrityError:
        _refuse_taken(session, book, table, name)


def by_name(session: Session, book: Book, table: type[Named], *, name: str) -> Named | None:
    """The one that has this name, however it is written."""
    wanted = select(table).where(
        col(table.book_id) == book.id, col(table.name_key) == name_key(clean(name))
    )
    return session.exec(wanted.execution_options(populate_existing=True)).first()


def holds(book: Book, table: type[Named], text: str) -> list[Condition]:
    """The conditions that it is of this book, and its name holds every word."""
    return [
        col(table.book_id) == book.id,
        *[col(table.sort_key).contains(word, autoescape=True) for word in search_words(text)],
    ]


def suggest(session: Session, table: type[Named], *where: Condition, limit: int) -> list[Named]:
    """The first of these by name."""
    return [
        *session.exec(
            select(table).where(*where).order_by(col(table.sort_key), col(table.id)).limit(limit)
        )
    ]


def _refuse_taken(session: Session, book: Book, table: type[Named], name: str) -> NoReturn:
    taken = by_name(session, book, table, name=name)
    if taken is None:
        raise Rejected("name", "This name was in use until a moment ago. Please try again.")
    session.expunge(taken)
    raise Taken(taken)
