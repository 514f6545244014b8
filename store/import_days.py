"""Days in cells, as people write them; which of 3/4/2026 is the day, the whole file tells."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from dateutil import parser

from store import days
from store.errors import Rejected

UNREADABLE = "This row has a day that cannot be read. Write days like 2026-01-31."
AMBIGUOUS = "“{day}” may be two days. Say which one is first: the day or the month."
TIME = re.compile(r"[T ,]+\d{1,2}:\d\d.*", re.DOTALL)
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d\d)(\d\d)", re.ASCII)
# With full stops the day is first everywhere; with slashes and dashes it depends.
STOPS = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d\d)", re.ASCII)
SLASHES = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII)
WRITTEN_LIMIT = 40
# Two days to fill in from, so that a cell without a day, a month or a year is told.
FILLED = (datetime(2000, 1, 1), datetime(2001, 2, 2))
NONE = frozenset({"", "-", "–", "—", "n/a", "none", "null", "never", "0000-00-00"})
ENDLESS = 2999


def order(cells: Iterable[str]) -> tuple[bool | None, bool]:
    """Whether the day is first in these cells, if they tell; and whether any could be read twice.

    Where some tell the one and some the other, they tell nothing.
    """
    told: set[bool] = set()
    twice = False
    for cell in cells:
        if found := SLASHES.fullmatch(_bare(cell)):
            first, second = int(found[1]), int(found[3])
            if first > 12 or second > 12:
                told.add(first > 12)
            twice |= first <= 12 and second <= 12 and first != second
    return (told.pop(), False) if len(told) == 1 else (None, twice)


def read(cell: str, *, field: str, day_first: bool | None) -> date | None:
    """The day of a cell; None for an empty one. Raises Rejected."""
    text = _bare(cell)
    if text.lower() in NONE:
        return None
    try:
        day = _numbers(text, field, day_first) or _written(text)
    except (ValueError, OverflowError):
        day = None
    if day is None:
        raise Rejected(field, UNREADABLE)
    if field == "ends" and day.year > ENDLESS:
        return None
    return days.check(day, field=field)


def _bare(cell: str) -> str:
    """Without the time of day behind it."""
    text = cell.strip()
    return TIME.sub("", text) if ":" in text else text


def _numbers(text: str, field: str, day_first: bool | None) -> date | None:
    if iso := ISO.fullmatch(text):
        year, month, day = (int(part) for part in iso.groups() if part)
        return date(year, month, day)
    if stops := STOPS.fullmatch(text):
        return date(_year(stops[3]), int(stops[2]), int(stops[1]))
    if not (slashes := SLASHES.fullmatch(text)):
        return None
    first, second, year = int(slashes[1]), int(slashes[3]), _year(slashes[4])
    if first > 12 or second > 12:
        day_first = first > 12
    elif day_first is None and first != second:
        raise Rejected(field, AMBIGUOUS.format(day=text))
    return date(year, second, first) if day_first else date(year, first, second)


def _year(digits: str) -> int:
    """Two digits are a year of this century, as nobody's membership is older."""
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _written(text: str) -> date | None:
    """A day with the name of its month: 12 Mar 2024, March 12, 2024, 12-Mar-24."""
    if len(text) > WRITTEN_LIMIT or not re.search("[A-Za-z]{3}", text):
        return None
    found = {parser.parse(text, default=filled).date() for filled in FILLED}
    return found.pop() if len(found) == 1 else None
