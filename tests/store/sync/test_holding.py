"""Whoever asks an account keeps its job, however long the account takes; who died loses it soon."""

import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from store import jobs
from store.columns import now
from store.sync import holding
from store.sync.memory import MemorySource
from store.work_models import Job
from tests.store.sync.syncing import person


class SlowSource(MemorySource):
    """An account that lists its parts when it was waited for long enough."""

    waits = staticmethod(lambda: None)

    def streams(self):
        self.waits()
        return super().streams()


@pytest.fixture
def signs(monkeypatch):
    """Comes true with the second sign of life, which are given at once."""
    given, seen = threading.Event(), []

    def prolong(session, job, as_ever=jobs.prolong):
        as_ever(session, job)
        seen.append(job.id)
        if len(seen) > 1:
            given.set()

    monkeypatch.setattr(holding, "EVERY", 0.001)
    monkeypatch.setattr(jobs, "prolong", prolong)
    return given


def taken(syncing, moment):
    with syncing.database.writing() as session:
        return jobs.take(session, now=moment)


def test_nobody_takes_the_job_while_the_account_takes_longer_to_answer_than_a_lease(syncing, signs):
    account, _ = syncing.connect()
    account.put(person("ann"))
    job = taken(syncing, syncing.now)
    with syncing.database.writing() as session:
        jobs.keep(session, job, data=job.data, lease=timedelta(0))  # as if it had run out
    with holding.held(syncing.database, job):
        assert signs.wait(20)
        assert taken(syncing, now() + jobs.LEASE / 2) is None


def test_the_engine_gives_signs_of_life_while_it_waits_for_an_answer(syncing, signs):
    account, _ = syncing.connect()
    account.put(person("ann"))
    SlowSource.waits = staticmethod(lambda: signs.wait(20))
    syncing.open = lambda connection: SlowSource(syncing.accounts[connection.id])
    syncing.run()
    assert signs.is_set()
    assert [one.email for one in syncing.contacts().values()] == ["ann@example.org"]


def test_whoever_lost_the_job_gives_no_sign_of_life_any_more(syncing, signs):
    syncing.connect()
    job = taken(syncing, syncing.now)
    taken(syncing, syncing.now + 2 * jobs.LEASE)
    over = threading.Event()
    thread = threading.Thread(target=holding._hold, args=(syncing.database, job, over))
    thread.start()
    thread.join(20)
    is_over = not thread.is_alive()
    over.set()
    assert is_over


def test_what_a_dead_process_was_reading_is_taken_up_within_a_minute(syncing):
    syncing.connect()
    leases = []

    def look():
        with syncing.database.reading() as session:
            leases.append(session.exec(select(Job.lease_until)).one())

    SlowSource.waits = staticmethod(look)
    syncing.open = lambda connection: SlowSource(syncing.accounts[connection.id])
    syncing.run()
    assert [lease < now() + timedelta(minutes=1) for lease in leases] == [True]
