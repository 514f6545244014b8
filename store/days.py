"""Days: today where the book is, reading and telling a day, days before and after, time zones."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from dateutil.relativedelta import relativedelta

from store.columns import now
from store.errors import Rejected
from store.filters import Day
from store.models import Book
from store.text import search_words

FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# Zones that are about a machine, not about a place.
NO_PLACES = ("localtime", "Factory", "posixrules")


def today(book: Book, *, at: datetime | None = None) -> date:
    """The day that it is in the book's time zone, now or at another moment."""
    return (at or now()).astimezone(ZoneInfo(book.timezone)).date()


def begin(book: Book, day: date) -> datetime:
    """The moment at which a day begins in the book's time zone; not all of them do at midnight."""
    # Where midnight is skipped, Python takes what the clocks would have shown: the moment of the
    # change. Where it comes twice, it takes the first.
    return datetime.combine(day, time.min, ZoneInfo(book.timezone)).astimezone(UTC)


def read(text: str, *, field: str) -> date | None:
    """The day in a text such as 2026-01-31; None in an empty one. Raises Rejected."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip()) if ISO.fullmatch(text.strip()) else None
    except ValueError:
        day = None
    if day is None:
        raise Rejected(field, "This is no day. Please write it like 2026-01-31.")
    return check(day, field=field)


def check(day: date, *, field: str) -> date:
    """The same day; raises Rejected for one that is too far away."""
    if not FIRST <= day <= LAST:
        raise Rejected(field, f"Please choose a day from {FIRST.year} to {LAST.year}.")
    return day


def later(day: date, *, months: int = 0, days: int = 0) -> date:
    """So many months later, then so many days; earlier, for less than none.

    A month without such a day gives its last one. Never beyond FIRST and LAST.
    """
    return _moved(_moved(day, months, "months"), days, "days")


def as_long(first: date, last: date, *, begin: date) -> date:
    """The last day of a time from `begin` on that is as long as the other: so many months, where
    that lasted whole months, else so many days."""
    end = later(last, days=1)
    months = (end.year - first.year) * 12 + end.month - first.month
    if months > 0 and later(first, months=months) == end:
        return later(later(begin, months=months), days=-1)
    return later(begin, days=(last - first).days)


def _moved(day: date, by: int, unit: str) -> date:
    try:
        moved = day + (relativedelta(months=by) if unit == "months" else timedelta(days=by))
    except (ValueError, OverflowError):
        return LAST if by > 0 else FIRST
    return min(max(moved, FIRST), LAST)


def on(day: Day, today: date) -> date:
    """The day that a filter means."""
    return day.on or later(today, months=day.months, days=day.days)


def say(day: date) -> str:
    """The day as people write it: 31 Dec 2026."""
    return f"{day.day} {day:%b %Y}"


def is_zone(name: str) -> bool:
    """Whether this is the name of a time zone."""
    return name in _zones()


def suggest_zones(text: str, limit: int = 100) -> list[str]:
    """The first time zones, by name, that hold every word of what somebody types."""
    words = search_words(text.replace("/", " ").replace("_", " "))
    named = {name: name.lower().replace("/", " ").replace("_", " ") for name in _places()}
    return [name for name, said in named.items() if all(word in said for word in words)][:limit]


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones().difference(NO_PLACES))


@cache
def _places() -> list[str]:
    """The zones that people look for; the others are older names of these."""
    places = (name for name in _zones() if "/" in name and not name.startswith("Etc/"))
    return ["UTC", *sorted(places)]
