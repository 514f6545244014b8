"""People in a text: every address that somebody wrote, with the name beside it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.emails import normalise
from store.people_in_text import MOST, people_in


def told(text):
    return [(one.email, f"{one.first_name} {one.last_name}".strip()) for one in people_in(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ann@x.com", [("ann@x.com", "")]),
        (
            "Please meet Ann Lee <ann@x.com> and bo@x.com.",
            [("ann@x.com", "Ann Lee"), ("bo@x.com", "")],
        ),
        ("Ann Lee: ann@x.com", [("ann@x.com", "Ann Lee")]),
        ("Ann Lee – ann@x.com", [("ann@x.com", "Ann Lee")]),
        ("ann@x.com (Ann Lee); bo@x.com", [("ann@x.com", "Ann Lee"), ("bo@x.com", "")]),
        ("ann@x.com (at work)", [("ann@x.com", "")]),
        ("Ann Lee\nann@x.com", [("ann@x.com", "Ann Lee")]),
        ("Dr. Eva van Dyk <eva@x.com>", [("eva@x.com", "Eva van Dyk")]),
        ("Hi Ann, ben@x.com", [("ben@x.com", "")]),
        ("write to Ann at ann@x.com", [("ann@x.com", "")]),
        ("(ann@x.com)", [("ann@x.com", "")]),
        ("mailto:ANN@x.com?subject=Hi", [("ANN@x.com", "")]),
        ("ann@x.com, Ann Lee <ANN@x.com>", [("ANN@x.com", "Ann Lee")]),
        ("no address, only an @ and a@b", []),
    ],
)
def test_an_address_is_found_with_its_name(text, found):
    assert told(text) == found


def test_so_many_are_found_and_not_more():
    assert len(people_in(" ".join(f"p{number}@x.com" for number in range(200)))) == MOST


@given(st.text(st.sampled_from("aZé @.<>(),;:\n\"'-|"), max_size=60))
def test_whatever_is_written_all_who_are_found_have_an_email_of_their_own(text):
    keys = [normalise(one.email).key for one in people_in(text)]
    assert len(keys) == len({*keys})


@pytest.mark.parametrize("sign", ["x", "x ", "@", "x@", "(", "<", "A "])
def test_a_long_message_is_read_in_no_time(sign):
    began = time.monotonic()
    people_in(sign * (40_000 // len(sign)))
    assert time.monotonic() - began < 2
