"""Filter days: a stretch of days in writing, such as `2026-01-31`, `>=today-30d` or `a..b`."""

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from store import days
from store.errors import Rejected
from store.filters import Day, Days
from store.text import clean

SIGN = re.compile(r"(>=|<=|>|<|=|)\s*(.*)", re.DOTALL)
TOLD = re.compile(r"(today|yesterday|tomorrow)((?:[+-][0-9]{1,4}[dwmy])*)", re.IGNORECASE)
STEP = re.compile(r"([+-][0-9]+)([dwmy])", re.IGNORECASE)
SHIFTED = {"today": 0, "yesterday": -1, "tomorrow": 1}
# A thousand years there and back: whatever is told from today lies within.
MONTHS_LIMIT, DAYS_LIMIT = 12_000, 366_000
# Days as people write them elsewhere; the one with dots has the day first.
LOOSE = (
    re.compile(r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})"),
)
HELP = "Write days like 2026-01-31, today, today-30d, >=today-2w or 2026-01-01..2026-01-31"


def read(text: str) -> Days:
    """The days that are written so; raises Rejected."""
    text = text.strip().replace("≥", ">=").replace("≤", "<=")
    if ".." in text:
        return _between(*text.split("..", 1))
    match = SIGN.fullmatch(text)
    sign, day = (match[1], _day(match[2])) if match else ("", _day(text))
    if sign.startswith(">"):
        return Days(first=day if sign == ">=" else _beside(day, 1))
    if sign.startswith("<"):
        return Days(last=day if sign == "<=" else _beside(day, -1))
    return Days(day, day)


def write(stretch: Days) -> str:
    """The days as `read` reads them."""
    first, last = stretch.first, stretch.last
    if first == last:
        return _written(first) if first else ""
    if first and last:
        return f"{_written(first)}..{_written(last)}"
    return f">={_written(first)}" if first else f"<={_written(last)}" if last else ""


def suggest(text: str) -> str:
    """What somebody may have meant who wrote days that cannot be read; empty if nobody can tell."""
    mended = text.strip()
    for loose in LOOSE:
        mended = loose.sub(_mended, mended)
    first, dots, last = mended.partition("..")
    for meant in (mended, f"{last}{dots}{first}"):
        with suppress(Rejected):
            return write(read(meant))
    return ""


def _mended(day: re.Match[str]) -> str:
    """The day as it should be written; the last one of the month for one that is not there."""
    year, month, number = (int(day[part]) for part in ("year", "month", "day"))
    if not (days.FIRST.year <= year <= days.LAST.year and 1 <= month <= 12):
        return day[0]
    return f"{year}-{month:02}-{min(number, monthrange(year, month)[1]):02}"


def _between(start: str, end: str) -> Days:
    first, last = (_day(text) if text.strip() else None for text in (start, end))
    if first is None and last is None:
        raise Rejected("filter", f"A stretch needs a first or a last day. {HELP}.")
    if first and last and _is_after(first, last):
        raise Rejected("filter", "The first day comes after the last one.")
    return Days(first, last)


def _is_after(first: Day, last: Day) -> bool:
    if first.on and last.on:
        return first.on > last.on
    told = first.on is None and last.on is None and first.months == last.months
    return told and first.days > last.days


def _day(text: str) -> Day:
    if told := TOLD.fullmatch(text.strip()):
        return _told(SHIFTED[told[1].lower()], told[2])
    if not days.ISO.fullmatch(text.strip()):
        raise Rejected("filter", f"“{clean(text)[:40]}” is no day. {HELP}.")
    try:
        return Day(on=days.read(text, field="filter"))
    except Rejected as refused:
        year = int(text.strip()[:4])
        if not days.FIRST.year <= year <= days.LAST.year:
            reason = f"Days go from {days.FIRST.year} to {days.LAST.year}."
        else:
            reason = f"There is no day {text.strip()}."
        raise Rejected("filter", reason) from refused


def _told(shift: int, steps: str) -> Day:
    counted = {"d": shift, "w": 0, "m": 0, "y": 0}
    for number, unit in STEP.findall(steps):
        counted[unit.lower()] += int(number)
    months, by_days = counted["y"] * 12 + counted["m"], counted["w"] * 7 + counted["d"]
    if abs(months) > MONTHS_LIMIT or abs(by_days) > DAYS_LIMIT:
        raise Rejected("filter", "That day is too far away.")
    return Day(months=months, days=by_days)


def _beside(day: Day, by: int) -> Day:
    """The day before or after."""
    if day.on is None:
        return replace(day, days=day.days + by)
    if day.on == (days.LAST if by > 0 else days.FIRST):
        raise Rejected("filter", f"Days go from {days.FIRST.year} to {days.LAST.year}.")
    return Day(on=day.on + timedelta(days=by))


def _written(day: Day) -> str:
    if day.on:
        return day.on.isoformat()
    years, months = divmod(day.months, 12)
    step = "" if not day.months else f"{day.months:+d}m" if months else f"{years:+d}y"
    return f"today{step}" + (f"{day.days:+d}d" if day.days else "")
