"""What is said about bulk work: every contact that was ticked is accounted for."""

import json

import pytest

from handlers.state import Memory
from handlers.views import bulk as views
from store.bulk import Deed, Kind, Loss, Outcome

GROUP, STAR, DELETE = Deed(Kind.group, 1), Deed(Kind.star), Deed(Kind.delete)


@pytest.mark.parametrize(
    ("deed", "outcome", "told"),
    [
        (GROUP, Outcome(done=1), "1 contact added to “VIP”."),
        (GROUP, Outcome(done=1234), "1,234 contacts added to “VIP”."),
        (
            GROUP,
            Outcome(done=2, already=1),
            "2 contacts added to “VIP”. 1 was in it already.",
        ),
        (
            Deed(Kind.ungroup, 1),
            Outcome(done=2, already=3),
            "2 contacts removed from “VIP”. 3 were not in it.",
        ),
        (
            STAR,
            Outcome(done=0, already=2),
            "0 contacts added to your favorites. 2 were there already.",
        ),
        (
            DELETE,
            Outcome(done=2, kept=1, gone=1),
            "2 contacts deleted. 1 ticked contact stays: it comes from a connected account, and "
            "is deleted there. 1 was not in the book any more.",
        ),
    ],
)
def test_the_report_counts_everybody_once(deed, outcome, told):
    sign, _, said = views.told(deed, outcome, "VIP").partition(" ")
    assert said == told
    assert sign in (":white_check_mark:", ":wastebasket:")


def test_a_hostile_name_stays_a_name_in_the_report():
    told = views.told(GROUP, Outcome(done=1), "<!channel>")
    assert "<!channel>" not in told
    assert "&lt;!channel&gt;" in told


def question(loss, *names):
    return json.dumps(views.delete_question(loss, names, Memory()), ensure_ascii=False)


def test_the_question_names_the_first_and_counts_the_others():
    assert "Ann Lee, Ben Orr, 9 more" in question(Loss(11, 1, 0), "Ann Lee", "Ben Orr")


@pytest.mark.parametrize(
    ("groups", "says"),
    [(0, "about them, for"), (1, "their place in 1 group"), (3, "their places in 3 groups")],
)
def test_the_question_says_what_goes_with_the_contacts(groups, says):
    assert says in question(Loss(2, 0, groups), "Ann", "Ben")


def test_where_nobody_can_be_deleted_there_is_nothing_to_confirm():
    drawn = views.delete_question(Loss(0, 3, 0), ["Ann"], Memory())
    assert "submit" not in drawn
    assert "3 ticked contacts stay" in json.dumps(drawn)


def test_work_that_failed_says_how_far_it_came():
    told = views.failed(DELETE, 20, 60, are_ticked=True)
    assert "it was done to 20 of 60 contacts" in told
    assert "ticked as before" in told
    assert "Tick them once more" in views.failed(DELETE, 20, 60, are_ticked=False)
