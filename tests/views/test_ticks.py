"""The boxes of the page, and what can be done with the ticked."""

import pytest

from handlers.state import PageState
from handlers.views import ticks as views
from handlers.views.ticks import Ticked
from store.books import Seat
from store.contacts import Row
from store.words import Role
from tests.sampling import book, contact


def people(count):
    return [Row(contact(number), starred=False) for number in range(1, count + 1)]


def boxes(count, here=(), **state):
    return views.rows(PageState(**state), people(count), Ticked(len(here), here))


def as_sent(blocks, **ticked):
    """The view as Slack sends it back: its blocks, and what is ticked in each."""
    values = {
        block: {"box": {"type": "checkboxes", "selected_options": [{"value": v} for v in ids]}}
        for block, ids in ticked.items()
    }
    return {"blocks": blocks, "state": {"values": values}}


def offered(seat, state=None, *, can_take_out=False):
    state = state or PageState()
    blocks = views.bar(seat, state, Ticked(3), "25", can_take_out=can_take_out)
    return [element["text"]["text"] for block in blocks for element in block["elements"][:9]
            if "action_id" in element]  # fmt: skip


def test_ten_boxes_stand_in_one_input():
    blocks = boxes(25)
    assert [len(block["element"]["options"]) for block in blocks] == [10, 10, 5]
    assert [block["label"]["text"] for block in blocks] == ["1–10", "11–20", "21–25"]


def test_a_box_alone_is_counted_alone():
    assert [block["label"]["text"] for block in boxes(11)] == ["1–10", "11"]


def test_who_is_ticked_has_a_tick():
    initial = boxes(12, here={2, 11})[0]["element"]["initial_options"]
    assert [option["value"] for option in initial] == ["2"]


def test_a_new_round_makes_slack_draw_the_boxes_as_they_are_saved():
    first, second = boxes(5, round=1), boxes(5, round=2)
    assert first[0]["block_id"] != second[0]["block_id"]


def test_nothing_is_sent_when_somebody_ticks():
    assert not any(block.get("dispatch_action") for block in boxes(25))


def test_what_is_shown_and_what_is_ticked_is_read_back():
    blocks = [{"type": "divider"}, *boxes(12)]
    view = as_sent(blocks, **{"boxes:0:0": ["1", "3"], "boxes:0:1": []})
    assert views.read(view) == (0, list(range(1, 13)), [1, 3])


@pytest.mark.parametrize("value", ["", "x", "-1", "1" * 30, "١"])
def test_a_forged_box_means_nobody(value):
    blocks = boxes(1)
    blocks[0]["element"]["options"][0]["value"] = value
    assert views.read({"blocks": blocks}) == (0, [0], [])


def test_a_page_without_boxes_says_nothing():
    assert views.read({}) == (0, [], [])


def test_removing_from_a_group_is_offered_in_one_only():
    owner = Seat(book(), Role.owner)
    assert "Remove from group" not in offered(owner)
    opened = PageState(showing="groups", group=1)
    assert "Remove from group" in offered(owner, opened, can_take_out=True)


def test_a_viewer_may_star():
    assert offered(Seat(book(), Role.viewer)) == [
        "Select all 25", "Clear ticks", "Done", "Add to favorites",
    ]  # fmt: skip


def test_where_nobody_is_ticked_and_nobody_can_be_there_is_nothing_to_do():
    owner, listed = Seat(book(), Role.owner), PageState(showing="groups")
    assert len(views.bar(owner, listed, Ticked(0), "", can_take_out=False)) == 2
    assert len(views.bar(owner, listed, Ticked(1), "", can_take_out=False)) == 3
