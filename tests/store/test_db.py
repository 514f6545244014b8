"""The database: what a transaction is, who may write when, and what happens when it is busy."""

import sqlite3
import threading
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from store import books, contacts, people
from store.contacts import Fields
from store.db import connect
from store.errors import Unavailable
from store.models import Access, Book, Contact, Favorite
from store.turns import Turns
from store.words import Kind, Role


def names(session):
    return session.exec(select(Book.workspace).order_by(Book.workspace)).all()


def test_a_writing_session_commits_when_its_block_ends(database):
    with database.writing() as session:
        books.team(session, workspace="T1")
    with database.reading() as session:
        assert names(session) == ["T1"]


def test_a_writing_session_takes_everything_back_when_its_block_fails(database):
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        books.team(session, workspace="T1")
        raise ZeroDivisionError
    with database.reading() as session:
        assert names(session) == []


def test_a_reading_session_cannot_change_anything(database):
    with pytest.raises((DBAPIError, Unavailable)), database.reading() as session:
        books.team(session, workspace="T1")
    with database.writing() as session:
        assert names(session) == []
        books.team(session, workspace="T1")


def test_what_was_read_can_be_used_when_the_session_is_over(database):
    with database.writing() as session:
        book = books.team(session, workspace="T1")
    assert (book.workspace, book.kind) == ("T1", Kind.team)


def test_a_reader_sees_one_state_of_the_data_while_others_write(sqlite):
    with sqlite.reading() as session:
        assert names(session) == []
        with sqlite.writing() as other:
            books.team(other, workspace="T1")
        assert names(session) == []


def test_words_and_moments_come_back_as_they_were_put_in(database):
    with database.writing() as session:
        book = books.install(session, workspace="T1", person="U1")
        known = people.remember(session, workspace="T1", person="U1", name="Ann", admin=False)
    with database.reading() as session:
        read = session.exec(select(Book)).one()
        given = session.exec(select(Access)).one()
        again = people.get(session, workspace="T1", person="U1")
    assert (read.kind, given.role) == (Kind.team, Role.owner)
    assert read.created_at == book.created_at
    assert again.checked_at == known.checked_at
    assert again.checked_at.utcoffset().total_seconds() == 0


@pytest.mark.parametrize(
    "orphan",
    [
        Contact(book_id=999, email="a", email_key="a", sort_key="a", search="a"),
        Favorite(book_id=999, person="U1", contact_id=999),
        Access(book_id=999, person="U1", role=Role.viewer),
    ],
)
def test_no_row_stands_without_the_one_it_belongs_to(database, orphan):
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(type(orphan)(**orphan.model_dump()))
        session.flush()


def test_a_star_cannot_tie_two_books(database, book):
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        ann = contacts.add(session, book, person="U1", fields=Fields("ann@example.com"))
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(Favorite(book_id=other.id, person="U1", contact_id=ann.id))
        session.flush()


def test_an_error_of_the_database_names_no_values(database, book):
    with pytest.raises(IntegrityError) as failed, database.writing() as session:
        for _ in range(2):
            row = Contact(
                book_id=book.id, email="secret@x.co", email_key="k", sort_key="a", search="a"
            )
            session.add(row)
            session.flush()
    assert "secret@x.co" not in str(failed.value)


def test_a_database_that_somebody_else_locks_is_waited_for_and_then_said_to_be_busy(
    sqlite_address, monkeypatch
):
    monkeypatch.setattr("store.db.PATIENCE", 0.2)
    database = connect(sqlite_address)
    other = sqlite3.connect(sqlite_address.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    with pytest.raises(Unavailable), database.writing() as session:
        books.team(session, workspace="T1")
    assert time.monotonic() - began >= 0.2
    other.execute("ROLLBACK")
    with database.writing() as session:
        books.team(session, workspace="T1")
    database.close()
    other.close()


def test_sqlite_keeps_what_it_said_it_saved(sqlite):
    with sqlite.reading() as session:
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_threads_write_in_the_order_in_which_they_came():
    turns = Turns()
    order = []

    def write(number):
        with turns.taking(patience=10):
            order.append(number)

    threads = [threading.Thread(target=write, args=[number]) for number in range(5)]
    with turns.taking(patience=10):
        for waiting, thread in enumerate(threads, start=2):
            thread.start()
            while len(turns._queue) < waiting:
                time.sleep(0.001)
        order.append("first")
    for thread in threads:
        thread.join()
    assert order == ["first", 0, 1, 2, 3, 4]


def test_who_gives_up_waiting_leaves_the_turn_to_the_next():
    turns = Turns()
    with turns.taking(patience=1), pytest.raises(TimeoutError), turns.taking(patience=0.01):
        pass
    with turns.taking(patience=0.01):
        pass
    assert not turns._queue


def test_people_edit_while_a_long_writer_comes_back_again_and_again(database, book):
    """As during an import: nobody is told that the data is busy."""
    with database.writing() as session:
        ids = [
            contacts.add(session, book, person="U1", fields=Fields(f"p{n}@example.com")).id
            for n in range(8)
        ]
    done = threading.Event()
    failures = []

    def import_rows():
        while not done.is_set():
            with database.writing() as session:
                for _ in range(20):
                    books.team(session, workspace="T2")
                    session.execute(text("UPDATE book SET timezone = timezone"))

    def edit(contact_id):
        try:
            for version in range(1, 6):
                with database.writing() as session:
                    contacts.edit(
                        session, book, person="U1", contact_id=contact_id, version=version,
                        fields=Fields(f"p{contact_id}@example.org"),
                    )  # fmt: skip
        except Exception as error:
            failures.append(error)

    importer = threading.Thread(target=import_rows)
    editors = [threading.Thread(target=edit, args=[id]) for id in ids]
    for thread in [importer, *editors]:
        thread.start()
    for thread in editors:
        thread.join()
    done.set()
    importer.join()
    assert not failures
