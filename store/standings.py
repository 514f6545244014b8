"""Standings: what contacts have today, each in a few words, for lists and for farewells."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Case, case
from sqlmodel import Session, col, func, select

from store import days
from store.models import Book, Contact, Membership, Product
from store.paging import Condition
from store.words import Status

RANKS = [Status.active, Status.upcoming, Status.expired]


@dataclass(frozen=True)
class Standing:
    """Where a contact stands: active with any active membership, else expired with any such one.

    Each product once, with the best that the contact has of it: active ones first, then by name.
    """

    status: Status | None = None
    products: list[tuple[str, Status]] = field(default_factory=list)


@dataclass(frozen=True)
class Held:
    """How many memberships a contact has and had, and how many of them are active."""

    memberships: int
    active: int


def standings(session: Session, book: Book, *, contact_ids: Sequence[int]) -> dict[int, Standing]:
    """Where each of these contacts stands; those without a membership too."""
    rank = rank_on(days.today(book))
    query = (
        select(Membership.contact_id, Product.name, func.min(rank), func.max(rank))
        .where(Membership.book_id == book.id, col(Membership.contact_id).in_(contact_ids))
        .where(Product.book_id == book.id, Product.id == Membership.product_id)
        .group_by(col(Membership.contact_id), col(Product.id), col(Product.name))
        .group_by(col(Product.sort_key))
        .order_by(func.min(rank), col(Product.sort_key), col(Product.id))
    )
    found: dict[int, list[tuple[str, Status, Status]]] = {id: [] for id in contact_ids}
    for contact, name, best, worst in session.exec(query):
        found[contact].append((name, RANKS[best], RANKS[worst]))
    return {contact: _standing(held) for contact, held in found.items()}


def held(session: Session, book: Book, *, contact_id: int) -> Held:
    """What deleting this contact would take along."""
    return count(session, book, Contact.book_id == book.id, Contact.id == contact_id)


def count(session: Session, book: Book, *whose: Condition) -> Held:
    """How many memberships these contacts have together."""
    active = func.count().filter(rank_on(days.today(book)) == RANKS.index(Status.active))
    mine = (Membership.book_id == book.id, Membership.contact_id == Contact.id)
    query = select(func.count(), active).select_from(Membership).where(*mine, *whose)
    return Held(*session.exec(query).one())


def _standing(held: list[tuple[str, Status, Status]]) -> Standing:
    had = {status for _, *statuses in held for status in statuses}
    status = next((one for one in (Status.active, Status.expired) if one in had), None)
    return Standing(status, [(name, best) for name, best, _ in held])


def rank_on(today: date) -> Case[int]:
    """The place among RANKS of a membership's status on that day."""
    return case(
        (col(Membership.until) < today, RANKS.index(Status.expired)),
        (col(Membership.starts) > today, RANKS.index(Status.upcoming)),
        else_=RANKS.index(Status.active),
    )
