"""Importing, killed at any moment: the next process brings it to the end that it would have had."""

from itertools import count

import pytest
from sqlmodel import select

from store import books, importing, jobs
from store.columns import now
from store.models import AuditEntry
from store.work_models import Upload
from tests import dying, imports

# Two chunks and a half, with people who are there already, repeated and unusable rows in each.
FILE = imports.people([*range(20), 5, 7, *range(15, 40)]) + "not an email,,\n,Nobody,\n"
THERE = imports.people([0, 1, 12, 13, 30, 31])


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr("store.import_writer.CHUNK", 16)


def much_later():
    return now() + 10 * jobs.LEASE


def prepared(address, number):
    """A book with some people in it, and an import that has been confirmed."""
    with dying.opened(address) as database:
        with database.writing() as session:
            book = books.team(session, workspace=f"T{number}")
        imports.run(database, book, THERE, key="before")
        job, plan = imports.plan(database, book, FILE)
        assert (plan.rows, plan.new, plan.known, plan.repeated, plan.unusable) == (49, 34, 6, 7, 2)
        with database.writing() as session:
            importing.confirm(session, book, job_id=job.id)
    return book


def work(database, beat=lambda *_: None):
    """What the worker does with the job, up to the last message."""
    while job := imports.take(database):
        if job.step == "importing.write":
            importing.write(database, job, on_progress=beat)
        else:
            with database.writing() as session:
                jobs.finish(session, job)


def check(address, book):
    """Another process goes on, and everything is as if nothing had happened."""
    with dying.opened(address) as database:
        job = imports.take(database, much_later())
        if job is not None and job.step == "importing.write":
            importing.write(database, job, on_progress=lambda *_: None)
            job = imports.take(database, much_later())
        if job is not None:
            result = importing.result(job)
            assert (result.rows, result.added, result.known) == (49, 34, 6)
            assert (result.repeated, result.unusable) == (7, 2)
            with database.writing() as session:
                jobs.finish(session, job)
        found = imports.contacts(database, book)
        assert set(found) == {f"person{number}@example.com" for number in range(40)}
        with database.reading() as session:
            trail = select(AuditEntry.count).where(AuditEntry.book_id == book.id)
            assert sorted(session.exec(trail).all()) == [6, 34]
            assert session.exec(select(Upload)).all() == []


def test_killed_at_every_statement_on_sqlite(sqlite_address):
    last = dying.each(sqlite_address, work, prepare=prepared, check=check, at=count(1))
    assert last > 20


@pytest.mark.postgres
def test_killed_at_some_statements_on_postgresql(postgres_address):
    last = dying.each(postgres_address, work, prepare=prepared, check=check, at=range(1, 40, 5))
    assert last > 20


def test_killed_while_it_reads(sqlite_address):
    for at in range(1, 12):
        with dying.opened(sqlite_address) as database:
            with database.writing() as session:
                book = books.team(session, workspace=f"T{at}")
            imports.begin(database, book)

        def read(database):
            importing.read(database, imports.take(database), FILE.encode())

        dying.dies(sqlite_address, read, at=at)
        with dying.opened(sqlite_address) as database:
            job = imports.take(database, much_later())
            if job.step == "importing.read":
                importing.read(database, job, FILE.encode())
                job = imports.take(database, much_later())
            assert (job.step, importing.plan(job).new) == ("importing.ask", 40)
            with database.writing() as session:
                jobs.finish(session, job)


@pytest.mark.parametrize("beat", range(1, 10, 2))
def test_killed_in_the_middle_of_a_large_chunk(address, monkeypatch, beat):
    monkeypatch.setattr("store.import_writer.CHUNK", 500)
    with dying.opened(address) as database:
        with database.writing() as session:
            book = books.team(session, workspace="T1")
        job, _ = imports.plan(database, book, imports.people(range(5000)))
        with database.writing() as session:
            importing.confirm(session, book, job_id=job.id)
    dying.killed_at(address, work, beat=beat)
    with dying.opened(address) as database:
        job = imports.take(database, much_later())
        assert len(imports.contacts(database, book)) >= beat * 500
        result = importing.write(database, job, on_progress=lambda *_: None)
        assert (result.added, result.known, result.rows) == (5000, 0, 5000)
        assert len(imports.contacts(database, book)) == 5000
