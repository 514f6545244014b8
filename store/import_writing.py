"""People into a book, thousands at a time: the two databases each in the way they are quick at."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import Connection as PostgresConnection
from sqlalchemy import ARRAY, ColumnElement, String, any_, func, literal
from sqlmodel import Session, col, select

from store.columns import Instant
from store.import_rows import Person, Values
from store.models import Book, Contact
from store.text import fold, keys
from store.words import Source
from store.work_models import Import

SAME = (
    "book_id", "source", "import_id", "version", "created_at", "created_by", "updated_at",
    "updated_by",
)  # fmt: skip


# The columns that differ from contact to contact.
GIVEN = (
    "email_key", "email", "first_name", "last_name", "company", "job_title", "phone", "notes",
    "sort_key", "search", "company_key",
)  # fmt: skip


def contact(person: Person, values: Values) -> tuple[str, ...]:
    """A contact on its way into a book: its values for GIVEN."""
    shown, first, last = person.email, values.first_name, values.last_name
    sort, search = keys(first_name=first, last_name=last, email=shown, company=values.company)
    return (person.key, shown, *values, sort, search, fold(values.company))


def known(session: Session, book: Book, *, emails: list[str]) -> set[str]:
    """Which of these emails are in the book already."""
    wanted = select(Contact.email_key).where(col(Contact.book_id) == book.id)
    return {*session.exec(wanted.where(among_emails(session, emails)))}


def add(session: Session, book: Book, *, into: Import, contacts: Sequence[tuple[str, ...]]) -> int:
    """Add those who are not in the book yet, and say how many they were.

    In the order of their keys: two imports at once then wait for each other, never in a circle.
    """
    if not contacts:
        return 0
    moment, person = into.started_at, into.person
    same = (book.id, Source.csv.value, into.id, 1, moment, person, moment, person)
    arriving = sorted(contacts)
    if session.get_bind().dialect.name == "sqlite":
        return _add_on_sqlite(session, same, arriving)
    return _add_on_postgresql(session, same, arriving)


def among_emails(session: Session, emails: list[str]) -> ColumnElement[bool]:
    """One of these emails, as one parameter: there is a limit to how many a statement may have."""
    if session.get_bind().dialect.name == "sqlite":
        listed = func.json_each(json.dumps(emails)).table_valued("value")
        return col(Contact.email_key).in_(select(listed.c.value))
    return col(Contact.email_key) == any_(literal(emails, ARRAY(String)))


def _add_on_sqlite(
    session: Session, same: tuple[Any, ...], contacts: Sequence[tuple[str, ...]]
) -> int:
    connection = session.connection()
    instant = Instant().dialect_impl(connection.dialect).bind_processor(connection.dialect) or str
    prepared = tuple(instant(value) if isinstance(value, datetime) else value for value in same)
    columns = ", ".join(SAME + GIVEN)
    marks = ", ".join("?" * len(SAME + GIVEN))
    done = connection.exec_driver_sql(
        f"INSERT INTO contact ({columns}) VALUES ({marks})"
        " ON CONFLICT (book_id, email_key) DO NOTHING",
        [prepared + row for row in contacts],
    )
    return done.rowcount


def _add_on_postgresql(
    session: Session, same: tuple[Any, ...], contacts: Sequence[tuple[str, ...]]
) -> int:
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, PostgresConnection)
    given = ", ".join(GIVEN)
    texts = ", ".join(f"{name} text" for name in GIVEN)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS arriving ({texts}) ON COMMIT DELETE ROWS")
        with cursor.copy(f"COPY arriving ({given}) FROM STDIN") as copy:
            for row in contacts:
                copy.write_row(row)
        marks = ", ".join(["%s"] * len(SAME))
        cursor.execute(
            f"INSERT INTO contact ({', '.join(SAME)}, {given}) SELECT {marks}, {given}"
            " FROM arriving ORDER BY email_key ON CONFLICT (book_id, email_key) DO NOTHING",
            same,
        )
        return cursor.rowcount
