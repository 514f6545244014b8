"""The contacts page: what it says and offers, to whom."""

import json

import pytest

from handlers.state import PageState
from handlers.views import contact_row
from handlers.views import contacts as views
from store.contacts import Page
from store.words import Kind, Role
from tests.sampling import book, screen

EMPTY = Page([], total=0, capped=False, has_previous=False, has_next=False)


def drawn(**changes):
    return json.dumps(views.home(screen(**changes)), ensure_ascii=False)


def test_a_count_that_was_capped_says_so():
    assert "*26–50* of 12,345+ matching" in drawn()


def test_a_viewer_is_offered_nothing_that_changes_the_book():
    shown = drawn(role=Role.viewer)
    for offer in ("New contact", "Edit contact", "Delete contact", "Import contacts"):
        assert offer not in shown
    assert "Add to favorites" in shown


@pytest.mark.parametrize(
    ("role", "offered"), [(Role.owner, True), (Role.editor, False), (Role.viewer, False)]
)
def test_only_owners_are_offered_to_decide_who_has_access(role, offered):
    assert ("People with access" in drawn(role=role)) is offered


def test_somebody_with_one_book_has_no_switch():
    alone = screen()
    assert "books.choose" in json.dumps(views.home(alone))
    assert "books.choose" not in json.dumps(views.home(screen(seats=[alone.seat])))


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (PageState(), "There is nobody in this book yet."),
        (PageState(search="ann"), "Nobody matches “ann”."),
        (
            PageState(search="ann", showing="favorites"),
            "Nobody among your favorites matches “ann”.",
        ),
        (PageState(showing="favorites"), "No favorites yet."),
    ],
)
def test_an_empty_page_says_why(state, says):
    assert says in drawn(page=EMPTY, state=state)


def test_the_last_page_has_no_next():
    last = Page(screen().page.rows, total=25, capped=False, has_previous=True, has_next=False)
    assert "contacts.next" not in drawn(page=last)
    assert "contacts.previous" in drawn(page=last)


def test_a_star_is_golden_when_set():
    assert contact_row.star(True, "Ann", "7:1")["text"]["text"] == "⭐"
    assert contact_row.star(False, "Ann", "7:1")["text"]["text"] == "☆"


def test_the_home_tab_and_the_modal_show_the_same_page():
    there = screen()
    assert views.home(there)["blocks"][1:] == views.page_modal(there)["blocks"]


def test_the_search_box_is_read_where_it_was_drawn():
    state = PageState(fresh=3)
    typed = {"search:3": {"contacts.search": {"type": "plain_text_input", "value": " ann "}}}
    view = {"private_metadata": state.dump(), "state": {"values": typed}}
    assert views.read_search(view) == "ann"


def test_each_book_has_its_own_switch_so_that_slack_shows_the_right_choice():
    personal = screen(seat=screen().seats[1])
    switches = [
        block["block_id"]
        for where in (screen(), personal)
        for block in views.blocks(where)
        if "books.choose" in json.dumps(block)
    ]
    assert switches == [f"book:{book().id}", f"book:{book(Kind.personal).id}"]
