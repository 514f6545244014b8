"""People into a book, thousands at a time: into a table beside it first, from there all at once."""

import json
from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection as PostgresConnection
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    String,
    any_,
    column,
    func,
    literal,
    table,
)
from sqlmodel import Session, col, select

from store.db import insert
from store.import_rows import Person, Values
from store.models import Book, Contact
from store.text import keys
from store.words import Source
from store.work_models import Import

# The columns that differ from contact to contact.
GIVEN = (
    "email_key", "email", "first_name", "last_name", "company", "job_title", "phone", "notes",
    "company_key", "sort_key", "search",
)  # fmt: skip
ARRIVING = table("arriving", *(column(name, String) for name in GIVEN))


def contact(person: Person, values: Values) -> tuple[str, ...]:
    """A contact on its way into a book: its values for GIVEN."""
    shown, first, last = person.email, values.first_name, values.last_name
    known = keys(first_name=first, last_name=last, email=shown, company=values.company)
    return (person.key, shown, *values, *known)


def known(session: Session, book: Book, *, emails: list[str]) -> set[str]:
    """Which of these emails are in the book already."""
    wanted = select(Contact.email_key).where(col(Contact.book_id) == book.id)
    return {*session.exec(wanted.where(among_emails(session, emails)))}


def add(session: Session, book: Book, *, into: Import, contacts: Sequence[tuple[str, ...]]) -> int:
    """Add those who are not in the book yet, and say how many they were."""
    return add_all(
        session,
        book,
        person=into.person,
        source=Source.csv,
        at=into.started_at,
        contacts=contacts,
        import_id=into.id,
    )


def add_all(
    session: Session,
    book: Book,
    *,
    person: str,
    source: Source,
    at: datetime,
    contacts: Sequence[tuple[str, ...]],
    import_id: int | None = None,
) -> int:
    """Add those who are not in the book yet, from this source, and say how many they were.

    In the order of their keys: two imports at once then wait for each other, never in a circle.
    """
    if not contacts:
        return 0
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
    connection = session.connection()
    _arrive(connection, contacts)
    values = [literal(value, getattr(Contact, name).type) for name, value in same.items()]
    people = select(*values, *ARRIVING.c).order_by(ARRIVING.c.email_key)
    added = insert(session, Contact).from_select([*same, *GIVEN], people, include_defaults=False)
    new = added.on_conflict_do_nothing(index_elements=["book_id", "email_key"])
    rows = connection.execute(new, execution_options={"preserve_rowcount": True}).rowcount
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DELETE FROM arriving")
    return rows


def among_emails(session: Session, emails: list[str]) -> ColumnElement[bool]:
    """One of these emails, as one parameter: there is a limit to how many a statement may have."""
    if session.get_bind().dialect.name == "sqlite":
        listed = func.json_each(json.dumps(emails)).table_valued("value")
        return col(Contact.email_key).in_(select(listed.c.value))
    return col(Contact.email_key) == any_(literal(emails, ARRAY(String)))


def _arrive(connection: Connection, contacts: Sequence[tuple[str, ...]]) -> None:
    """Fill a table that has no keys to keep: from there one statement adds them all, which is much
    quicker than a statement for each."""
    names, marks = ", ".join(GIVEN), ", ".join("?" * len(GIVEN))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"CREATE TEMP TABLE IF NOT EXISTS arriving ({names})")
        connection.exec_driver_sql(f"INSERT INTO arriving VALUES ({marks})", list(contacts))
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, PostgresConnection)
    texts = ", ".join(f'{name} text COLLATE "C"' for name in GIVEN)
    with driver.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS arriving ({texts}) ON COMMIT DELETE ROWS")
        with cursor.copy(f"COPY arriving ({names}) FROM STDIN") as copy:
            for contact in contacts:
                copy.write_row(contact)
