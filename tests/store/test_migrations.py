"""Migrations: they agree with the models, and no kill, rush or old code leaves a half database."""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

from store import books, contacts
from store.contacts import Fields
from store.db import connect, migrate
from store.errors import Newer
from store.scopes import Scope
from tests.dying import dies

# On SQLite `id` alone is the key, and the key of the models a second one beside it.
SECOND_KEYS = {
    f"{table}_key"
    for table in (
        "contact",
        "audit_entry",
        "job",
        "contact_group",
        "selection",
        "product",
        "membership",
        "membership_event",
        "segment",
        "contact_import",
        "connection",
        "link",
        "sync_run",
    )
}
# Indexes that only one kind of database has.
ONLY = {
    "contact_by_text": "postgresql",
    "membership_by_contact": "postgresql",
    "membership_by_contact_with_terms": "sqlite",
}
SEARCH = {"contact_search", "contact_trigram"}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def nothing(request, tmp_path):
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'roster.db'}"
    address = request.getfixturevalue("postgres_address")
    database = connect(address)
    with database.connecting() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    database.close()
    return address


def tables(connection, kind):
    """Every object in the database, and its definition where SQLite keeps one."""
    if kind == "sqlite":
        found = connection.execute(text("SELECT name, sql FROM sqlite_master"))
    else:
        found = connection.execute(
            text(
                "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            )
        )
    return sorted((name, str(what)) for name, what in found)


def ours(item, name, kind, reflected, _):
    """Leave out what only SQLite has, besides the models."""
    if kind == "table":
        return not any(name.startswith(search) for search in SEARCH) and name != "alembic_version"
    return not (reflected and kind == "unique_constraint" and name in SECOND_KEYS)


def test_the_tables_are_those_of_the_models(database):
    with database.connecting() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        differences = compare_metadata(context, SQLModel.metadata)
    assert [one for one in differences if not is_for_the_other(one, database)] == []


def is_for_the_other(difference, database):
    """Whether an index is missing that only the other kind of database has."""
    missing = difference[1].name if difference[0] == "add_index" else None
    return ONLY.get(missing, database.dialect) != database.dialect


@pytest.mark.postgres
def test_postgresql_orders_names_as_sqlite_does(postgres_address):
    database = connect(postgres_address)
    with database.connecting() as connection:
        collation = connection.execute(
            text(
                "SELECT collation_name FROM information_schema.columns"
                " WHERE table_name = 'contact' AND column_name = 'sort_key'"
            )
        ).scalar()
    database.close()
    assert collation == "C"


def test_migrating_again_changes_nothing(database, book):
    with database.writing() as session:
        contacts.add(session, book, person="U1", fields=Fields("ann@example.com"))
    migrate(database)
    with database.reading() as session:
        assert contacts.count(session, book) == 1


def test_a_migration_that_is_killed_at_any_statement_is_done_by_the_next_start(nothing):
    at = 1
    while dies(nothing, migrate, at=at):
        at += 1
    assert at > 20
    database = connect(nothing)
    migrate(database)
    with database.writing() as session:
        book = books.team(session, workspace="T1")
        contacts.add(session, book, person="U1", fields=Fields("ann@example.com", "Ann"))
        assert contacts.find(session, book, person="U1", scope=Scope("ann")).total == 1
    database.close()


def test_a_killed_migration_leaves_nothing_half_done(nothing):
    assert dies(nothing, migrate, at=12)
    database = connect(nothing)
    with database.connecting() as connection:
        assert tables(connection, database.dialect) == []
    database.close()


def test_processes_that_start_at_once_wait_for_each_other(nothing):
    failures = []
    together = threading.Barrier(4)

    def start():
        database = connect(nothing)
        together.wait()
        try:
            migrate(database)
        except Exception as error:
            failures.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_database_of_a_newer_roster_is_left_alone(database):
    with database.connecting() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        before = tables(connection, database.dialect)
    with pytest.raises(Newer, match="newer Roster"):
        migrate(database)
    with database.connecting() as connection:
        assert tables(connection, database.dialect) == before


def test_the_folder_of_the_data_may_be_called_anything(tmp_path):
    folder = tmp_path / "100% roster, %(here)s"
    folder.mkdir()
    database = connect(f"sqlite:///{folder / 'roster.db'}")
    migrate(database)
    database.close()
