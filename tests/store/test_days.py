"""Days: where the book is, at the changes of the clocks, at the ends of months and of time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import days
from store.errors import Rejected
from store.filters import Day
from store.models import Book
from store.words import Kind

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Havana",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
]


def book_in(zone):
    return Book(id=1, workspace="T1", kind=Kind.team, timezone=zone)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("UTC", utc(2026, 1, 31, 23, 59, 59), date(2026, 1, 31)),
        ("Europe/Berlin", utc(2026, 1, 31, 22, 59, 59), date(2026, 1, 31)),
        ("Europe/Berlin", utc(2026, 1, 31, 23), date(2026, 2, 1)),
        ("Europe/Berlin", utc(2026, 7, 31, 21, 59, 59), date(2026, 7, 31)),
        ("Europe/Berlin", utc(2026, 7, 31, 22), date(2026, 8, 1)),
        ("America/Los_Angeles", utc(2026, 2, 1, 7, 59, 59), date(2026, 1, 31)),
        ("Pacific/Kiritimati", utc(2026, 1, 31, 10), date(2026, 2, 1)),
    ],
)
def test_the_day_turns_at_the_books_midnight(zone, at, day):
    assert days.today(book_in(zone), at=at) == day


def test_today_is_now(monkeypatch):
    monkeypatch.setattr(days, "now", lambda: utc(2026, 12, 31, 23, 30))
    assert days.today(book_in("UTC")) == date(2026, 12, 31)
    assert days.today(book_in("Europe/Berlin")) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        # The clocks go forward at two, and back at three.
        ("Europe/Berlin", date(2026, 3, 29), utc(2026, 3, 28, 23)),
        ("Europe/Berlin", date(2026, 3, 30), utc(2026, 3, 29, 22)),
        ("Europe/Berlin", date(2026, 10, 25), utc(2026, 10, 24, 22)),
        ("Europe/Berlin", date(2026, 10, 26), utc(2026, 10, 25, 23)),
        # There is no midnight: the day begins at one.
        ("America/Sao_Paulo", date(2018, 11, 4), utc(2018, 11, 4, 3)),
        ("Africa/Cairo", date(2026, 4, 24), utc(2026, 4, 23, 22)),
        # Midnight comes twice: the day begins with the first.
        ("America/Havana", date(2026, 11, 1), utc(2026, 11, 1, 4)),
    ],
)
def test_a_day_begins_also_where_the_clocks_change(zone, day, begins):
    assert days.begin(book_in(zone), day) == begins


@given(st.sampled_from(ZONES), st.dates(date(1995, 1, 1), date(2060, 1, 1)))
def test_a_day_begins_with_its_first_moment(zone, day):
    book = book_in(zone)
    begins = days.begin(book, day)
    first = days.today(book, at=begins)
    # Samoa had no 30 December 2011.
    assert first == day or (zone, day) == ("Pacific/Apia", date(2011, 12, 30))
    assert days.today(book, at=begins - timedelta(microseconds=1)) < first


def test_days_are_read_as_a_picker_gives_them():
    assert days.read("2026-02-28", field="ends") == date(2026, 2, 28)
    assert days.read(" 2028-02-29 ", field="ends") == date(2028, 2, 29)
    assert days.read("", field="ends") is None
    assert days.read("1900-01-01", field="ends") == days.FIRST
    assert days.read("2999-12-31", field="ends") == days.LAST


@pytest.mark.parametrize(
    "text",
    ["2026-02-29", "31.1.2026", "20260131", "2026-W05-6", "1899-12-31", "3000-01-01"]
    + ["0000-00-00", "9999-12-31", "٢٠٢٦-٠١-٠١", "tomorrow", "2026-1-1", "2026-01-31T00:00"],
)
def test_what_is_no_day_of_ours_is_refused(text):
    with pytest.raises(Rejected) as refused:
        days.read(text, field="starts")
    assert refused.value.field == "starts"


@pytest.mark.parametrize(
    ("day", "by", "found"),
    [
        (date(2028, 2, 29), {"months": 12}, date(2029, 2, 28)),
        (date(2028, 2, 29), {"months": 48}, date(2032, 2, 29)),
        (date(2026, 1, 31), {"months": 1}, date(2026, 2, 28)),
        (date(2026, 3, 31), {"months": -1}, date(2026, 2, 28)),
        (date(2026, 1, 31), {"months": 1, "days": 1}, date(2026, 3, 1)),
        (date(2026, 3, 1), {"days": -1}, date(2026, 2, 28)),
        (date(2026, 12, 31), {"months": 2}, date(2027, 2, 28)),
        (date(2999, 12, 1), {"months": 1}, days.LAST),
        (date(1900, 1, 31), {"days": -31}, days.FIRST),
        (date(2026, 1, 1), {"months": 10**12}, days.LAST),
        (date(2026, 1, 1), {"days": -(10**12)}, days.FIRST),
    ],
)
def test_months_end_where_they_end(day, by, found):
    assert days.later(day, **by) == found


@given(
    st.dates(days.FIRST, days.LAST),
    st.integers(-(10**6), 10**6),
    st.integers(-(10**8), 10**8),
)
def test_no_day_is_ever_beyond_the_first_and_the_last(day, months, number):
    assert days.FIRST <= days.later(day, months=months, days=number) <= days.LAST


def test_a_day_of_a_filter_is_a_day_or_told_from_today():
    today = date(2026, 3, 31)
    assert days.on(Day(date(2026, 1, 1)), today) == date(2026, 1, 1)
    assert days.on(Day(), today) == today
    assert days.on(Day(months=-1, days=1), today) == date(2026, 3, 1)


def test_days_are_said_as_people_write_them():
    assert days.say(date(2026, 12, 31)) == "31 Dec 2026"
    assert days.say(date(2026, 5, 1)) == "1 May 2026"


def test_time_zones_are_found_by_what_people_type():
    assert days.is_zone("Europe/Berlin")
    assert days.is_zone("UTC")
    for name in ("Europe/Atlantis", "", "localtime", "Factory", "../etc/passwd", "europe/berlin"):
        assert not days.is_zone(name)
    assert days.suggest_zones("berlin") == ["Europe/Berlin"]
    assert "America/New_York" in days.suggest_zones("new york")
    assert days.suggest_zones("argentina/rio_gall") == ["America/Argentina/Rio_Gallegos"]
    assert days.suggest_zones("")[0] == "UTC"
    assert len(days.suggest_zones("")) == 100
    assert len(days.suggest_zones("a", limit=7)) == 7
    assert days.suggest_zones("xyzzy") == []
    assert all(days.is_zone(name) for name in days.suggest_zones("", limit=1_000))
