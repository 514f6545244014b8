"""Laws of filters: text, form and model say the same, whatever Hypothesis thinks of."""

from hypothesis import given, settings
from hypothesis import strategies as st

from store import days, filter_form, filter_sentence, filter_text
from store.errors import Mistake
from store.filter_names import Names
from store.filter_text import parse, write
from store.text import name_key
from tests.filtering import HOSTILE, IMPORTS, TODAY, filters, fits, means, names, rows, someones

PRODUCTS, GROUPS = [1, 2, 3], [4, 5]
hostile = filters(PRODUCTS, GROUPS, hostile=True)
plain = filters(PRODUCTS, GROUPS)
called = st.lists(names, min_size=5, max_size=5, unique_by=name_key).map(
    lambda five: Names(
        dict(zip(PRODUCTS, five[:3], strict=True)),
        dict(zip(GROUPS, five[3:], strict=True)),
        {id: f"{five[0]}, {days.say(day)}" for id, day in IMPORTS.items()},
    )
)
STARTS = ("have", "are", "work", "were", "came", "did", "match", "do")
signs = [
    *[
        "(",
        ")",
        " ",
        " ",
        " AND ",
        " OR ",
        " NOT ",
        ",",
        '"',
        "\\",
        "“",
        "#1",
        "..",
        ">=",
        "<",
        "\n",
    ],
    *[f"{field}:" for field in filter_text.FIELDS],
    *[
        "any",
        "all",
        "yes",
        "active",
        "paid",
        "today",
        "today-1m+3d",
        "2026-02-28",
        "9999-99-99",
        "hand",
    ],
]
scraps = st.lists(st.sampled_from(signs + HOSTILE) | st.text(max_size=5), max_size=25).map("".join)


def read(text, names=None):
    """The filter, or None where the text is refused, which nothing but Mistake may do."""
    try:
        return parse(text, names)
    except Mistake as refused:
        mistake = refused
    assert (mistake.field, bool(mistake.reason)) == ("filter", True)
    assert 0 <= mistake.at <= len(text)
    assert text[mistake.at :].startswith(mistake.wrong)
    return None


@given(hostile)
@settings(max_examples=150, deadline=None)
def test_what_is_written_with_numbers_is_read_again(filter):
    assert parse(write(filter)) == filter


@given(hostile, called)
@settings(max_examples=150, deadline=None)
def test_what_is_written_with_names_is_read_again(filter, names):
    assert parse(write(filter, names), names) == filter


@given(scraps, called)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_and_what_was_read_is_written_the_same_way(text, names):
    filter = read(text, names)
    if filter is not None:
        assert parse(write(filter), names) == filter
        assert parse(write(filter, names), names) == filter
        assert write(parse(write(filter))) == write(filter)


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_at_all_is_read_or_refused(text):
    read(text)


@given(plain, st.lists(someones(PRODUCTS, GROUPS), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_the_lines_of_a_form_mean_what_the_filter_means(filter, people):
    lines = filter_form.lines(filter)
    if lines is not None:
        assert 0 < len(lines) <= filter_form.MAX_LINES
        again = filter_form.of_lines(lines)
        assert filter_form.lines(again) == lines
        for person in people:
            assert means(again, person, TODAY) == means(filter, person, TODAY)


@given(st.lists(rows(PRODUCTS, GROUPS, hostile=True), min_size=1, max_size=10), st.data())
@settings(deadline=None)
def test_what_a_form_says_comes_back_to_it(rows, data):
    lines = [
        filter_form.Line(
            data.draw(st.sampled_from(["and", "or"])) if place else "and",
            data.draw(st.booleans()),
            row,
        )
        for place, row in enumerate(rows)
    ]
    filter = filter_form.of_lines(lines)
    assert filter_form.lines(filter) == lines
    assert not fits(filter) or parse(write(filter)) == filter


@given(hostile, called)
@settings(deadline=None)
def test_every_filter_can_be_said(filter, names):
    said = filter_sentence.say(filter, names, TODAY)
    assert "\n" not in said
    assert said.split()[0] in STARTS or said[0] == "("
