"""Ways: where the contacts that meet a filter can be looked up, so that not everybody is read.

A way lists ids of contacts, some of them twice. Everybody who meets the filter is among them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Select, literal_column, union_all
from sqlmodel import Session, col, select

from store import estimates, search
from store.filter_sql import (
    OF_CONTACT,
    PLAIN,
    Asked,
    Columns,
    in_groups,
    key_of_domain,
    memberships,
    of_imports,
    origin,
)
from store.filters import EVERYBODY, And, Filter, Not, Or, Row, join_all
from store.models import Contact, Favorite, GroupContact, Membership, Product
from store.paging import Condition
from store.text import fold, search_words
from store.unindexed import unindexed
from store.words import Payment, Source, Status
from store.work_models import Import

# Ways are looked along for so many entries first.
FIRST_LOOK = 20_000
# Where all are longer, for so many. Whoever would have to be looked up along an even longer one is
# found sooner contact by contact.
SECOND_LOOK = 200_000
# What an index of texts finds lies anywhere, and has to be read.
TEXT = 4


@dataclass(frozen=True)
class Way:
    """A way, and how many entries it has; one more than it was looked along for, or more.

    `rest` is what those on it still have to meet. `once`: it lists nobody twice. `weight` is by how
    much a step on it takes longer than on others. `only`: no other could be taken in its place.
    """

    ids: Select[int]
    rest: Filter
    once: bool
    weight: int = 1
    size: int = 0
    only: bool = True


def shortest(session: Session, asked: Asked, filter: Filter) -> Way | None:
    """The shortest way to those who meet the filter; None where everybody is to be read."""
    way = _shortest(session, asked, filter, FIRST_LOOK)
    if way is None or way.size <= FIRST_LOOK or (way.only and way.rest == EVERYBODY):
        return way
    way = _shortest(session, asked, filter, SECOND_LOOK)
    return way if way and (way.size <= SECOND_LOOK or way.rest == EVERYBODY) else None


def _shortest(session: Session, asked: Asked, filter: Filter, steps: int) -> Way | None:
    match filter:
        case Row():
            return _least([_measured(session, way, steps) for way in _ways(session, asked, filter)])
        case And(parts):
            found = [_shortest(session, asked, part, steps) for part in parts]
            return _least([_with_others(way, parts, at) for at, way in enumerate(found) if way])
        case Or(parts):
            found = [_shortest(session, asked, part, steps) for part in parts]
            return _joined(filter, [way for way in found if way]) if all(found) else None
        case Not():
            return None


def _least(ways: list[Way]) -> Way | None:
    if not ways:
        return None
    best = min(ways, key=lambda way: way.size)
    return replace(best, only=best.only and len(ways) == 1)


def _with_others(way: Way, parts: tuple[Filter, ...], at: int) -> Way:
    return replace(way, rest=join_all(way.rest, *parts[:at], *parts[at + 1 :]))


def _joined(filter: Or, ways: list[Way]) -> Way:
    """All of these ways; whoever is on one that leaves nothing to meet is nobody to ask again."""
    every = union_all(*(way.ids for way in ways)).subquery()
    rest = EVERYBODY if all(way.rest == EVERYBODY for way in ways) else filter
    size, only = sum(way.size for way in ways), all(way.only for way in ways)
    return Way(select(every.c[0]), rest, once=False, size=size, only=only)


def _measured(session: Session, way: Way, steps: int) -> Way:
    steps //= way.weight
    return replace(way, size=way.weight * estimates.rows(session, way.ids, most=steps))


def _ways(session: Session, asked: Asked, row: Row) -> Iterator[Way]:
    """Each is a way to those who meet the row."""
    book = asked.book
    if row.asks_for_membership:
        rest = replace(row, products=None, statuses=(), payments=(), starts=None, ends=None)
        yield Way(_by_membership(asked, row), rest, once=False)
    if row.groups is not None:
        members = select(GroupContact.contact_id).where(GroupContact.book_id == book.id)
        members = members.where(*in_groups(row))
        yield Way(members, replace(row, groups=None), once=len(row.groups) == 1)
    if row.favorite:
        stars = select(Favorite.contact_id).where(Favorite.book_id == book.id)
        stars = stars.where(Favorite.person == asked.viewer)
        yield Way(stars, replace(row, favorite=None), once=True)
    if row.sources or row.added:
        source = col(Contact.source).in_(row.sources or [*Source])
        came = select(Contact.id).where(Contact.book_id == book.id, source, *origin(asked, row))
        yield Way(came, replace(row, sources=(), added=None), once=True)
    if row.imports is not None:
        yield Way(_by_import(asked, row), replace(row, imports=None), once=True)
    searched, companies = search_words(row.search), [fold(name).split() for name in row.companies]
    yield from _by_text(session, asked, [searched], row, if_exact=replace(row, search=""))
    yield from _by_text(session, asked, companies, row)
    yield from _by_text(session, asked, [*map(_at_domain, row.domains)], row)


def _by_import(asked: Asked, row: Row) -> Select[int]:
    """Whoever came with an import was added at its moment, which an index leads to."""
    came = select(Contact.id).where(
        Contact.book_id == asked.book.id, Contact.source == Source.csv, *of_imports(row)
    )
    if not row.imports:
        return came
    moments = select(Import.started_at).where(Import.book_id == asked.book.id)
    return came.where(col(Contact.created_at).in_(moments.where(col(Import.id).in_(row.imports))))


def _at_domain(domain: str) -> list[str]:
    """The word that emails of the domain hold; none, for one that people write in letters of
    theirs."""
    key = key_of_domain(domain)
    return [] if "xn--" in key else fold(f"@{key}").split()


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


def _by_text(
    session: Session,
    asked: Asked,
    texts: list[list[str]],
    rest: Row,
    if_exact: Row | None = None,
) -> Iterator[Way]:
    """The way to those who have all words of one of the texts."""
    found = [search.ids(session, asked.book, words=words) for words in texts if words]
    ways = [ids for ids, _ in found if ids is not None]
    if not texts or len(ways) < len(texts):
        return
    if if_exact and all(exact for _, exact in found):
        rest = if_exact
    ids = ways[0] if len(ways) == 1 else select(union_all(*ways).subquery().c[0])
    yield Way(ids, rest, once=len(ways) == 1, weight=TEXT)
