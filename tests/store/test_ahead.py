"""Ahead: what comes next is made meanwhile, and nothing else changes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from store.ahead import Ahead


@pytest.fixture
def pool():
    with ThreadPoolExecutor(1) as pool:
        yield pool


def test_all_come_in_their_order_whether_they_were_begun_before_or_not(pool):
    items = Ahead(iter(range(1, 6)), pool)
    came = []
    for item in items:
        came.append(item)
        if item % 2:
            items.start()
            items.start()
    assert came == [1, 2, 3, 4, 5]


def test_the_next_one_is_made_while_this_one_is_in_use(pool):
    made = Event()

    def making():
        yield "this one"
        made.set()
        yield "the next one"

    items = Ahead(making(), pool)
    coming = iter(items)
    assert next(coming) == "this one"
    assert not made.is_set()
    items.start()
    assert made.wait(timeout=30)
    assert next(coming) == "the next one"


def test_what_goes_wrong_is_raised_where_the_item_is_asked_for(pool):
    def making():
        yield "this one"
        raise ValueError("no next one")

    items = Ahead(making(), pool)
    coming = iter(items)
    assert next(coming) == "this one"
    items.start()
    with pytest.raises(ValueError, match="no next one"):
        next(coming)
