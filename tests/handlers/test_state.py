"""What a screen remembers comes back as it was, and forged memory is forgotten."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.state import Memory, PageState, Showing, address, chosen, page_of
from store.paging import Cursor
from store.words import Payment, Status

cursors = st.builds(Cursor, st.text(max_size=100), st.integers(1, 2**62))
pages = st.builds(
    PageState,
    book=st.none() | st.integers(1, 2**62),
    showing=st.sampled_from(get_args(Showing)),
    product=st.none() | st.integers(1, 2**62),
    status=st.none() | st.sampled_from(Status),
    payment=st.none() | st.sampled_from(Payment),
    segment=st.none() | st.integers(1, 2**62),
    filter=st.text(max_size=300),
    selecting=st.booleans(),
    search=st.text(max_size=200),
    after=st.none() | cursors,
    first=st.integers(1, 10**9),
)


@given(pages)
def test_a_page_comes_back_as_it_was(page):
    assert PageState.load(page.dump()) == page


@given(pages, st.integers(1, 2**62))
def test_a_memory_comes_back_as_it_was(page, contact):
    memory = Memory(at="home", page=page, contact=contact)
    assert Memory.load(memory.dump()) == memory


@pytest.mark.parametrize("text", ["", None, "{", "[]", '{"book": "x"}', '{"after": 1}', "null"])
def test_forged_or_foreign_memory_is_forgotten(text):
    assert PageState.load(text) == PageState()


def click(value):
    return {"actions": [{"value": value}]}


def test_a_contact_travels_in_the_value_of_a_button():
    assert chosen(click(address(7, 42))) == (7, 42)
    option = {"actions": [{"selected_option": {"value": "edit " + address(7, 42)}}]}
    assert chosen(option) == (7, 42)


@pytest.mark.parametrize("value", ["", "x", "7", "7:", ":", "a:b", "٣:1", "7:-1", "9" * 400 + ":1"])
def test_a_forged_value_finds_nothing(value):
    book_id, contact_id = chosen(click(value))
    assert 0 in (book_id, contact_id) or book_id > 10**17


def test_a_click_without_a_view_has_no_page():
    assert page_of({}) == Memory()


def test_a_click_in_the_home_tab_belongs_to_its_page():
    page = PageState(search="ann")
    body = {"view": {"type": "home", "private_metadata": page.dump()}}
    assert page_of(body) == Memory(at="home", page=page)


@pytest.mark.parametrize(
    "forged",
    ['{"book":9223372036854775808}', '{"after":{"sort_key":"a","id":-9223372036854775809}}'],
)
def test_a_number_that_no_database_takes_is_forgotten_with_the_rest(forged):
    assert PageState.load(forged) == PageState()
