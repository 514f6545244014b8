"""Filters as lines of a form: brackets multiplied out, AND before OR, empty lines left out."""

import time

import pytest

from store.filter_form import Line, lines, of_lines
from store.filter_text import parse, write
from store.filters import EVERYBODY, Row, join_all, join_any


def told(text):
    """The lines of a written filter, each as it would be written, or None."""
    found = lines(parse(text))
    if found is None:
        return None
    return [f"{one.joint}{' not' if one.negated else ''} {write(one.row)}" for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("ann", ["and ann"]),
        ("NOT ann", ["and not ann"]),
        ("ann AND bo OR NOT cy", ["and ann", "and bo", "or not cy"]),
        ("(ann OR bo) AND cy", ["and ann", "and cy", "or bo", "and cy"]),
        ("NOT (ann OR bo)", ["and not ann", "and not bo"]),
        ("NOT (ann AND NOT bo)", ["and not ann", "or bo"]),
        ("NOT ann bo", ["and not ann bo"]),
        ("NOT status:all", None),
        (" OR ".join("abcdefghij"), ["and a", *(f"or {letter}" for letter in "bcdefghij")]),
        (" OR ".join("abcdefghijk"), None),
        ("(a OR b OR c) AND (d OR e)", None),
        (
            "(a OR b) AND (c OR d)",
            ["and a", "and c", "or a", "and d", "or b", "and c", "or b", "and d"],
        ),
    ],
)
def test_a_filter_is_laid_out_in_lines(text, expected):
    assert told(text) == expected


def test_lines_that_ask_nothing_are_left_out():
    ann, bo = Row(search="ann"), Row(search="bo")
    empty = Line("and", False, EVERYBODY)
    assert of_lines([]) == EVERYBODY
    assert of_lines([empty, Line("or", True, EVERYBODY)]) == EVERYBODY
    assert of_lines([empty, Line("or", False, ann)]) == ann
    assert of_lines([Line("or", False, ann), empty, Line("and", False, bo)]) == join_all(ann, bo)
    filled = [Line("and", False, ann), Line("or", False, EVERYBODY), Line("or", False, bo)]
    assert of_lines(filled) == join_any(ann, bo)


def test_what_an_empty_line_joins_falls_to_the_next():
    ann, bo = Row(search="ann"), Row(search="bo")
    after = [Line("and", False, ann), Line("or", False, EVERYBODY), Line("and", False, bo)]
    assert of_lines(after) == join_any(ann, bo)


def test_what_would_take_endless_lines_is_given_up_at_once():
    began = time.thread_time()
    wide = " AND ".join(f"(a{number} OR b{number})" for number in range(25))
    assert lines(parse(wide)) is None
    assert (
        lines(parse(f"NOT ({wide.replace('OR', 'X').replace('AND', 'OR').replace('X', 'AND')})"))
        is None
    )
    assert time.thread_time() - began < 1
