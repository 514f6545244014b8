"""Ways: where the contacts that meet a filter can be looked up, so that not everybody is read.

A way lists ids of contacts, some of them twice. Everybody who meets the filter is among them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, literal_column, union_all
from sqlmodel import Session, col, func, select

from store import search
from store.filter_sql import (
    OF_CONTACT,
    PLAIN,
    Asked,
    Columns,
    key_of_domain,
    members,
    memberships,
    origin,
)
from store.filters import And, Filter, Not, Or, Row
from store.models import Contact, Favorite, GroupContact, Membership, Product
from store.paging import Condition
from store.text import fold
from store.unindexed import unindexed
from store.words import Payment, Source, Status

# Ways are looked along for so many entries, and again where all are longer.
STEPS = (20_000, 200_000)


@dataclass(frozen=True)
class Way:
    """A way, and how many entries it has; one more than it was looked along for, or more."""

    ids: Select[int]
    size: int


def shortest(session: Session, asked: Asked, filter: Filter) -> Way | None:
    """The shortest way to those who meet the filter; None where everybody has to be read."""
    for steps in STEPS:
        way = _shortest(session, asked, filter, steps)
        if way is None or way.size <= steps:
            return way
    return way


def _shortest(session: Session, asked: Asked, filter: Filter, steps: int) -> Way | None:
    match filter:
        case Row():
            return _least(_measured(session, ids, steps) for ids in _ways(session, asked, filter))
        case And(parts):
            return _least(_shortest(session, asked, part, steps) for part in parts)
        case Or(parts):
            ways = [_shortest(session, asked, part, steps) for part in parts]
            return _joined([way for way in ways if way]) if all(ways) else None
        case Not():
            return None


def _least(ways: Iterator[Way | None]) -> Way | None:
    return min((way for way in ways if way), key=lambda way: way.size, default=None)


def _joined(ways: list[Way]) -> Way:
    every = union_all(*(way.ids for way in ways)).subquery()
    return Way(select(every.c[0]), sum(way.size for way in ways))


def _measured(session: Session, ids: Select[int], steps: int) -> Way:
    ahead = ids.limit(steps + 1).subquery()
    return Way(ids, session.scalar(select(func.count()).select_from(ahead)) or 0)


def _ways(session: Session, asked: Asked, row: Row) -> Iterator[Select[int]]:
    """Each is a way to those who meet the row."""
    if row.asks_for_membership:
        yield _by_membership(asked, row)
    if row.groups is not None:
        mine = GroupContact.book_id == asked.book.id
        yield select(GroupContact.contact_id).where(mine, *members(row))
    if row.favorite:
        stars = select(Favorite.contact_id).where(Favorite.book_id == asked.book.id)
        yield stars.where(Favorite.person == asked.viewer)
    if row.sources or row.added:
        source = col(Contact.source).in_(row.sources or [*Source])
        yield select(Contact.id).where(
            Contact.book_id == asked.book.id, source, *origin(asked, row)
        )
    for texts in ([row.search], [*row.companies], [*map(_at_domain, row.domains)]):
        yield from _by_text(session, asked, texts)


def _at_domain(domain: str) -> str:
    """What emails of the domain hold; nothing, for one that people write in letters of theirs."""
    key = key_of_domain(domain)
    return "" if "xn--" in key else f"@{key}"


def _by_membership(asked: Asked, row: Row) -> Select[int]:
    ids = select(unindexed(Membership.contact_id)).where(Membership.book_id == asked.book.id)
    return ids.where(*leading(asked, row))


def leading(asked: Asked, row: Row) -> list[Condition]:
    """What the row says about a membership, so that an index leads to all that are so."""
    if row.statuses == (Status.upcoming,) or (row.starts and row.starts.first):
        # The index of first days is used only by those who name its condition.
        by_start: Columns = {**OF_CONTACT, "starts": PLAIN["starts"], "until": PLAIN["until"]}
        return [literal_column("membership.id > 0"), *memberships(asked, row, by_start)]
    # All products and payments, where the row names none: so the index of both is of use.
    products = select(Product.id).where(Product.book_id == asked.book.id)
    found: list[Condition] = []
    if not row.products:
        found.append(col(Membership.product_id).in_(products))
    if not row.payments:
        found.append(col(Membership.payment).in_([*Payment]))
    return [*found, *memberships(asked, row)]


def _by_text(session: Session, asked: Asked, texts: list[str]) -> Iterator[Select[int]]:
    """The way to those whose text holds all words of one of the texts."""
    asked_words = [fold(text).split() for text in texts]
    found = [search.ids(session, asked.book, words=words) for words in asked_words if words]
    ways = [ids for ids in found if ids is not None]
    if texts and len(ways) == len(texts):
        yield select(union_all(*ways).subquery().c[0]) if len(ways) > 1 else ways[0]
