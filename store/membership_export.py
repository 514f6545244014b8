"""Exporting memberships: those of the contacts of a scope, one row for each, as a CSV file."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any, TextIO

from sqlmodel import Session, col, select

from store import days, spooling
from store.formulas import guard
from store.memberships import status_between
from store.models import Book, Contact, Membership, Product
from store.scopes import Scope, conditions
from store.spooling import Spooled, quietly

HEADER = (
    "Email", "First name", "Last name", "Product", "Status", "Payment", "Starts", "Ends",
    "Cancelled", "Added",
)  # fmt: skip
# Read at a time, so that an export of any size takes the same memory.
BATCH = 1_000
COLUMNS: tuple[Any, ...] = (
    Contact.email, Contact.first_name, Contact.last_name, Product.name, Membership.starts,
    Membership.ends, Membership.until, Membership.payment, Membership.cancelled_at,
    Membership.created_at,
)  # fmt: skip
Row = Sequence[Any]


def write(
    session: Session,
    book: Book,
    *,
    scope: Scope,
    file: TextIO,
    on_batch: Callable[[], None] = quietly,
) -> int:
    """Write the memberships in the order of their contacts' names; how many those were.

    Of a contact's the latest first: nobody is given a second one while the first is active, so
    that an upcoming one comes back only before it.
    """
    written, today = 0, days.today(book)
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for batch in _batches(session, book, scope):
        writer.writerows(_cells(book, row, today) for row in batch)
        written += len(batch)
        on_batch()
    return written


def spool(
    session: Session, book: Book, *, scope: Scope, on_batch: Callable[[], None] = quietly
) -> Spooled:
    """The file, and how many memberships are in it; whoever asks for it closes it."""
    return spooling.spool(
        lambda file: write(session, book, scope=scope, file=file, on_batch=on_batch)
    )


def _batches(session: Session, book: Book, scope: Scope) -> Iterator[Sequence[Any]]:
    query = (
        select(*COLUMNS)
        .where(*conditions(book, scope))
        .where(Membership.book_id == book.id, col(Membership.contact_id) == Contact.id)
        .where(Product.book_id == book.id, col(Product.id) == Membership.product_id)
        .order_by(col(Contact.sort_key), col(Contact.id))
        .order_by(col(Membership.starts).desc(), col(Membership.id))
    )
    yield from session.execute(query.execution_options(yield_per=BATCH)).partitions()


def _cells(book: Book, row: Row, today: date) -> Iterator[str]:
    *names, starts, ends, until, payment, cancelled, added = row
    status = status_between(starts, until, today)
    told = (*map(guard, names), status.capitalize(), payment.capitalize())
    return chain(told, (_day(starts), _day(ends), _day_of(book, cancelled), _day_of(book, added)))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day_of(book: Book, moment: datetime | None) -> str:
    return days.today(book, at=moment).isoformat() if moment else ""
