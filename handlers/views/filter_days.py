"""Days in the filter form: what is asked often, any two days, and whatever was written by hand."""

from typing import TypedDict

from handlers.views.kit import Block, View, actions, day_input, option, picked, select
from store import days, filter_days
from store.filters import Day, Days, Row

ANY_DAY = "any"
BETWEEN = "between"
# Each field with what is offered: the written form, and what it says.
OFFERED: dict[str, dict[str, str]] = {
    "added": {
        ANY_DAY: "Added: any day",
        "today": "Added today",
        ">=today-6d": "Added in the last 7 days",
        ">=today-29d": "Added in the last 30 days",
        ">=today-89d": "Added in the last 90 days",
        ">=today-1y": "Added in the last 12 months",
        BETWEEN: "Added between two days…",
    },
    "starts": {
        ANY_DAY: "Begins: any day",
        "today": "Begins today",
        "today+1d..today+7d": "Begins in the next 7 days",
        "today-29d..today": "Began in the last 30 days",
        BETWEEN: "Begins between two days…",
    },
    "ends": {
        ANY_DAY: "Ends: any day",
        "today": "Ends today",
        "today..today+7d": "Ends in the next 7 days",
        "today..today+14d": "Ends in the next 14 days",
        "today..today+30d": "Ends in the next 30 days",
        "today-30d..today-1d": "Ended in the last 30 days",
        BETWEEN: "Ends between two days…",
    },
}


class DaysOf(TypedDict):
    """The fields of a row that are days."""

    added: Days | None
    starts: Days | None
    ends: Days | None


def choices(row: Row, open_days: frozenset[str]) -> list[Block]:
    """A list to choose from for each of the fields."""
    return [_choice(name, getattr(row, name), name in open_days) for name in OFFERED]


def pickers(row: Row, open_days: frozenset[str], block: str) -> list[Block]:
    """Two calendars for each field of which two days are being chosen; one may stay empty."""
    return [_pickers(name, getattr(row, name), block) for name in OFFERED if name in open_days]


def open_in(row: Row) -> frozenset[str]:
    """The fields whose days are days of the calendar."""
    return frozenset(name for name in OFFERED if _is_calendar(getattr(row, name)))


def read_open(view: View, at: int) -> frozenset[str]:
    """The fields for which two days are being chosen in the form."""
    return frozenset(name for name in OFFERED if _value(view, at, name) == BETWEEN)


def read(view: View, at: int) -> DaysOf:
    """What the form says of all fields. Raises Rejected for days that are none."""
    return {
        "added": _read(view, at, "added"),
        "starts": _read(view, at, "starts"),
        "ends": _read(view, at, "ends"),
    }


def _choice(name: str, asked: Days | None, is_open: bool) -> Block:
    offered = OFFERED[name]
    value = filter_days.write(asked) if asked else ANY_DAY
    # One value, whatever the days: Slack keeps a choice only while it is offered.
    value = BETWEEN if is_open else value
    own = {} if value in offered else {value: f"{name.capitalize()}: {value}"}
    listed = [option(text, word) for word, text in (offered | own).items()]
    return select(listed, f"filters.recount:{name}", chosen=value)


def _pickers(name: str, asked: Days | None, block: str) -> Block:
    first, last = (asked.first, asked.last) if asked and _is_calendar(asked) else (None, None)
    of = OFFERED[name][ANY_DAY].partition(":")[0]
    return actions(
        [
            _calendar("first", first, f"{of} from"),
            _calendar("last", last, f"{of} until"),
        ],
        f"{block}:{name}",
    )


def _calendar(side: str, day: Day | None, hint: str) -> Block:
    return day_input(f"filters.recount:{side}", initial=day.on if day else None, hint=hint)


def _is_calendar(asked: Days | None) -> bool:
    return asked is not None and all(
        day is None or day.on is not None for day in (asked.first, asked.last)
    )


def _value(view: View, at: int, name: str) -> str:
    return picked(view, f"line:{at}:more", f"filters.recount:{name}") or ANY_DAY


def _read(view: View, at: int, name: str) -> Days | None:
    value = _value(view, at, name)
    if value == ANY_DAY:
        return None
    if value != BETWEEN:
        return filter_days.read(value)
    block = f"line:{at}:{name}"
    first = days.read(picked(view, block, "filters.recount:first"), field="filter")
    last = days.read(picked(view, block, "filters.recount:last"), field="filter")
    if first is None and last is None:
        return None
    return Days(Day(first) if first else None, Day(last) if last else None)
