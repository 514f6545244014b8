"""Texts: cleaned, folded, and put in order."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text import clean, clean_lines, fold, search_text, search_words, sort_key

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ann \t", "Ann"),
        ("Ann\x00Lee", "Ann Lee"),
        ("Ann\r\nLee", "Ann  Lee"),
        ("Ann\u2028Lee\x85", "Ann Lee"),
        ("smile \ud83d", "smile"),
        ("e\u0301", "é"),
        ("👩‍👩‍👧 family", "👩‍👩‍👧 family"),
        ("\u200fשלום\u200f", "\u200fשלום\u200f"),
    ],
)
def test_a_line_of_text_is_cleaned(typed, kept):
    assert clean(typed) == kept


def test_lines_keep_their_ends_and_nothing_else_that_is_invisible():
    assert (
        clean_lines(" one\r\ntwo\rthree\u2028four\x00\tfive\x7f ") == "one\ntwo\nthree\nfour  five"
    )


@given(ANY_TEXT)
def test_whatever_is_typed_becomes_one_line_that_every_database_takes(text):
    line = clean(text)
    line.encode()
    assert line == clean(line) == line.strip()
    assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in line)
    lines = clean_lines(text)
    assert clean_lines(lines) == lines
    assert "\x00" not in lines


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élodie", "elodie"),
        ("STRASSE Straße", "strasse strasse"),
        ("Sørensen Łukasz Ðóra Æon œuvre", "sorensen lukasz dora aeon oeuvre"),
        ("İstanbul ISPARTA ısırgan", "istanbul isparta isirgan"),
        ("ﬁt ＡＢＣ ①", "fit abc 1"),
        ("  two   words\u00a0here ", "two words here"),
        ("zero\u200bwidth\u200d", "zerowidth"),
        ("Ελλάς ελλάσ", "ελλας ελλας"),
    ],
)
def test_case_accents_and_widths_do_not_matter(text, folded):
    assert fold(text) == fold(folded)
    assert fold(text).split() == [fold(word) for word in folded.split()]


@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text):
    once = fold(clean(text))
    assert fold(once) == once
    assert fold(clean(text).upper().lower()) == fold(clean(text).lower())


def test_every_letter_of_unicode_folds_to_something_stable():
    for number in range(sys.maxunicode + 1):
        once = fold(f"x{chr(number)}x")
        assert fold(once) == once, hex(number)


def test_a_contact_is_sorted_by_its_name_and_else_by_its_email():
    named = sort_key(first_name="Élodie", last_name="Roux", email="z@example.com")
    assert named == "elodie roux"
    assert sort_key(first_name="", last_name="Roux", email="z@example.com") == "roux"
    assert sort_key(first_name="", last_name="", email="Ann@example.com") == "ann@example.com"
    assert len(sort_key(first_name="x" * 300, last_name="", email="z@example.com")) == 100


def test_a_search_looks_at_names_email_and_company_and_never_across_two():
    text = search_text(first_name="Ánn", last_name="Lee", email="A.L@example.com", company="Öl")
    assert text == "ann lee a.l@example.com ol"


def test_the_words_of_a_search_are_folded_and_counted_once():
    assert search_words("  Ánn  ANN\tlee ") == ["ann", "lee"]
    assert search_words(" \x00 ") == []
    assert len("".join(search_words("x" * 5000))) <= 200
