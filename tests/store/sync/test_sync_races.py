"""Several processes over the same accounts: each is read by one of them at a time."""

import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlmodel import select

from store import books, contacts, jobs
from store.contacts import Fields
from store.db import connect
from store.errors import Known
from store.models import Contact
from store.sync import following
from store.sync.memory import Account
from store.sync_models import Link, SyncRun
from store.words import Source
from store.work_models import Job
from tests.store.sync.syncing import Syncing, person


def together(*works):
    """Do all of these at once; hands out what they raised."""
    start, raised = threading.Barrier(len(works)), []

    def do(work):
        start.wait()
        try:
            work()
        except Exception as error:
            raised.append(error)

    threads = [threading.Thread(target=do, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def beside(syncing, address):
    """Another process over the same book and accounts."""
    other = Syncing(connect(address), syncing.book)
    other.accounts, other.now = syncing.accounts, syncing.now
    return other


def test_two_processes_ask_an_account_no_more_often_than_one(address, syncing):
    syncing.now = datetime.now(UTC)
    other = beside(syncing, address)
    account, id = syncing.connect(Account(size=2))
    for at in range(12):
        account.put(person(f"p{at}"))

    def work(one):
        def until_done():
            while not one.rows(SyncRun) or one.rows(SyncRun)[-1].finished_at is None:
                one.now = datetime.now(UTC)
                one.step()

        return until_done

    assert together(work(syncing), work(other)) == []
    assert account.asked == 2 + 6
    assert len(syncing.contacts()) == 12
    assert [run.added for run in syncing.rows(SyncRun)] == [12]
    other.database.close()


def test_whoever_was_away_for_too_long_writes_nothing(address, syncing):
    account, id = syncing.connect(Account(size=2))
    for at in range(4):
        account.put(person(f"p{at}"))
    other = beside(syncing, address)
    read_on = account.read

    def read(*asked):
        account.read = read_on
        page = read_on(*asked)
        other.now = syncing.now
        other.pass_time(minutes=5)
        other.run()
        account.put(person("late"))
        return page

    account.read = read
    with syncing.database.writing() as session:
        job = jobs.take(session, now=syncing.now)
    with pytest.raises(jobs.Lost):
        syncing.do(job)
    assert len(syncing.contacts()) == 4
    assert [run.added for run in syncing.rows(SyncRun)] == [4]
    other.database.close()


def test_a_contact_that_is_typed_while_its_page_comes_is_there_once(address, syncing):
    account, id = syncing.connect(Account(size=10))
    for at in range(100):
        account.put(person(f"p{at}", first="Theirs"))
    other = connect(address)

    def type_in():
        for at in reversed(range(100)):
            with suppress(Known), other.writing() as session:
                fields = Fields(f"p{at}@example.org", first_name="Mine")
                contacts.add(session, syncing.book, person="U1", fields=fields)

    assert together(syncing.run, type_in) == []
    syncing.again()
    found = syncing.contacts().values()
    assert len(found) == 100
    assert {(one.first_name, one.source) for one in found} <= {
        ("Theirs", Source.google),
        ("Mine", Source.hand),
    }
    assert {link.contact_id for link in syncing.rows(Link)} == {one.id for one in found}
    other.close()


def test_an_account_can_be_left_at_any_moment_of_its_run(address, syncing):
    account, id = syncing.connect(Account(size=5))
    for at in range(60):
        account.put(person(f"p{at}"))
    other = beside(syncing, address)

    def leave():
        other.steer("leave", person="U1", connection_id=id, keep=False)

    assert together(syncing.run, leave) == []
    syncing.again()
    assert syncing.contacts() == {}
    with syncing.database.reading() as session:
        assert all(job.finished_at for job in session.exec(select(Job)))
    other.database.close()


def test_accounts_with_the_same_people_at_once_end_with_one_contact_each(address, syncing):
    other = beside(syncing, address)
    ids = []
    for name in ("one", "two"):
        account, id = syncing.connect(Account(size=7), name=name)
        ids.append(id)
        for at in range(50):
            account.put(person(f"{name}{at}", f"p{at}@example.org"))
    assert together(syncing.run, other.run) == []
    for _ in range(2):
        syncing.again(hours=1)
    assert len(syncing.contacts()) == 50
    assert len(syncing.rows(Link)) == 100
    assert {syncing.connection(id).trouble for id in ids} == {""}
    other.database.close()


def test_a_hundred_accounts_that_are_due_at_once_are_read_one_after_another(sqlite_syncing):
    syncing = sqlite_syncing
    ids = []
    for at in range(100):
        account, id = syncing.connect(name=f"a{at}")
        account.put(person(f"p{at}"))
        ids.append(id)
    syncing.run()
    assert len(syncing.contacts()) == 100
    pauses = {syncing.connection(id).next_at for id in ids}
    assert (max(pauses) - min(pauses)).total_seconds() > 60


@pytest.mark.postgres
def test_two_accounts_that_hold_the_same_contacts_can_both_let_them_follow(postgres_address):
    database = connect(postgres_address)
    with database.writing() as session:
        book = books.team(session, workspace="T1")
    syncing = Syncing(database, book)
    account, _ = syncing.connect()
    account.put(person("ann", first="Ann"))
    syncing.run()
    (ann,) = syncing.contacts().values()
    held = select(Contact.id).with_for_update(read=True, key_share=True)
    with database.writing() as one, database.writing() as other:
        for session in (one, other):
            assert session.exec(held).all() == [ann.id]
        one.execute(text("SET LOCAL lock_timeout = '5s'"))
        assert following.follow(one, book, ids=[ann.id], at=syncing.now) == set()
    database.close()
