"""Undoing an import, killed at any moment: the next process brings it to the same end."""

from itertools import count

import pytest
from sqlmodel import select

from store import books, import_undo, jobs
from store import imports as known_imports
from store.columns import now
from store.import_choices import Choices
from store.import_undo import Undone
from store.models import AuditEntry
from store.words import Existing, ImportState
from tests import dying, imports, undoing

# People who were there already are changed; everybody gets a group, a star and a product.
HEADER = "Email,First name,Company,Tags,Product\n"
THERE = HEADER + "".join(f"p{number}@x.com,Old,,Before,\n" for number in range(2))
FILE = HEADER + "".join(f"p{number}@x.com,New,Co,VIP,Yoga\n" for number in range(6))
ALL = Choices(Existing.update, group="All", star=True, memberships=True)
WHOLE = Undone(
    deleted=4,
    restored=2,
    ungrouped=12,
    unstarred=6,
    taken=6,
    groups_deleted=2,
    products_deleted=1,
)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr("store.import_undo.CHUNK", 8)


def prepared(address, number):
    """A book with an import that is about to be undone, and how the book was before."""
    with dying.opened(address) as database:
        with database.writing() as session:
            book = books.team(session, workspace=f"T{number}")
        imports.run(database, book, THERE, key="before")
        with database.reading() as session:
            before = undoing.seen(session, book)
        imports.run(database, book, FILE, choices=ALL)
        with database.reading() as session:
            last = known_imports.find(session, book).rows[0].id
        undoing.begin(database, book, last)
    return book, last, before


def work(database):
    """What the worker does with the job, up to the last message."""
    while job := imports.take(database):
        go_on(database, job)


def go_on(database, job):
    if job.step == "imports.undo":
        undoing.run(database, job)
    else:
        assert import_undo.undone(job) == WHOLE
        with database.writing() as session:
            jobs.finish(session, job)


def check(address, told):
    """Another process goes on, and everything is as if nothing had happened."""
    book, import_id, before = told
    with dying.opened(address) as database:
        while job := imports.take(database, now() + 10 * jobs.LEASE):
            go_on(database, job)
        with database.reading() as session:
            assert undoing.seen(session, book) == before
            of = known_imports.get(session, book, import_id=import_id)
            trail = select(AuditEntry.count).where(
                AuditEntry.book_id == book.id, AuditEntry.action == "contacts.import_undone"
            )
            assert session.exec(trail).all() == [6]
        assert of.state is ImportState.undone
        assert import_undo.told(of) == WHOLE


def test_killed_at_every_fourth_statement_on_sqlite(sqlite_address):
    last = dying.each(sqlite_address, work, prepare=prepared, check=check, at=count(1, 4))
    assert last > 100


@pytest.mark.postgres
def test_killed_at_some_statements_on_postgresql(postgres_address):
    last = dying.each(postgres_address, work, prepare=prepared, check=check, at=range(3, 160, 19))
    assert last > 100
