"""Groups and products that a file names: found in the book, or made, and held while it is written.

Their ids are kept with the import: what somebody deletes meanwhile is not made again.
"""

from collections.abc import Collection, Mapping
from typing import TypeVar

from sqlmodel import Session, col, select

from store import groups, products
from store.errors import Taken
from store.models import Book, Group, Product

Named = TypeVar("Named", Group, Product)


def missing(session: Session, book: Book, table: type[Named], keys: Collection[str]) -> set[str]:
    """Which of these names nothing in the book has."""
    return {*keys} - {*_ids(session, book, table, keys)}


def make(
    session: Session,
    book: Book,
    table: type[Named],
    *,
    person: str,
    names: Mapping[str, str],
    known: dict[str, int],
) -> list[int]:
    """Add the ids of these names to those that are `known`; which of them had to be made.

    In the order of names: two imports at once then wait for each other, never in a circle.
    """
    asked = sorted(key for key in names if key not in known)
    if not asked:
        return []
    there = _ids(session, book, table, asked)
    made = []
    for key in asked:
        if key not in there:
            there[key], is_new = _add(session, book, table, person, names[key])
            made += [there[key]] if is_new else []
    known |= there
    return made


def held(session: Session, book: Book, table: type[Named], *, ids: Collection[int]) -> set[int]:
    """Which of these are there, and stay until this transaction is over; no archived products, and
    no groups that only change in an account."""
    if not ids:
        return set()
    wanted = select(table).where(col(table.book_id) == book.id, col(table.id).in_(ids))
    wanted = wanted.order_by(col(table.id)).with_for_update(read=True, key_share=True)
    found = session.exec(wanted.execution_options(populate_existing=True))
    return {one.id for one in found if not _is_closed(one)}


def _is_closed(one: Group | Product) -> bool:
    return one.read_only if isinstance(one, Group) else one.archived_at is not None


def _ids(session: Session, book: Book, table: type[Named], keys: Collection[str]) -> dict[str, int]:
    wanted = select(table.name_key, table.id).where(
        col(table.book_id) == book.id, col(table.name_key).in_(keys)
    )
    return dict(session.exec(wanted).all())


def _add(
    session: Session, book: Book, table: type[Named], person: str, name: str
) -> tuple[int, bool]:
    """Its id, and whether it is new: another import may have made it just now."""
    add = groups.add if table is Group else products.add
    try:
        return add(session, book, person=person, name=name).id, True
    except Taken as taken:
        found: int = taken.taken.id
        return found, False
