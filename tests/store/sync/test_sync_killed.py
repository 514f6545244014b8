"""A sync that is killed at any statement: whoever comes next ends it as if nothing had happened."""

import random

import pytest
from sqlmodel import select

from store import books
from store.models import Contact
from store.sync_models import Connection, Link, SyncRun
from store.work_models import Job
from tests import dying
from tests.store.sync.syncing import Account, Syncing, person

# Of so many statements in a row one is hit in each run of this test.
STRIDE = 13


def first_run(syncing):
    """Nobody is in the book yet."""


def later_run(syncing):
    """Everybody is there, and then somebody is new, changed, gone, moved, and has a new email."""
    account = syncing.accounts[syncing.first]
    syncing.run()
    account.put(person("new", groups=["g1"]))
    account.put(person("p1", first="Changed"))
    account.remove("p2")
    account.put(person("p3", "other@example.org", groups=["g2"]))
    account.put(person("p4", "p5@example.org"))
    syncing.pass_time(minutes=20)


def leaving(syncing):
    """Everybody is there, and then the account is left."""
    syncing.run()
    syncing.steer("leave", person="U1", connection_id=syncing.first, keep=False)


def prepared(address, number, before):
    """A book with an account; what is due is about to be done."""
    with dying.opened(address) as database:
        with database.writing() as session:
            book = books.team(session, workspace=f"T{number}")
        syncing = Syncing(database, book)
        account, syncing.first = syncing.connect(Account(size=3, groups={"g1": "One", "g2": "Two"}))
        for at in range(7):
            account.put(person(f"p{at}", groups=["g1"]))
        before(syncing)
    return syncing


def work(syncing, seconds):
    def on(database):
        syncing.database, syncing.seconds = database, seconds
        syncing.run()

    return on


def ended(address, syncing):
    """Do what is left, and say how all of it looks."""
    with dying.opened(address) as database:
        syncing.database = database
        syncing.pass_time(minutes=3)
        syncing.run()
        with database.writing() as session:
            running = select(Job).where(Job.book_id == syncing.book.id)
            for job in session.exec(running).all():
                job.due_at = None
        contacts = {
            (contact.email, contact.first_name, str(contact.source))
            for contact in syncing.rows(Contact)
        }
        return (
            sorted(contacts),
            {name: sorted(inside) for name, inside in syncing.groups().items()},
            sorted((link.remote_id, link.gone) for link in syncing.rows(Link)),
            [(run.trouble, run.finished_at is None) for run in syncing.rows(SyncRun)],
            sum(run.added for run in syncing.rows(SyncRun)),
            sum(run.removed for run in syncing.rows(SyncRun)),
            [str(one.state) for one in syncing.rows(Connection)],
        )


@pytest.mark.parametrize("before", [first_run, later_run, leaving], ids=lambda one: one.__name__)
@pytest.mark.parametrize("seconds", [0, 60], ids=["page by page", "many pages at once"])
def test_killed_at_any_statement_it_ends_as_if_nothing_had_happened(address, before, seconds):
    expected = ended(address, prepared(address, 0, before))
    at = random.randint(1, STRIDE)
    while True:
        syncing = prepared(address, at, before)
        if not dying.dies(address, work(syncing, seconds), at=at):
            break
        assert ended(address, syncing) == expected, f"killed at {at}"
        at += STRIDE
    assert at > 40
