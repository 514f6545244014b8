"""Filter sentences: a filter in plain words, to be read after "people who"."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from store import days
from store.filter_names import Kind, Names
from store.filters import EVERYBODY, And, Day, Days, Filter, Ids, Not, Or, Row
from store.words import Source

SOURCES = {
    Source.hand: "by hand",
    Source.csv: "from a CSV file",
    Source.membership: "with a membership",
    Source.google: "from Google Contacts",
    Source.microsoft: "from Office 365",
}
# A name that reads as one among other words; others stand in quotes.
CLEAR = re.compile(r"\w+(?:[ '’&.+/#-]+\w+)*")
JOINTS = re.compile(r"\b(?:and|or|not|that|a deleted)\b", re.IGNORECASE)


def say(filter: Filter, names: Names, today: date | None = None) -> str:
    """What the filter asks for, such as `have a membership of Yoga 101; or are favorites`.

    With `today`, days that are told from it are named too. It is plain text, and holds names.
    """
    return _Speaker(names, today).say(filter)


class _Speaker:
    def __init__(self, names: Names, today: date | None) -> None:
        self.names = names
        self.today = today

    def say(self, filter: Filter) -> str:
        match filter:
            case Row():
                return " and ".join(self.clauses(filter, is_so=True))
            case Not(Row() as row) if len(clauses := [*self.clauses(row, is_so=False)]) == 1:
                return clauses[0]
            case Not(part):
                return f"are not among those who ({self.say(part)})"
            case And(parts):
                return " and ".join(self.bracketed(part) for part in parts)
            case Or(parts):
                return "; or ".join(self.say(part) for part in parts)

    def bracketed(self, filter: Filter) -> str:
        return f"({self.say(filter)})" if isinstance(filter, Or) else self.say(filter)

    def clauses(self, row: Row, *, is_so: bool) -> Iterator[str]:
        """Each thing that a row asks for, as it is, or as it is not."""
        if row == EVERYBODY:
            yield "are in the book" if is_so else "are not in the book"
        if row.asks_for_membership:
            yield self.membership(row, is_so=is_so)
        if row.groups is not None:
            yield f"are {'' if is_so else 'not '}in {self.named('group', row.groups)}"
        if row.favorite is not None:
            yield f"are {'' if is_so == row.favorite else 'not '}favorites"
        if row.companies:
            yield f"{'' if is_so else 'do not '}work at {_either(map(_quoted, row.companies))}"
        if row.domains:
            have = "have" if is_so else "do not have"
            yield f"{have} an email at {_either(row.domains)}"
        if row.sources:
            told = _either(SOURCES[source] for source in row.sources)
            yield f"were {'' if is_so else 'not '}added {told}"
        if row.imports is not None:
            yield f"{'came' if is_so else 'did not come'} with {self.imported(row.imports)}"
        if row.added:
            yield f"were {'' if is_so else 'not '}added {self.days(row.added)}"
        if row.search:
            yield f"{'' if is_so else 'do not '}match {_quoted(row.search)}"

    def membership(self, row: Row, *, is_so: bool) -> str:
        """One and the same membership that is all that the row says."""
        article = "no" if not is_so else "an" if row.statuses else "a"
        status = f"{_either(row.statuses)} " if row.statuses else ""
        status += f"{row.payments[0]} " if len(row.payments) == 1 else ""
        product = f" of {self.named('product', row.products)}" if row.products else ""
        payment = f", {_either(row.payments)}" if len(row.payments) > 1 else ""
        moments = [f"starts {self.days(row.starts)}"] if row.starts else []
        moments += [f"ends {self.days(row.ends)}"] if row.ends else []
        when = f"{',' if payment else ''} that {' and '.join(moments)}" if moments else ""
        return f"have {article} {status}membership{product}{payment}{when}"

    def named(self, kind: Kind, ids: Ids) -> str:
        if not ids:
            return f"any {kind}"
        called = self.names.of(kind)
        known = [_clear(called[id]) for id in ids if id in called]
        gone = len(ids) - len(known)
        lost = [f"a deleted {kind}"] if gone == 1 else [f"{gone} deleted {kind}s"] if gone else []
        group = ("group " if len(known) == 1 else "groups ") if kind == "group" and known else ""
        return group + _either([*known, *lost])

    def imported(self, ids: Ids) -> str:
        """With which of the imports: of what is called people.csv, 22 Nov 2026, the file is said
        before the day."""
        if not ids:
            return "any import"
        called = [self.names.imports[id].rpartition(", ") for id in ids if id in self.names.imports]
        known = [f"{_quoted(file)} of {day}" for file, _, day in called]
        gone = len(ids) - len(known)
        lost = [f"{gone} deleted import{'s' if gone > 1 else ''}"] if gone else []
        the = f"the import{'s' if len(known) > 1 else ''} " if known else ""
        return the + _either([*known, *lost])

    def days(self, stretch: Days) -> str:
        first, last = stretch.first, stretch.last
        if first and first == last:
            return self.day(first, alone=True)
        if first and last:
            return self.near(first, last) or f"from {self.day(first)} to {self.day(last)}"
        if first:
            return f"on or after {self.day(first)}"
        return f"on or before {self.day(last)}" if last else "on any day"

    def near(self, first: Day, last: Day) -> str:
        """So many days up to today, or from today on; today counts. Empty for other days."""
        words, other = ("in the last", first) if last == Day() else ("in the next", last)
        if Day() not in (first, last) or other.on or other.months:
            return ""
        told = f"{words} {abs(other.days) + 1} days"
        if self.today is None:
            return told
        dated = [days.say(days.on(day, self.today)) for day in (first, last)]
        return f"{told} ({dated[0]} to {dated[1]})"

    def day(self, day: Day, *, alone: bool = False) -> str:
        if day.on:
            return f"on {days.say(day.on)}" if alone else days.say(day.on)
        told = _told(day)
        return told if self.today is None else f"{told} ({days.say(days.on(day, self.today))})"


def _told(day: Day) -> str:
    """A day that is told from today."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if not day.months:
        return near.get(day.days) or _far(day.days, "day")
    whole_years = day.months % 12 == 0
    months = _far(day.months // 12, "year") if whole_years else _far(day.months, "month")
    if not day.days:
        return months
    return f"{_counted(abs(day.days), 'day')} {'after' if day.days > 0 else 'before'} {months}"


def _far(number: int, unit: str) -> str:
    return f"{_counted(abs(number), unit)} {'from today' if number > 0 else 'ago'}"


def _counted(number: int, unit: str) -> str:
    return f"{number:,} {unit}" + ("" if number == 1 else "s")


def _either(words: Iterable[str]) -> str:
    *some, last = words
    return f"{', '.join(some)} or {last}" if some else last


def _clear(name: str) -> str:
    return name if CLEAR.fullmatch(name) and not JOINTS.search(name) else _quoted(name)


def _quoted(text: str) -> str:
    return f"“{text}”"
