"""An import that changes, groups, stars and gives, killed at any moment: all of it once."""

from dataclasses import replace
from itertools import count

import pytest
from sqlmodel import select

from store import books, importing, jobs
from store.columns import now
from store.import_choices import Choices
from store.models import MembershipEvent
from store.words import Existing
from store.work_models import ImportChange, ImportGift
from tests import dying, imports, undoing

HEADER = "Email,First name,Company,Tags,Product\n"
THERE = HEADER + "".join(f"p{number}@x.co,Old,,Before,\n" for number in range(3))
FILE = HEADER + "".join(f"p{number}@x.co,New,Co,VIP,Yoga\n" for number in range(8))
# Rows further down bring more of somebody above.
FILE += "p0@x.co,,,Blog,Swim\np7@x.co,,,Blog,\nnobody,,,,\n"
ALL = Choices(Existing.update, group="All", star=True, memberships=True)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr("store.import_writer.CHUNK", 4)


def prepared(address, number):
    """A book with some people in it, and an import that has been confirmed."""
    with dying.opened(address) as database:
        with database.writing() as session:
            book = books.team(session, workspace=f"T{number}")
        imports.run(database, book, THERE, key="before")
        job, _ = imports.plan(database, book, FILE, choices=ALL)
        with database.writing() as session:
            importing.confirm(session, book, job_id=job.id)
    return book


def work(database):
    """What the worker does with the job, up to the last message."""
    while job := imports.take(database):
        go_on(database, job)


def go_on(database, job):
    if job.step == "importing.write":
        importing.write(database, job, on_progress=lambda *_: None)
    else:
        told = replace(importing.result(job), problems=[])
        with database.writing() as session:
            jobs.finish(session, job)
        assert (told.added, told.updated, told.further, told.unusable) == (5, 3, 2, 1)
        assert (told.grouped, told.starred, told.given) == (18, 8, 9)
        assert (told.new_groups, told.new_products) == (3, 2)


def check(address, book):
    """Another process goes on, and everything is as if nothing had happened."""
    with dying.opened(address) as database:
        while job := imports.take(database, now() + 10 * jobs.LEASE):
            go_on(database, job)
        with database.reading() as session:
            seen = undoing.seen(session, book)
            counts = [
                len(session.exec(select(table).where(table.book_id == book.id)).all())
                for table in (ImportGift, ImportChange, MembershipEvent)
            ]
        assert len(seen["contacts"]) == 8
        assert {one["first_name"] for one in seen["contacts"].values()} == {"New"}
        assert seen["groups"] == ["All", "Before", "Blog", "VIP"]
        assert [len(seen[name]) for name in ("inside", "stars", "memberships")] == [21, 8, 9]
        # Those of the first import too.
        assert counts == [3 + 1 + 18 + 8 + 9 + 3 + 2, 3, 9]


def test_killed_at_every_third_statement_on_sqlite(sqlite_address):
    last = dying.each(sqlite_address, work, prepare=prepared, check=check, at=count(1, 3))
    assert last > 60


@pytest.mark.postgres
def test_killed_at_some_statements_on_postgresql(postgres_address):
    last = dying.each(postgres_address, work, prepare=prepared, check=check, at=range(2, 120, 17))
    assert last > 60
