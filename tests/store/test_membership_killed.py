"""Giving, changing and removing, killed at any moment: whole or not at all, and ended later."""

import random
from datetime import date

import pytest
from sqlmodel import func, select

from store import books, contacts, jobs, memberships, product_removal, products
from store.columns import now
from store.days import FIRST
from store.memberships import Terms
from store.models import AuditEntry, Contact, Membership, MembershipEvent
from store.words import Payment
from store.work_models import Job
from tests import dying

TERMS = Terms(Payment.paid, FIRST)
SOON = date(2999, 1, 1)


def add(session, book, product, number):
    named = {"email": f"p{number}@x.co", "product_id": product.id, "terms": TERMS}
    return memberships.add(session, book, person="U1", **named)


def counted(session, book, table):
    return session.exec(select(func.count()).where(table.book_id == book.id)).one()


def statements(address, prepare, work, check):
    """Do it again and again, killed at its first statement, at its second and so on."""
    at, died = 0, True
    while died:
        at += 1
        about = prepare(at)
        died = dying.dies(address, lambda database, about=about: work(database, *about), at=at)
        check(died, *about)
    return at


def test_a_membership_is_given_with_contact_history_and_record_or_not_at_all(address):
    def prepare(number):
        with dying.opened(address) as database, database.writing() as session:
            book = books.team(session, workspace=f"T{number}")
            return book, products.add(session, book, person="U1", name="Yoga")

    def work(database, book, yoga):
        with database.writing() as session:
            add(session, book, yoga, 1)

    def check(died, book, yoga):
        with dying.opened(address) as database, database.writing() as session:
            tables = (Contact, Membership, MembershipEvent)
            found = {counted(session, book, table) for table in tables}
            assert found in ({0}, {1})
            assert counted(session, book, AuditEntry) == (3 if found == {1} else 1)
            assert died or found == {1}
            if found == {0}:
                assert add(session, book, yoga, 1).is_new_contact

    assert statements(address, prepare, work, check) > 8


def test_a_change_is_made_with_its_history_or_not_at_all(address):
    def prepare(number):
        with dying.opened(address) as database, database.writing() as session:
            book = books.team(session, workspace=f"T{number}")
            yoga = products.add(session, book, person="U1", name="Yoga")
            return book, add(session, book, yoga, 1).entry

    def work(database, book, entry):
        named = {"membership_id": entry.membership.id, "version": 1}
        with database.writing() as session:
            memberships.extend(session, book, person="U1", ends=SOON, **named)

    def check(died, book, entry):
        with dying.opened(address) as database, database.reading() as session:
            found = memberships.get(session, book, membership_id=entry.membership.id).membership
            events = counted(session, book, MembershipEvent)
            assert (found.version, events) in ((1, 1), (2, 2))
            assert (found.ends == SOON) == (found.version == 2)
            assert died or found.version == 2

    assert statements(address, prepare, work, check) > 6


def prepared(address, number, count=8):
    """A book with a product that all have, and a job to remove it that is due; and another one."""
    with dying.opened(address) as database, database.writing() as session:
        book = books.team(session, workspace=f"T{number}")
        yoga = products.add(session, book, person="U1", name="Yoga")
        swim = products.add(session, book, person="U1", name="Swim")
        for one in range(count):
            add(session, book, yoga, one)
        add(session, book, swim, 1)
        named = {"person": "U1", "key": "k", "product_id": yoga.id}
        product_removal.begin(session, book, data={"name": "Yoga"}, **named)
    return book


def take(database, at=None):
    with database.writing() as session:
        return jobs.take(session, now=at or now())


def remove(database, beat=lambda *_: None):
    """What the worker does with the job, up to the last message."""
    while job := take(database):
        go_on(database, job, beat)


def go_on(database, job, beat=lambda *_: None):
    if job.step == "products.remove":
        product_removal.run(database, job, on_progress=beat)
    else:
        assert job.data["total"] == job.data["done"]
        with database.writing() as session:
            jobs.finish(session, job)


def removed(address, book, count=8):
    """Another process goes on, and everything is as if nothing had happened."""
    with dying.opened(address) as database:
        much_later = now() + 10 * jobs.LEASE
        while job := take(database, much_later):
            go_on(database, job)
        with database.reading() as session:
            assert [row.product.name for row in products.find(session, book).rows] == ["Swim"]
            for table in (Membership, MembershipEvent):
                assert counted(session, book, table) == 1
            assert contacts.count(session, book) == count
            done = select(func.count()).where(
                AuditEntry.book_id == book.id, AuditEntry.action == "product.deleted"
            )
            assert session.exec(done).one() == 1
            assert session.exec(select(Job.data).where(Job.book_id == book.id)).all() == [{}]


def test_a_removal_killed_at_every_statement_on_sqlite(sqlite_address, monkeypatch):
    monkeypatch.setattr(product_removal, "CHUNK", 3)
    at, died = 0, True
    while died:
        at += 1
        book = prepared(sqlite_address, at)
        died = dying.dies(sqlite_address, remove, at=at)
        removed(sqlite_address, book)
    assert at > 30


@pytest.mark.postgres
def test_a_removal_killed_at_random_statements_on_postgresql(postgres_address, monkeypatch):
    monkeypatch.setattr(product_removal, "CHUNK", 3)
    for number, at in enumerate(random.Random(3).sample(range(1, 45), 12)):
        book = prepared(postgres_address, number)
        dying.dies(postgres_address, remove, at=at)
        removed(postgres_address, book)


def test_a_removal_killed_in_the_middle_lost_one_chunk_at_most(address, monkeypatch):
    monkeypatch.setattr(product_removal, "CHUNK", 10)
    book = prepared(address, 1, count=60)
    dying.killed_at(address, remove, beat=2)
    with dying.opened(address) as database, database.reading() as session:
        gone = 61 - counted(session, book, Membership)
        assert gone >= 20
        assert gone % 10 == 0
        job = session.exec(select(Job).where(Job.book_id == book.id)).one()
        assert job.data.get("done", 60) == gone
    removed(address, book, count=60)


def test_a_removal_is_noted_once_and_ends_with_a_product_that_is_gone(address):
    book = prepared(address, 1)
    with dying.opened(address) as database:
        with database.writing() as session:
            yoga = products.by_name(session, book, name="Yoga")
            assert yoga.archived_at is not None
            named = {"person": "U1", "key": "k", "product_id": yoga.id, "data": {}}
            assert product_removal.begin(session, book, **named) is None
            products.delete(session, book, person="U2", product_id=yoga.id)
        remove(database)
    removed(address, book)
