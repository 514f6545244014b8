"""People into a book, thousands at a time: into a table beside it first, from there all at once."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    any_,
    column,
    func,
    literal,
    table,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from store import arriving
from store.db import insert
from store.import_rows import Person
from store.models import Book, Contact
from store.text import keys_of_all
from store.words import Source
from store.work_models import Import

# The columns that differ from contact to contact.
GIVEN = (
    "email_key", "email", "first_name", "last_name", "company", "job_title", "phone", "notes",
    "company_key", "sort_key", "search",
)  # fmt: skip
ARRIVING = table("arriving", *(column(name, String) for name in GIVEN))


def contacts(
    people: Sequence[Person], columns: Sequence[Sequence[str]]
) -> Iterator[tuple[str, ...]]:
    """Contacts on their way into a book: their values for GIVEN. A column for each of Values."""
    first_names, last_names, companies, *_ = columns
    emails = [person.email for person in people]
    known = keys_of_all(
        first_names=first_names, last_names=last_names, emails=emails, companies=companies
    )
    return zip([person.key for person in people], emails, *columns, *known, strict=True)


def known(session: Session, book: Book, *, emails: list[str]) -> set[str]:
    """Which of these emails are in the book already."""
    wanted = select(Contact.email_key).where(col(Contact.book_id) == book.id)
    return {*session.exec(wanted.where(among_emails(session, emails)))}


def add(session: Session, book: Book, *, into: Import, contacts: Sequence[tuple[str, ...]]) -> int:
    """Add those who are not in the book yet, and say how many they were."""
    if not contacts:
        return 0
    new = _new(
        *(session, book),
        person=into.person,
        source=Source.csv,
        at=into.started_at,
        import_id=into.id,
    )
    connection = session.connection()
    _arrive(connection, contacts)
    rows = connection.execute(new, execution_options={"preserve_rowcount": True}).rowcount
    arriving.clear(connection, ARRIVING.name)
    return rows


def add_all(
    session: Session,
    book: Book,
    *,
    person: str,
    source: Source,
    at: datetime,
    contacts: Sequence[tuple[str, ...]],
) -> dict[str, int]:
    """Add those who are not in the book yet, from this source; their ids, by their email keys."""
    new = _new(session, book, person=person, source=source, at=at)
    connection = session.connection()
    _arrive(connection, contacts)
    rows = connection.execute(new.returning(col(Contact.email_key), col(Contact.id)))
    ids = {row.email_key: row.id for row in rows}
    arriving.clear(connection, ARRIVING.name)
    return ids


def among_emails(session: Session, emails: list[str]) -> ColumnElement[bool]:
    """One of these emails, as one parameter: there is a limit to how many a statement may have."""
    if session.get_bind().dialect.name == "sqlite":
        listed = func.json_each(json.dumps(emails)).table_valued("value")
        return col(Contact.email_key).in_(select(listed.c.value))
    # Taken apart by the server, which is quicker than to send an array. No email has several lines.
    return col(Contact.email_key) == any_(func.string_to_array("\n".join(emails), "\n"))


def _new(
    session: Session,
    book: Book,
    *,
    person: str,
    source: Source,
    at: datetime,
    import_id: int | None = None,
) -> sqlite.Insert | postgresql.Insert:
    """Add those who have arrived, but for those who are in the book.

    In the order of their keys: two imports at once then wait for each other, never in a circle.
    """
    same = {
        "book_id": book.id,
        "source": source,
        "import_id": import_id,
        "version": 1,
        "created_at": at,
        "created_by": person,
        "updated_at": at,
        "updated_by": person,
    }
    values = [literal(value, getattr(Contact, name).type) for name, value in same.items()]
    people = select(*values, *ARRIVING.c).order_by(ARRIVING.c.email_key)
    added = insert(session, Contact).from_select([*same, *GIVEN], people, include_defaults=False)
    return added.on_conflict_do_nothing(index_elements=["book_id", "email_key"])


def _arrive(connection: Connection, contacts: Sequence[tuple[str, ...]]) -> None:
    kinds = dict.fromkeys(GIVEN, 'text COLLATE "C"')
    arriving.fill(connection, ARRIVING.name, kinds, contacts)
