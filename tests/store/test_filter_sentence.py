"""Filters in plain words, to be read after "people who"."""

from datetime import date

import pytest

from store.filter_names import Names
from store.filter_sentence import say
from store.filter_text import parse

NAMES = Names(
    {1: "Yoga 101", 2: "Pilates", 3: "Bed or breakfast", 4: "O'Brien & Co.", 5: "x; or are gone"},
    {7: "VIP", 8: "Early birds"},
    {9: "people.csv, 22 Nov 2026", 10: "a, b.csv, 3 Dec 2026"},
)

SENTENCES = {
    "": "are in the book",
    "ann lee": "match “ann lee”",
    "NOT ann": "do not match “ann”",
    "product:any": "have a membership",
    "NOT product:any": "have no membership",
    "product:#1": "have a membership of Yoga 101",
    "product:#1,#2": "have a membership of Yoga 101 or Pilates",
    "product:#1 status:active": "have an active membership of Yoga 101",
    "NOT product:#1 status:active": "have no active membership of Yoga 101",
    "status:active,upcoming payment:free": "have an active or upcoming free membership",
    "product:#1 status:expired payment:paid,comped OR group:#7 ann": (
        "have an expired membership of Yoga 101, paid or comped; "
        "or are in group VIP and match “ann”"
    ),
    "product:#1 AND product:#2": ("have a membership of Yoga 101 and have a membership of Pilates"),
    "product:#2 payment:paid starts:2026-01-31 ends:today..today+29d": (
        "have a paid membership of Pilates that starts on 31 Jan 2026 and ends in the next 30 days"
    ),
    "payment:paid,free ends:<today": (
        "have a membership, paid or free, that ends on or before yesterday"
    ),
    "added:today-6d..today": "were added in the last 7 days",
    "added:today-2m..today-1m": "were added from 2 months ago to 1 month ago",
    "ends:tomorrow": "have a membership that ends tomorrow",
    "added:>=today-29d": "were added on or after 29 days ago",
    "added:today-1m": "were added 1 month ago",
    "added:>today-1y source:csv,google": (
        "were added from a CSV file or from Google Contacts "
        "and were added on or after 1 day after 1 year ago"
    ),
    "NOT source:hand": "were not added by hand",
    "source:membership,microsoft": "were added with a membership or from Office 365",
    "import:9": "came with the import “people.csv” of 22 Nov 2026",
    "NOT import:9": "did not come with the import “people.csv” of 22 Nov 2026",
    "import:9,10": (
        "came with the imports “people.csv” of 22 Nov 2026 or “a, b.csv” of 3 Dec 2026"
    ),
    "import:9,98": "came with the import “people.csv” of 22 Nov 2026 or 1 deleted import",
    "import:98,99": "came with 2 deleted imports",
    "import:any": "came with any import",
    "NOT import:any": "did not come with any import",
    "group:any": "are in any group",
    "group:#7,#8 favorite:yes": "are in groups VIP or Early birds and are favorites",
    "NOT favorite:yes": "are not favorites",
    "favorite:no": "are not favorites",
    "NOT favorite:no": "are favorites",
    'company:acme,"Foo, Inc" domain:gmail.com,x.org': (
        "work at “acme” or “Foo, Inc” and have an email at gmail.com or x.org"
    ),
    "(favorite:yes OR ann) AND product:#1": (
        "(are favorites; or match “ann”) and have a membership of Yoga 101"
    ),
    "NOT (product:#1 OR group:#7)": (
        "are not among those who (have a membership of Yoga 101; or are in group VIP)"
    ),
    "NOT product:#1 ann": (
        "are not among those who (have a membership of Yoga 101 and match “ann”)"
    ),
    "NOT status:all": "are not in the book",
    "product:#99": "have a membership of a deleted product",
    "NOT product:#98,#99": "have no membership of 2 deleted products",
    "group:#7,#99": "are in group VIP or a deleted group",
    "product:#3,#4": "have a membership of “Bed or breakfast” or “O'Brien & Co.”",
    "product:#5": "have a membership of “x; or are gone”",
}


@pytest.mark.parametrize(("text", "sentence"), SENTENCES.items())
def test_a_filter_says_itself(text, sentence):
    assert say(parse(text), NAMES) == sentence


def test_days_that_are_told_from_today_are_named_where_today_is_known():
    soon = parse("ends:today..today+6d")
    assert say(soon, NAMES, date(2026, 1, 31)) == (
        "have a membership that ends in the next 7 days (31 Jan 2026 to 6 Feb 2026)"
    )
    filter = parse("ends:today..today+1m added:<=2026-01-01")
    assert say(filter, NAMES, date(2026, 1, 31)) == (
        "have a membership that ends from today (31 Jan 2026) to 1 month from today (28 Feb 2026) "
        "and were added on or before 1 Jan 2026"
    )
