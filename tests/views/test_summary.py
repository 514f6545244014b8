"""What an empty list says: that there is nothing yet, or that nothing matches what was asked."""

import json

import pytest

from handlers.state import PageState
from handlers.views import contacts as views
from handlers.views.screen import SegmentList
from store.contacts import Page
from store.groups import GroupPage
from store.membership_lists import MembershipPage
from store.products import ProductPage
from store.words import Payment, Role, Status
from tests.sampling import screen

ALONE = {"total": 0, "capped": False, "has_previous": False, "has_next": False}
EMPTY = {
    "contacts": Page([], **ALONE),
    "favorites": Page([], **ALONE),
    "groups": GroupPage([], **ALONE),
    "segments": SegmentList([], **ALONE),
    "memberships": MembershipPage([], **ALONE),
    "products": ProductPage([], **ALONE),
}
# What was asked of contacts stays in the page's memory while another list is shown.
OF_CONTACTS = {"filter": "added:today", "segment": None}
OF_ROW = {"status": Status.expired, "payment": Payment.paid}


def drawn(showing, role=Role.owner, **asked):
    state = PageState(book=7, showing=showing, **asked)
    page = EMPTY[showing]
    return json.dumps(views.home(screen(role, page=page, state=state)), ensure_ascii=False)


@pytest.mark.parametrize("asked", [{}, OF_CONTACTS, OF_ROW, OF_CONTACTS | OF_ROW])
@pytest.mark.parametrize("showing", ["groups", "segments", "products"])
def test_a_list_that_is_never_filtered_says_that_there_is_nothing_yet(showing, asked):
    shown = drawn(showing, **asked)
    assert f"There are no {showing} yet." in shown
    assert "matches" not in shown
    assert "Clear filter" not in shown


def test_memberships_are_narrowed_by_the_row_and_by_nothing_else():
    assert "There are no memberships yet." in drawn("memberships")
    assert "There are no memberships yet." in drawn("memberships", **OF_CONTACTS)
    assert "Clear filter" not in drawn("memberships", **OF_CONTACTS)
    assert "No membership matches this filter." in drawn("memberships", **OF_ROW)
    assert "Clear filter" in drawn("memberships", **OF_ROW)


@pytest.mark.parametrize("showing", ["contacts", "favorites"])
@pytest.mark.parametrize("asked", [OF_CONTACTS, OF_ROW])
def test_contacts_are_narrowed_by_both(showing, asked):
    shown = drawn(showing, **asked)
    assert "this filter." in shown
    assert "Clear filter" in shown


@pytest.mark.parametrize("showing", ["segments", "memberships", "products", "contacts"])
def test_a_viewer_is_told_of_no_way_that_is_not_theirs(showing):
    shown = drawn(showing, Role.viewer)
    for way in ("New product", "Add membership", "New contact", "Save as segment"):
        assert way not in shown


@pytest.mark.parametrize("showing", ["segments", "memberships", "products"])
def test_a_search_that_finds_nothing_says_what_was_looked_for(showing):
    what = showing.removesuffix("s")
    assert f"No {what} matches “<zoe>”.".replace("<", "&lt;").replace(">", "&gt;") in drawn(
        showing, search="<zoe>"
    )
