"""The list of memberships: a page of those that are so and so, in the order of their contacts.

Few are all read and put in order. Of many, a glance at the next names finds a page, as a rule;
otherwise the database puts them in order.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlmodel import Session, col, func, select

from store import days, search
from store.among import among
from store.filter_sql import OF_CONTACT, Asked, asked, memberships
from store.filter_ways import leading
from store.filters import Row
from store.matching import contain, holds
from store.memberships import Entry, status_on
from store.models import Book, Contact, Membership, Product
from store.paging import Condition, Cursor, Found, Key, Stretch, part
from store.text import search_words
from store.unindexed import unindexed
from store.words import Payment, Status

# Memberships that a list counts, at most: "10,000+".
CAP = 10_000
# No more than so many are all read, and CAP where they are searched as well.
FEW = 3_000
# Contacts that are looked at in the hope that what is asked for is frequent among them.
GLANCES = (100, 1_000, 6_000)
# Contacts in whose text many words are found, and whose memberships are counted.
COUNTED = 5_000
# No contact has a higher id.
LAST_ID = 2**62


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
    row = Row(
        products=None if product is None else (product,),
        statuses=() if status is None else (status,),
        payments=() if payment is None else (payment,),
    )
    look = partial(_look, session, book, search_words(search), row)
    found = part(look, size=size, after=after, before=before)
    return MembershipPage(
        rows=_entries(session, book, days.today(book), found.ids),
        total=found.total,
        capped=found.capped,
        has_previous=found.has_previous,
        has_next=found.has_next,
    )


def cursor(entry: Entry) -> Cursor:
    """The membership's place in the list."""
    return Cursor(entry.contact.sort_key, entry.membership.id)


def _look(session: Session, book: Book, words: list[str], row: Row, stretch: Stretch) -> Found:
    so = asked(book, viewer="")
    hits = search.few(session, book, words=words) if words else None
    if hits is not None:
        return _whole(stretch, _of_these(session, so, row, hits))
    total = _counted(session, so, row)
    if row.asks_for_membership and total <= (CAP if words else FEW):
        return _whole(stretch, _read(session, so, row, words))
    ids = _walk(session, so, row, words, stretch)
    if words:
        return Found(ids, _counted_some(session, so, row, words), capped=True)
    return Found(ids, min(total, CAP), capped=total > CAP)


def _whole(stretch: Stretch, keys: list[Key]) -> Found:
    return Found([id for _, id in stretch.cut(keys)], total=len(keys))


def _of_these(session: Session, so: Asked, row: Row, contacts: list[Key]) -> list[Key]:
    """The keys of the memberships of these contacts, of whom there are not very many."""
    names = {id: name for name, id in contacts}
    query = select(Membership.contact_id, Membership.id).where(*_held(so, row))
    rows = session.exec(query.where(among(session, col(Membership.contact_id), names)))
    return [(names[contact], id) for contact, id in rows]


def _read(session: Session, so: Asked, row: Row, words: list[str]) -> list[Key]:
    """The keys of all memberships that are so."""
    every = select(Membership.id, Membership.contact_id).where(*_all(so, row))
    hit = every.cte("hit").prefix_with("MATERIALIZED")
    query = select(Contact.sort_key, hit.c.id).where(Contact.id == hit.c.contact_id)
    return [(name, id) for name, id in session.exec(query.where(*holds(so.book, words)))]


def _walk(session: Session, so: Asked, row: Row, words: list[str], stretch: Stretch) -> list[int]:
    """A stretch of many: from the contacts that come next, if need be from more of them, or else
    by putting all in order."""
    for size in GLANCES:
        near, goes_on = _next(session, so.book, words, stretch, size)
        keys = stretch.cut(_of_these(session, so, row, near))
        if len(keys) > stretch.size or not goes_on:
            return [id for _, id in keys]
    return _put_in_order(session, so, row, words, stretch)


def _next(
    session: Session, book: Book, words: list[str], stretch: Stretch, size: int
) -> tuple[list[Key], bool]:
    """The contacts that come next, and whether more of them do.

    There may be more with the name of the last one: all of that name are left out then.
    """
    ahead = _of_contacts(stretch, size)
    query = select(Contact.sort_key, Contact.id)
    if words:
        ids = search.walk(session, book, words=words, stretch=ahead)
        query = query.where(unindexed(Contact.book_id) == book.id)
        query = query.where(among(session, col(Contact.id), ids))
    else:
        query = ahead.of(query.where(Contact.book_id == book.id))
    found = [(name, id) for name, id in session.exec(query)]
    if len(found) <= size:
        return found, False
    last, _ = min(found) if stretch.backwards else max(found)
    return [key for key in found if key[0] != last], True


def _of_contacts(stretch: Stretch, size: int) -> Stretch:
    """The stretch of contacts in which a stretch of memberships lies: with all of a name."""
    if stretch.before:
        return Stretch(size, before=Cursor(stretch.before.sort_key, LAST_ID))
    return Stretch(size, after=stretch.after and Cursor(stretch.after.sort_key, 0))


def _put_in_order(
    session: Session, so: Asked, row: Row, words: list[str], stretch: Stretch
) -> list[int]:
    """The stretch of these, all of whom are found first."""
    every = select(Membership.id, Membership.contact_id).where(*_all(so, row))
    hit = every.cte("hit").prefix_with("MATERIALIZED")
    query = select(hit.c.id).where(Contact.id == hit.c.contact_id, *holds(so.book, words))
    return [*session.scalars(stretch.of(query, Contact.sort_key, hit.c.id))]


def _counted(session: Session, so: Asked, row: Row) -> int:
    counted = select(col(Membership.id)).where(*_all(so, row)).limit(CAP + 1).subquery()
    return session.exec(select(func.count()).select_from(counted)).one()


def _counted_some(session: Session, so: Asked, row: Row, words: list[str]) -> int:
    """How many of them the contacts have that are found first: all would take too long."""
    found, _ = search.ids(session, so.book, words=words)
    if found is None:
        found = select(Contact.id).where(*holds(so.book, words))
    whose = found.limit(COUNTED).subquery().c[0]
    held = select(col(Membership.id)).where(*_held(so, row), *contain(words))
    held = held.where(Contact.id == whose, Membership.contact_id == whose)
    held = held.limit(search.CAP)
    return session.exec(select(func.count()).select_from(held.subquery())).one()


def _held(so: Asked, row: Row) -> list[Condition]:
    """What makes a membership one of those asked for, where it is looked up by its contact."""
    return [Membership.book_id == so.book.id, *memberships(so, row, OF_CONTACT)]


def _all(so: Asked, row: Row) -> list[Condition]:
    """The same, where all of them are."""
    return [Membership.book_id == so.book.id, *leading(so, row)]


def _entries(session: Session, book: Book, today: date, ids: list[int]) -> list[Entry]:
    query = (
        select(Membership, Product, Contact)
        .where(Product.book_id == book.id, Product.id == Membership.product_id)
        .where(Contact.book_id == book.id, Contact.id == Membership.contact_id)
        .where(Membership.book_id == book.id, col(Membership.id).in_(ids))
    )
    rows = {row[0].id: Entry(*row, status_on(row[0], today)) for row in session.exec(query)}
    # PostgreSQL may have let go of one between the two questions.
    return [rows[id] for id in ids if id in rows]
