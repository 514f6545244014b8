"""The page in its worst case: what its modals remember fits, and what selects offer is taken."""

import json
from itertools import chain

import pytest

from bot.playground import limits
from handlers import filters
from handlers.state import Memory, PageState
from store import filter_form, filter_text
from store.errors import Rejected
from store.filter_form import Line
from store.filters import Filter, Row
from store.paging import Cursor
from store.text import SEARCH_LIMIT, SORT_KEY_LIMIT
from store.words import Payment, Status
from tests import samples_filters as samples

# Slack's limit for private_metadata.
LIMIT = 3_000
# What is written in a page's memory with one sign more for each: quotes and backslashes.
ALPHABETS = ["a", '"', "\\", '"\\', "a\\ ", '" ', "é", "🧘", "ann@example.com "]
BIG = 2**53
OPTIONS = samples.choices()


def filters_of(alphabet):
    """Ever longer filters of nothing but these signs, in search words, companies or both."""
    for length in range(10, 1_600, 10):
        text = " ".join((alphabet * length)[:length].split())
        parts = [text[start : start + 190] for start in range(0, len(text), 190)]
        searched = [Line("and", False, Row(search=part.strip())) for part in parts]
        named = [
            Line("or", True, Row(companies=(part.strip(),), products=(BIG,))) for part in parts
        ]
        for lines in (searched, named):
            yield filter_form.of_lines(line for line in lines if line.row != Row())


def kept(asked: Filter) -> PageState | None:
    try:
        return filters.page_for(PageState(book=BIG, search="x", fresh=10_000), asked)
    except Rejected:
        return None


def at_worst(page, sign='"'):
    """The page with all that can be asked beside its filter, in the middle of a long list."""
    place = Cursor((sign * SORT_KEY_LIMIT)[:SORT_KEY_LIMIT], BIG)
    return page.but(
        showing="favorites",
        group=BIG,
        search=(sign * SEARCH_LIMIT)[:SEARCH_LIMIT],
        product=BIG,
        status=Status.upcoming,
        payment=Payment.comped,
        after=place,
        edges=(place, place),
        first=1_000_001,
        selecting=True,
        round=1_800_000_000_000,
    )


def form_above(page):
    """What the largest form remembers of the page below it, and of itself."""
    return Memory(
        at="V0123456789ABCDEF",
        page=page,
        book=BIG,
        contact=BIG,
        group=BIG,
        product=BIG,
        membership=BIG,
        segment=BIG,
        ticked=True,
        lines=tuple((90 + number, True) for number in range(filter_form.MAX_LINES)),
        over_memberships=True,
        mark="0123456789abcdef",
        version=1_000_000,
    )


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_a_form_above_a_page_with_the_longest_filter_remembers_both(alphabet):
    pages = [page for asked in filters_of(alphabet) if (page := kept(asked))]
    assert pages
    for page in pages:
        for sign in ('"', "\\", "🧘"):
            assert len(form_above(at_worst(page, sign)).dump()) <= LIMIT


def test_a_filter_without_quotes_may_be_nearly_as_long_as_a_segment():
    longest = max((page.filter for asked in filters_of("a") if (page := kept(asked))), key=len)
    assert len(longest) > 1_200


def test_what_is_too_long_to_be_remembered_is_refused_in_words():
    asked = filter_form.of_lines(Line("or", False, Row(search='"' * size)) for size in (180, 190))
    with pytest.raises(Rejected, match="save it as a segment"):
        filters.page_for(PageState(), asked)


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_what_a_page_remembers_is_read_back_to_the_letter(alphabet):
    for asked in filters_of(alphabet):
        if (page := kept(asked)) and page.filter:
            below = at_worst(page)
            assert Memory.load(form_above(below).dump()).page == below
            assert filter_text.parse(below.filter) == filter_text.check(asked)


@pytest.mark.parametrize("name", OPTIONS)
def test_slack_would_take_the_options(name):
    assert limits.problems_of_options({"options": OPTIONS[name]}) == []


@pytest.mark.parametrize("name", OPTIONS)
def test_what_is_offered_is_shown_to_the_letter(name):
    texts = [option["text"] for option in OPTIONS[name]]
    own = ("All ", "Any ")
    assert all(
        text["type"] == "plain_text" and (text["emoji"] is False or text["text"].startswith(own))
        for text in texts
    )
    assert "\u202e" not in json.dumps(texts, ensure_ascii=False)


def test_no_option_is_offered_twice():
    values = [[option["value"] for option in options] for options in OPTIONS.values()]
    assert all(len(set(some)) == len(some) for some in values)
    assert list(chain(*values))
