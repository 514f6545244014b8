"""The bricks: text from people is harmless and short enough."""

import re

from hypothesis import given
from hypothesis import strategies as st

from handlers.views import kit


def visible(text: str) -> str:
    """What a reader sees of escaped text."""
    text = text.replace("\u2060", "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_a_name_cannot_ping_a_channel():
    assert "<!channel>" not in kit.escape("<!channel>")


def test_formatting_in_a_name_stays_dead():
    assert "*Ann*" not in kit.escape("*Ann*")
    assert ":smile:" not in kit.escape("Ann :smile: Lee")


def test_an_underscore_inside_an_address_is_left_alone():
    assert kit.escape("ann_lee@example.com") == "ann_lee@example.com"


@given(st.text())
def test_escaping_changes_nothing_that_is_seen(text):
    assert visible(kit.escape(text)) == text.replace("\u2060", "")


@given(st.text(alphabet="<>@!#*_~`:abc |&"))
def test_no_control_sequence_survives_escaping(text):
    escaped = kit.escape(text)
    assert not re.search(r"[<>]", escaped)
    assert not re.search(r":[\w+'-]+:", escaped)
    assert not re.search(r"(?<![^\W_])([*_~`])\w+\1(?![^\W_])", escaped)


@given(st.text(), st.integers(min_value=1, max_value=300))
def test_cut_text_is_never_longer_than_allowed(text, limit):
    assert len(kit.short(text, limit)) <= limit


def test_the_direction_of_writing_cannot_be_overridden():
    assert kit.plain("abc\u202edef", 75)["text"] == "abcdef"


def test_the_one_input_of_a_block_is_read_whatever_its_kind():
    values = {
        "name": {"a": {"type": "plain_text_input", "value": " Ann "}},
        "role": {"b": {"type": "static_select", "selected_option": {"value": "editor"}}},
        "empty": {"c": {"type": "plain_text_input", "value": None}},
    }
    view = {"state": {"values": values}}
    assert kit.typed(view, "name") == "Ann"
    assert kit.typed(view, "role") == "editor"
    assert kit.typed(view, "empty") == kit.typed(view, "absent") == ""
