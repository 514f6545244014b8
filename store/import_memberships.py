"""Memberships that a file brings, thousands at a time, by the rules of those that people give."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col, insert

from store import days
from store.among import among
from store.import_cells import Wish
from store.models import Book, Membership, MembershipEvent
from store.words import Happening
from store.work_models import Import

# Whose membership of what; and both ends of it, with the day on which it was cancelled, if it was.
Pair = tuple[int, int]


class Span(NamedTuple):
    """When a membership holds. A cancelled one holds on no day any more."""

    starts: date
    ends: date | None
    cancelled: date | None

    @property
    def until(self) -> date:
        """What its last day comes to."""
        return date.min if self.cancelled else self.ends or date.max


class Asked(NamedTuple):
    """A membership that a row asks for, of a contact and a product that are held."""

    contact_id: int
    product_id: int
    wish: Wish


def give(session: Session, book: Book, *, into: Import, asked: Sequence[Asked]) -> list[Pair]:
    """Give what stands in nobody's way, also not in that of each other; who was given which one.

    The contacts are held, so that nobody else gives them anything meanwhile.
    """
    today = days.today(book)
    standing = _standing(session, book, asked)
    new = []
    for one in asked:
        span = _span(one.wish, today)
        there = standing[one.contact_id, one.product_id]
        if not any(_excludes(other, span, today) for other in there):
            there.append(span)
            new.append(_row(book, into, one, span))
    return _insert(session, book, into, new) if new else []


def _span(wish: Wish, today: date) -> Span:
    """Without a first day it begins today, or on its last day where that is over."""
    last = wish.ends or date.max
    return Span(wish.starts or min(today, wish.cancelled or last, last), wish.ends, wish.cancelled)


def _excludes(there: Span, new: Span, today: date) -> bool:
    """Nobody has a product twice on the same day, nor a second one while the first is active.

    One that is cancelled is in nobody's way, but it is not given again.
    """
    if new.cancelled:
        return there == new
    overlaps = there.starts <= new.until and there.until >= new.starts
    is_active = there.starts <= today <= there.until
    return overlaps or (is_active and new.until >= today)


def _standing(
    session: Session, book: Book, asked: Sequence[Asked]
) -> defaultdict[Pair, list[Span]]:
    """What these contacts have and had of these products."""
    contacts = {one.contact_id for one in asked}
    products = {one.product_id for one in asked}
    found: defaultdict[Pair, list[Span]] = defaultdict(list)
    wanted = select(
        col(Membership.contact_id),
        col(Membership.product_id),
        col(Membership.starts),
        col(Membership.ends),
        col(Membership.cancelled_at),
    ).where(
        col(Membership.book_id) == book.id,
        among(session, col(Membership.contact_id), contacts),
        col(Membership.product_id).in_(products),
    )
    for contact, product, starts, ends, cancelled_at in session.execute(wanted):
        cancelled = days.today(book, at=cancelled_at) if cancelled_at else None
        found[contact, product].append(Span(starts, ends, cancelled))
    return found


def _row(book: Book, into: Import, asked: Asked, span: Span) -> dict[str, Any]:
    return {
        "book_id": book.id,
        "contact_id": asked.contact_id,
        "product_id": asked.product_id,
        "payment": asked.wish.payment,
        "starts": span.starts,
        "ends": span.ends,
        "until": span.until,
        "cancelled_at": days.begin(book, span.cancelled) if span.cancelled else None,
        "version": 1,
        "created_at": into.started_at,
        "created_by": into.person,
    }


def _insert(session: Session, book: Book, into: Import, rows: list[dict[str, Any]]) -> list[Pair]:
    """Write them with their history, as if each had been given, and cancelled, by hand."""
    connection = session.connection()
    numbered = insert(Membership).returning(col(Membership.id), sort_by_parameter_order=True)
    ids = [*connection.execute(numbered, rows).scalars()]
    events = [
        _event(book, into, id, row, happening)
        for id, row in zip(ids, rows, strict=True)
        for happening in (Happening.added, Happening.cancelled)
        if happening is Happening.added or row["cancelled_at"]
    ]
    connection.execute(insert(MembershipEvent), events)
    return [(row["contact_id"], id) for id, row in zip(ids, rows, strict=True)]


def _event(
    book: Book, into: Import, id: int, row: dict[str, Any], happening: Happening
) -> dict[str, Any]:
    return {
        "book_id": book.id,
        "membership_id": id,
        "at": into.started_at,
        "person": into.person,
        "happening": happening,
        "payment": row["payment"],
        "starts": row["starts"],
        "ends": row["ends"],
    }
