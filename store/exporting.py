"""Exporting: the contacts of a scope as a CSV file, which importing reads without a question."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, TextIO

from sqlalchemy import String, type_coerce
from sqlmodel import Session, col, select

from store import days, spooling
from store.belongings import NOTHING, Belongings
from store.formulas import guard_all
from store.models import Book, Contact
from store.paging import Condition
from store.scopes import Scope, conditions
from store.spooling import Spooled, quietly
from store.words import READ_ONLY, Source

HEADER = (
    "Email", "First name", "Last name", "Company", "Job title", "Phone", "Notes",
    "Groups", "Favorite", "Status", "Products", "Source", "Added",
)  # fmt: skip
SOURCES: dict[str, str] = {
    Source.hand: "By hand",
    Source.csv: "CSV file",
    Source.membership: "Membership",
    Source.google: "Google",
    Source.microsoft: "Microsoft",
}
# Read at a time, so that an export of any size takes the same memory.
BATCH = 2_000
COLUMNS: tuple[Any, ...] = (
    Contact.id, Contact.email, Contact.first_name, Contact.last_name, Contact.company,
    Contact.job_title, Contact.phone, Contact.notes, type_coerce(Contact.source, String),
    Contact.created_at,
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

    Everything that an import can bring stands in a column that it reads; the stars are those of the
    scope's `viewer`.
    With `writable_only` those are left out that a bulk delete would leave.
    """
    written = 0
    where = conditions(book, scope)
    if writable_only:
        where.append(col(Contact.source).not_in(READ_ONLY))
    writer = csv.writer(file)
    writer.writerow(HEADER)
    belongings = Belongings.of(session, book, viewer=scope.viewer)
    day = lru_cache(partial(_day, book))
    for batch in _batches(session, where):
        ids = [row[0] for row in batch]
        said = belongings.said(ids)
        writer.writerows(_cells(row, said.get(row[0], NOTHING), day) for row in batch)
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
    # Not by the session: it would make ready for objects, which takes longer than reading.
    found = session.connection().execute(query, execution_options={"yield_per": BATCH})
    yield from found.partitions()


def _cells(row: Row, said: Sequence[str], day: Callable[[datetime], str]) -> list[str]:
    """As the page shows it: the contact's own status, and the products that it is about."""
    *texts, source, added = row[1:]
    return [*guard_all([*texts, *said]), SOURCES[source], day(added)]


def _day(book: Book, moment: datetime) -> str:
    return days.today(book, at=moment).isoformat()
