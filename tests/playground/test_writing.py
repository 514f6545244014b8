"""What a person types, and what their client makes of it: mrkdwn and rich text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground import limits
from bot.playground.reading import read
from bot.playground.writing import composed, linked

NAMES = {"@Roster": "U0R", "@Amir Assistant": "U0A", "@amir": "U0A", "#general": "C0G"}
SHOWN = {"U0R": "Roster", "U0A": "Amir Assistant", "C0G": "general"}


def elements(typed):
    (block,) = composed(typed, NAMES)["blocks"]
    (section,) = block["elements"]
    return section["elements"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Ann Lee <ann@x.com>", "Ann Lee &lt;<mailto:ann@x.com|ann@x.com>&gt;"),
        ("write to ann@x.com.", "write to <mailto:ann@x.com|ann@x.com>."),
        ("zoë@x.com", "zoë@x.com"),
        ("(see https://x.com/a?b=1&c=2)", "(see <https://x.com/a?b=1&amp;c=2>)"),
        ("<https://x.com>", "&lt;<https://x.com>&gt;"),
        ("on example.com, in people.csv", "on <http://example.com|example.com>, in people.csv"),
        ("@roster, ask @Amir Assistant", "<@U0R>, ask <@U0A>"),
        ("@amir's list", "<@U0A>'s list"),
        ("@rosters and ann@roster.io", "@rosters and <mailto:ann@roster.io|ann@roster.io>"),
        ("in #General, @here", "in <#C0G|general>, <!here>"),
        ("*Ann* _Lee_ ~x~ `a*b*`", "*Ann* _Lee_ ~x~ `a*b*`"),
        ("2*3*4", "2*3*4"),
        ("<@U0R> <!channel>", "&lt;@U0R&gt; &lt;!channel&gt;"),
        ("one\ntwo & three", "one\ntwo &amp; three"),
        ("", ""),
    ],
)
def test_the_text_has_links_and_mentions_and_no_marks_of_its_own(typed, text):
    assert composed(typed, NAMES)["text"] == text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "Ann <ann@x.com>",
            [
                {"type": "text", "text": "Ann <"},
                {"type": "link", "url": "mailto:ann@x.com", "text": "ann@x.com"},
                {"type": "text", "text": ">"},
            ],
        ),
        ("https://x.com", [{"type": "link", "url": "https://x.com"}]),
        ("x.com", [{"type": "link", "url": "http://x.com", "text": "x.com"}]),
        ("@Roster", [{"type": "user", "user_id": "U0R"}]),
        ("#general", [{"type": "channel", "channel_id": "C0G"}]),
        ("@channel", [{"type": "broadcast", "range": "channel"}]),
        ("`*x*`", [{"type": "text", "text": "*x*", "style": {"code": True}}]),
        (
            "*Ann ann@x.com*",
            [
                {"type": "text", "text": "Ann ", "style": {"bold": True}},
                {
                    "type": "link",
                    "url": "mailto:ann@x.com",
                    "text": "ann@x.com",
                    "style": {"bold": True},
                },
            ],
        ),
    ],
)
def test_the_block_says_the_same_in_elements(typed, expected):
    assert elements(typed) == expected


def test_what_is_very_long_is_written_down_as_it_is():
    for bit in ("x", "x.", "*", "@", "x-", "a@", "x_"):
        assert len(composed(bit * 20_000, NAMES)["text"]) >= 20_000


def test_nothing_typed_makes_no_block():
    assert composed("", NAMES) == {"text": ""}


def test_a_command_that_escapes_links_addresses_only():
    assert linked("@amir *x* ann@x.com") == "@amir *x* <mailto:ann@x.com|ann@x.com>"


TYPED = st.lists(
    st.sampled_from(
        [*"ab.@#<>&|*_~` \n:/é", "ann@x.com", "https://x.io", "@amir", "#general", "x.com"]
    ),
    min_size=1,
).map("".join)


@given(TYPED)
def test_whatever_is_typed_is_a_block_that_slack_takes_and_reads_as_the_text_does(typed):
    content = composed(typed, NAMES)
    assert limits.problems_of_message(content) == []
    written, (block,) = content["text"], content["blocks"]
    marks = str.maketrans("", "", "*_~`#@ \n")
    assert read(block, SHOWN).translate(marks) == read(written, SHOWN).translate(marks)
    assert "<" not in written.replace("<mailto:", "").replace("<http", "").replace(
        "<@U0", ""
    ).replace("<#C0G", "")
