"""Runs over an account: who arrives, changes and goes, page by page."""

import pytest

from tests.store.sync.syncing import Syncing, person


@pytest.fixture
def syncing(database, book):
    return Syncing(database, book)


def test_everybody_arrives_page_by_page_and_the_person_is_told_once(syncing):
    account, id = syncing.connect()
    account.size = 2
    for at in range(5):
        account.put(person(f"p{at}", first=f"P{at}"))
    syncing.run()
    assert [*syncing.contacts()] == [f"p{at}@example.org" for at in range(5)]
    assert syncing.counts(id) == (5, 0, 0, 0)
    assert syncing.told == [("read", id)]
    syncing.again()
    assert syncing.told == [("read", id)]
    assert syncing.counts(id) == (0, 0, 0, 0)
