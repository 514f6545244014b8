"""Exporting: the contacts of a scope as a CSV file, which importing reads without a question."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TextIO

from sqlmodel import Session, col, select

from store import days, spooling
from store.formulas import guard
from store.models import Book, Contact, Group, GroupContact
from store.paging import Condition
from store.scopes import Scope, conditions
from store.spooling import Spooled, quietly
from store.standings import Standing, standings
from store.words import READ_ONLY, Source

HEADER = (
    "Email", "First name", "Last name", "Company", "Job title", "Phone", "Notes",
    "Groups", "Status", "Products", "Source", "Added",
)  # fmt: skip
SOURCES = {
    Source.hand: "By hand",
    Source.csv: "CSV file",
    Source.membership: "Membership",
    Source.google: "Google",
    Source.microsoft: "Microsoft",
}
# Read at a time, so that an export of any size takes the same memory.
BATCH = 1_000
COLUMNS: tuple[Any, ...] = (
    Contact.id, Contact.email, Contact.first_name, Contact.last_name, Contact.company,
    Contact.job_title, Contact.phone, Contact.notes, Contact.source, Contact.created_at,
)  # fmt: skip
Row = Sequence[Any]


def write(
    session: Session,
    book: Book,
    *,
    scope: Scope,
    file: TextIO,
    writable_only: bool = False,
    on_batch: Callable[[], None] = quietly,
) -> int:
    """Write the scope in the order of names, as RFC 4180 says; how many contacts that were.

    With `writable_only` those are left out that a bulk delete would leave.
    """
    written = 0
    where = conditions(book, scope)
    if writable_only:
        where.append(col(Contact.source).not_in(READ_ONLY))
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for batch in _batches(session, where):
        ids = [row[0] for row in batch]
        groups, held = _groups(session, book, ids), standings(session, book, contact_ids=ids)
        writer.writerows(_cells(book, row, groups.get(row[0], []), held[row[0]]) for row in batch)
        written += len(batch)
        on_batch()
    return written


def spool(
    session: Session,
    book: Book,
    *,
    scope: Scope,
    writable_only: bool = False,
    on_batch: Callable[[], None] = quietly,
) -> Spooled:
    """The file with the contacts of a scope, which whoever asks for it closes."""

    def write_to(file: TextIO) -> int:
        return write(
            session,
            book,
            scope=scope,
            file=file,
            writable_only=writable_only,
            on_batch=on_batch,
        )

    return spooling.spool(write_to)


def _batches(session: Session, where: list[Condition]) -> Iterator[Sequence[Row]]:
    query = select(*COLUMNS).where(*where).order_by(col(Contact.sort_key), col(Contact.id))
    yield from session.execute(query.execution_options(yield_per=BATCH)).partitions()


def _groups(session: Session, book: Book, ids: list[int]) -> dict[int, list[str]]:
    """The names of each contact's groups, in order."""
    query = (
        select(GroupContact.contact_id, Group.name)
        .where(GroupContact.book_id == book.id, col(GroupContact.contact_id).in_(ids))
        .where(Group.book_id == book.id, Group.id == GroupContact.group_id)
        .order_by(col(Group.sort_key), col(Group.id))
    )
    found: dict[int, list[str]] = {}
    for contact_id, name in session.exec(query):
        found.setdefault(contact_id, []).append(name)
    return found


def _cells(book: Book, row: Row, groups: Iterable[str], held: Standing) -> Iterator[str]:
    """As the page shows it: the contact's own status, and the products that it is about."""
    *texts, source, added = row[1:]
    products = [name for name, status in held.products if status is held.status]
    said = (*texts, "; ".join(groups), (held.status or "").capitalize(), "; ".join(products))
    return chain(map(guard, said), (SOURCES[source], days.today(book, at=added).isoformat()))
