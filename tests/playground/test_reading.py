"""Slack's marks, as a person reads them."""

import pytest

from bot.playground.reading import read
from bot.playground.writing import linked
from tests.playground.blocks import marked, plain

NAMES = {"U1": "Ann Lee", "C1": "general"}


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("*Ann Lee* is _new_, ~old~ `x`", "Ann Lee is new, old x"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        (
            "<mailto:a@b.co|a@b.co> <https://b.co|the page> <https://b.co>",
            "a@b.co the page https://b.co",
        ),
        ("<@U1> in <#C1>", "@Ann Lee in #general"),
        ("<!channel>", "@channel"),
        ("&lt;!channel&gt; &amp; co", "<!channel> & co"),
    ],
)
def test_marked_text_reads(written, seen):
    assert read(marked(written), NAMES) == seen


def test_plain_text_reads_as_it_stands():
    assert read(plain("*Ann* <!channel> &amp;"), NAMES) == "*Ann* <!channel> &amp;"


def test_rich_text_reads_as_its_words():
    text = {"type": "text", "text": "Hello "}
    user = {"type": "user", "user_id": "U1"}
    section = {"type": "rich_text_section", "elements": [text, user]}
    assert read({"type": "rich_text", "elements": [section]}, NAMES) == "Hello @Ann Lee"


@pytest.mark.parametrize("typed", ["a & b", "<!channel>", "x@y.co and https://b.co/?a=1", "1 < 2"])
def test_what_was_typed_reads_as_it_was_typed(typed):
    assert read(marked(linked(typed)), NAMES) == typed
