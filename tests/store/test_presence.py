"""Who is alive on a database file: only what dead processes had in hand is free at once."""

import os
from pathlib import Path

import pytest

from store import books, jobs, presence
from store.columns import now
from tests import dying, imports


@pytest.fixture
def file(sqlite_address):
    return Path(sqlite_address.removeprefix("sqlite:///"))


def begun(address):
    """A job that somebody has taken."""
    with dying.opened(address) as database:
        with database.writing() as session:
            book = books.team(session, workspace="T1")
        imports.begin(database, book)
        return imports.take(database)


def entered(address, file):
    """A process has come, and looked for work."""
    with dying.opened(address) as database:
        handle = presence.enter(database, file)
        return handle, imports.take(database)


def test_whoever_comes_first_takes_up_what_a_dead_process_held(sqlite_address, file):
    before = begun(sqlite_address)
    handle, job = entered(sqlite_address, file)
    assert (job.id, job.fence) == (before.id, before.fence + 1)
    os.close(handle)


def test_while_somebody_lives_their_lease_counts(sqlite_address, file):
    first, nothing = entered(sqlite_address, file)
    assert nothing is None
    begun(sqlite_address)
    second, job = entered(sqlite_address, file)
    assert job is None
    os.close(first)
    third, job = entered(sqlite_address, file)
    assert job is None  # the second one lives
    os.close(second)
    os.close(third)
    last, job = entered(sqlite_address, file)
    assert job is not None
    os.close(last)


def test_a_killed_process_lives_no_more(sqlite_address, file):
    def work(database):
        presence.enter(database, file)
        begun(sqlite_address)
        with database.writing() as session:
            jobs.prune(session)

    at = 1
    while dying.dies(sqlite_address, work, at=at):
        at += 1
    assert at > 5
    handle, job = entered(sqlite_address, file)
    assert job is not None
    os.close(handle)


def test_where_there_are_no_such_locks_leases_run_out(sqlite_address, file, monkeypatch):
    monkeypatch.setattr(presence, "fcntl", None)
    begun(sqlite_address)
    handle, job = entered(sqlite_address, file)
    assert job is None
    os.close(handle)
    with dying.opened(sqlite_address) as database:
        assert imports.take(database, now() + 2 * jobs.LEASE) is not None


def test_where_a_lock_is_refused_leases_run_out(sqlite_address, file, monkeypatch):
    def refused(*_):
        raise OSError("this disk knows no locks")

    monkeypatch.setattr(presence.fcntl, "flock", refused)
    begun(sqlite_address)
    handle, job = entered(sqlite_address, file)
    assert job is None
    os.close(handle)
