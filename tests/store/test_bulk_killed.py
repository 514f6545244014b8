"""Bulk work, killed at any moment: the next process ends it as if nothing had happened."""

import random

import pytest
from sqlmodel import func, select

from store import books, bulk, contacts, groups, jobs, ticks
from store.bulk import Deed, Kind, Outcome
from store.columns import now
from store.contacts import Fields
from store.models import AuditEntry
from store.scopes import Scope
from store.tick_models import Selection, Tick
from store.words import Source
from store.work_models import Job
from tests import dying
from tests.bench.filling import fill

KINDS = [Kind.delete, Kind.group]
# Of twelve contacts ten are ticked, two of these in the group already, one read-only, one gone.
EXPECTED = {
    Kind.delete: Outcome(done=8, kept=1, gone=1),
    Kind.group: Outcome(done=7, already=2, gone=1),
}
LEFT = {Kind.delete: (3, 0), Kind.group: (11, 9)}
ACTIONS = {Kind.delete: "contacts.deleted", Kind.group: "contacts.grouped"}


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 3)


def much_later():
    return now() + 10 * jobs.LEASE


def begin(session, book, kind, group):
    deed = Deed(kind, group.id if kind is Kind.group else None)
    arguments = {"key": "k", "step": "bulk.run", "data": {}}
    bulk.begin(session, book, person="U1", deed=deed, **arguments)


def prepared(address, number, kind):
    """A book with a few contacts and a job that is due; another with one ticked contact."""
    with dying.opened(address) as database, database.writing() as session:
        book = books.team(session, workspace=f"T{number}")
        group = groups.add(session, book, person="U1", name="VIP")
        ids = []
        for one in range(12):
            source = Source.google if one == 4 else Source.hand
            fields = Fields(f"p{one}@example.com")
            added = contacts.add(session, book, person="U1", fields=fields, source=source)
            ids.append(added.id)
            if one in (1, 2):
                groups.put(session, book, group_id=group.id, scope=Scope(contact=added.id))
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids[:10])
        begin(session, book, kind, group)
        ticks.merge(session, book, person="U1", shown=[], ticked=ids[10:])
        contacts.delete(session, book, person="U2", contact_id=ids[7])
    return book, group


def work(database, beat=lambda *_: None):
    """What the worker does with the job, up to the last message."""
    while job := take(database):
        if job.step == "bulk.run":
            bulk.run(database, job, on_progress=beat)
        else:
            with database.writing() as session:
                jobs.finish(session, job)


def take(database, at=None):
    with database.writing() as session:
        return jobs.take(session, now=at or now())


def ended(database):
    """The outcome, by another process that goes on; None when even the telling was over."""
    job = take(database, much_later())
    if job is not None and job.step == "bulk.run":
        bulk.run(database, job, on_progress=lambda *_: None)
        job = take(database, much_later())
    if job is None:
        return None
    with database.writing() as session:
        done = bulk.outcome(job)
        jobs.finish(session, job)
    return done


def check(address, book, group, kind):
    with dying.opened(address) as database:
        assert ended(database) in (None, EXPECTED[kind])
        with database.reading() as session:
            size = groups.size(session, book, group_id=group.id)
            assert (contacts.count(session, book), size) == LEFT[kind]
            assert ticks.count(session, book, person="U1") == 2
            trail = select(AuditEntry.count).where(
                AuditEntry.book_id == book.id, AuditEntry.action == ACTIONS[kind]
            )
            assert session.exec(trail).all() == [EXPECTED[kind].done]
            kept = select(func.count()).select_from(Selection).where(Selection.book_id == book.id)
            assert session.exec(kept).one() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_killed_at_every_statement_on_sqlite(sqlite_address, small_chunks, kind):
    at = 0
    died = True
    while died:
        at += 1
        book, group = prepared(sqlite_address, at, kind)
        died = dying.dies(sqlite_address, work, at=at)
        check(sqlite_address, book, group, kind)
    assert at > 40


@pytest.mark.postgres
@pytest.mark.parametrize("kind", KINDS)
def test_killed_at_random_statements_on_postgresql(postgres_address, small_chunks, kind):
    for number, at in enumerate(random.Random(3).sample(range(1, 60), 12)):
        book, group = prepared(postgres_address, number, kind)
        dying.dies(postgres_address, work, at=at)
        check(postgres_address, book, group, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_killed_in_the_middle_of_many(address, monkeypatch, kind):
    monkeypatch.setattr(bulk, "CHUNK", 100)
    for number, beat in enumerate(random.Random(5).sample(range(1, 10), 4)):
        with dying.opened(address) as database:
            with database.writing() as session:
                book = books.team(session, workspace=f"T{number}")
                group = groups.add(session, book, person="U1", name="VIP")
            with database.connecting() as connection:
                fill(connection, book_id=book.id, size=1_000)
            with database.writing() as session:
                ticks.add_all(session, book, person="U1", scope=Scope())
                begin(session, book, kind, group)
        dying.killed_at(address, work, beat=beat)
        with dying.opened(address) as database:
            with database.reading() as session:
                done = groups.size(session, book, group_id=group.id)
                if kind is Kind.delete:
                    done = 1_000 - contacts.count(session, book)
                assert done >= beat * 100
                assert done % 100 == 0
            assert ended(database) in (None, Outcome(done=1_000))
            with database.reading() as session:
                left = 0 if kind is Kind.delete else 1_000
                assert contacts.count(session, book) == left
                assert groups.size(session, book, group_id=group.id) == left
                assert session.exec(select(Tick)).first() is None
                assert session.exec(select(Job.data).where(Job.book_id == book.id)).all() == [{}]
