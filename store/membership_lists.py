"""The list of memberships: a page of those that are so and so, in the order of their contacts.

Few are all read and put in order. Of many, a glance at the next names finds a page, as a rule;
otherwise the database puts them in order.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlmodel import Session, and_, col, func, or_, select

from store import days, search
from store.matching import holds
from store.memberships import Entry, status_on
from store.models import Book, Contact, Membership, Product
from store.paging import Condition, Cursor, Found, Key, Stretch, part
from store.text import search_words
from store.words import Payment, Status

# Memberships that a list counts, at most: "10,000+".
CAP = 10_000
# So many are read and put in order at once.
FEW = 500
# Contacts that are looked at in the hope that what is asked for is frequent among them.
GLANCE = 4_000

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])
SO = (col(Membership.contact_id) == Contact.id, col(Membership.book_id) == Contact.book_id)


@dataclass(frozen=True)
class MembershipPage:
    """A part of the list. `total` counts the whole; `capped`: there are even more."""

    rows: list[Entry]
    total: int
    capped: bool
    has_previous: bool
    has_next: bool


def find(
    session: Session,
    book: Book,
    *,
    search: str = "",
    product: int | None = None,
    status: Status | None = None,
    payment: Payment | None = None,
    after: Cursor | None = None,
    before: Cursor | None = None,
    size: int = 25,
) -> MembershipPage:
    """A page of the memberships that are all of this, of contacts whose text holds every word.

    Where a cursor leads past the end, because memberships went meanwhile, it is the first page.
    """
    today = days.today(book)
    where = _conditions(book, today, product, status, payment)
    look = partial(_look, session, book, search_words(search), where)
    found = part(look, size=size, after=after, before=before)
    return MembershipPage(
        rows=_entries(session, book, today, found.ids),
        total=found.total,
        capped=found.capped,
        has_previous=found.has_previous,
        has_next=found.has_next,
    )


def cursor(entry: Entry) -> Cursor:
    """The membership's place in the list."""
    return Cursor(entry.contact.sort_key, entry.membership.id)


def _conditions(
    book: Book, today: date, product: int | None, status: Status | None, payment: Payment | None
) -> list[Condition]:
    """What makes a membership one of those asked for."""
    starts, until = col(Membership.starts), col(Membership.until)
    so: dict[Status, Condition] = {
        Status.active: and_(starts <= today, until >= today),
        Status.upcoming: and_(starts > today, until >= today),
        Status.expired: until < today,
    }
    found: list[Condition] = [Membership.book_id == book.id]
    if product is not None:
        found.append(Membership.product_id == product)
    if payment is not None:
        found.append(Membership.payment == payment)
    return [*found, so[status]] if status is not None else found


def _look(
    session: Session, book: Book, words: list[str], where: list[Condition], stretch: Stretch
) -> Found:
    whose: list[Condition] = [Contact.book_id == book.id]
    if words:
        hits = search.few(session, book, words=words)
        if hits is not None:
            found = _keys(session, *where, col(Membership.contact_id).in_([id for _, id in hits]))
            return Found([id for _, id in stretch.cut(found)], total=len(found))
        whose = holds(book, words)
    elif len(where) > 1:
        few = [*session.exec(select(Membership.id).where(*where).limit(FEW + 1))]
        if len(few) <= FEW:
            found = _keys(session, col(Membership.book_id) == book.id, col(Membership.id).in_(few))
            return Found([id for _, id in stretch.cut(found)], total=len(found))
    ids = _glance(session, book, stretch, *where, *whose)
    if len(ids) <= stretch.size:
        ids = _put_in_order(session, stretch, *where, *whose)
    total = _counted(session, where, whose if words else [])
    return Found(ids, min(total, CAP), capped=total > CAP)


def _keys(session: Session, *where: Condition) -> list[Key]:
    query = select(Contact.sort_key, Membership.id).where(*SO, *where)
    return [(sort_key, id) for sort_key, id in session.exec(query)]


def _glance(session: Session, book: Book, stretch: Stretch, *where: Condition) -> list[int]:
    """The stretch of these, as far as it lies among the next names; it may go on beyond."""
    name = col(Contact.sort_key)
    names = _from(select(name).where(Contact.book_id == book.id), stretch)
    ahead = names.order_by(name.desc() if stretch.backwards else name).offset(GLANCE).limit(1)
    horizon = session.exec(ahead).first()
    near = select(Membership.id).where(*SO, *where)
    if horizon is not None:
        near = near.where(name >= horizon if stretch.backwards else name <= horizon)
    return [*session.exec(_stretch(near, stretch))]


def _put_in_order(session: Session, stretch: Stretch, *where: Condition) -> list[int]:
    """The stretch of these, all of whom are found first."""
    every = select(Contact.sort_key, Membership.id).where(*SO, *where).cte("hit")
    every = every.prefix_with("MATERIALIZED")
    return [*session.scalars(stretch.of(select(every.c.id), every.c.sort_key, every.c.id))]


def _from(query: Query, stretch: Stretch) -> Query:
    """Those whose contacts are not on the other side of where the stretch begins."""
    if stretch.bound is None:
        return query
    name = col(Contact.sort_key)
    return query.where(name <= stretch.bound[0] if stretch.backwards else name >= stretch.bound[0])


def _stretch(query: Query, stretch: Stretch) -> Query:
    """As Stretch.of, for keys of two tables: databases find the place by the names alone."""
    name, id = col(Contact.sort_key), col(Membership.id)
    if stretch.bound:
        key, last = stretch.bound
        query = _from(query, stretch)
        query = query.where(
            or_(name < key, id < last) if stretch.backwards else or_(name > key, id > last)
        )
    by = (name.desc(), id.desc()) if stretch.backwards else (name, id)
    return query.order_by(*by).limit(stretch.size + 1)


def _counted(session: Session, where: list[Condition], whose: list[Condition]) -> int:
    counted = select(col(Membership.id)).where(*where)
    if whose:
        counted = counted.where(*SO, *whose)
    return session.exec(select(func.count()).select_from(counted.limit(CAP + 1).subquery())).one()


def _entries(session: Session, book: Book, today: date, ids: list[int]) -> list[Entry]:
    query = (
        select(Membership, Product, Contact)
        .where(*SO, Product.book_id == book.id, Product.id == Membership.product_id)
        .where(Membership.book_id == book.id, col(Membership.id).in_(ids))
    )
    rows = {row[0].id: Entry(*row, status_on(row[0], today)) for row in session.exec(query)}
    # PostgreSQL may have let go of one between the two questions.
    return [rows[id] for id in ids if id in rows]
