"""Belongings: groups, stars and access of very many contacts, in words for a file.

As store/standings.py tells it for a page, but without an object for each contact, which would cost
more than all the rest of an export.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from store import days, name_lists
from store.among import among
from store.models import Book, Favorite, Group, GroupContact, Membership, Product
from store.standings import RANKS, rank_on
from store.words import Status

ACTIVE, EXPIRED = RANKS.index(Status.active), RANKS.index(Status.expired)
SAID = [status.capitalize() for status in RANKS]
NOTHING = ("", "", "", "")
STARRED = "yes"
# What is called how, with its place in the order of names.
Names = dict[int, tuple[int, str]]


@dataclass(frozen=True)
class Belongings:
    """The names of the book's groups and products, in their order, for whoever looks them up.

    Stars are those of the `viewer`, if there is one.
    """

    session: Session
    book: Book
    viewer: str
    today: date
    groups: Names
    products: Names

    @classmethod
    def of(cls, session: Session, book: Book, *, viewer: str = "") -> "Belongings":
        """As they are called now."""
        groups, products = (_names(session, book, table) for table in (Group, Product))
        listed = {id: (place, name_lists.quoted(name)) for id, (place, name) in groups.items()}
        return cls(session, book, viewer, days.today(book), listed, products)

    def said(self, ids: Sequence[int]) -> dict[int, tuple[str, str, str, str]]:
        """Groups, star, status and products of each of these contacts who has any."""
        groups, starred, held = self._groups(ids), self._starred(ids), self._held(ids)
        return {
            id: (
                _listed(self.groups, groups.get(id, ())),
                STARRED if id in starred else "",
                *_standing(self.products, held.get(id)),
            )
            for id in groups.keys() | held.keys() | starred
        }

    def _groups(self, ids: Sequence[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        query = select(GroupContact.contact_id, GroupContact.group_id).where(
            GroupContact.book_id == self.book.id,
            among(self.session, col(GroupContact.contact_id), ids),
        )
        for contact, group in self.session.connection().execute(query).all():
            found.setdefault(contact, []).append(group)
        return found

    def _starred(self, ids: Sequence[int]) -> set[int]:
        if not self.viewer:
            return set()
        query = select(Favorite.contact_id).where(
            Favorite.book_id == self.book.id,
            Favorite.person == self.viewer,
            among(self.session, col(Favorite.contact_id), ids),
        )
        return set(self.session.connection().execute(query).scalars())

    def _held(self, ids: Sequence[int]) -> dict[int, dict[int, tuple[int, int]]]:
        """For each contact the best and the worst rank of each product."""
        found: dict[int, dict[int, tuple[int, int]]] = {}
        query = select(Membership.contact_id, Membership.product_id, rank_on(self.today)).where(
            Membership.book_id == self.book.id, among(self.session, col(Membership.contact_id), ids)
        )
        for contact, product, rank in self.session.connection().execute(query).all():
            held = found.setdefault(contact, {})
            best, worst = held.get(product, (rank, rank))
            held[product] = (min(best, rank), max(worst, rank))
        return found


def _names(session: Session, book: Book, table: type[Group] | type[Product]) -> Names:
    named = select(table.id, table.name).where(col(table.book_id) == book.id)
    in_order = session.exec(named.order_by(col(table.sort_key), col(table.id))).all()
    return {id: (place, name) for place, (id, name) in enumerate(in_order)}


def _standing(products: Names, held: dict[int, tuple[int, int]] | None) -> tuple[str, str]:
    """The contact's own status, and the products that it is about."""
    for own in (ACTIVE, EXPIRED):
        if held and any(own in both for both in held.values()):
            about = [id for id, (best, _) in held.items() if best == own]
            return SAID[own], _listed(products, about)
    return "", ""


def _listed(names: Names, ids: Sequence[int]) -> str:
    """Those of these names that there are, in their order."""
    return name_lists.DELIMITER.join(
        name for _, name in sorted(names[id] for id in ids if id in names)
    )
