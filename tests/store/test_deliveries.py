"""Deliveries: a repeated request does nothing."""

import threading
from datetime import timedelta

import pytest

from store import deliveries


def test_a_key_counts_once(database):
    with database.writing() as session:
        assert deliveries.once(session, "event:1")
        assert not deliveries.once(session, "event:1")
        assert deliveries.once(session, "event:2")
    with database.writing() as session:
        assert not deliveries.once(session, "event:1")


def test_a_key_is_free_again_when_its_transaction_failed(database):
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        deliveries.once(session, "event:1")
        raise ZeroDivisionError
    with database.writing() as session:
        assert deliveries.once(session, "event:1")


def test_a_forgotten_key_may_come_again(database):
    with database.writing() as session:
        deliveries.once(session, "event:1")
        deliveries.forget(session, "event:1")
        assert deliveries.once(session, "event:1")


def test_old_keys_are_dropped(database):
    with database.writing() as session:
        deliveries.once(session, "event:1")
        deliveries.prune(session, older_than=timedelta(hours=1))
        assert not deliveries.once(session, "event:1")
        deliveries.prune(session, older_than=timedelta(0))
        assert deliveries.once(session, "event:1")


def test_of_eight_at_once_one_is_the_first(database):
    wins = []
    together = threading.Barrier(8)

    def deliver():
        together.wait()
        with database.writing() as session:
            wins.append(deliveries.once(session, "event:1"))

    threads = [threading.Thread(target=deliver) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wins) == [False] * 7 + [True]
