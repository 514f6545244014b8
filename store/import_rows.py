"""Rows of a file: which of them are people, and what each says about its person."""

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from store.csv_files import Sheet
from store.emails import Email, normalise
from store.errors import Rejected
from store.header_names import plain
from store.models import NAME_LIMIT, NOTES_LIMIT, PHONE_LIMIT
from store.names import split
from store.text import clean, clean_lines

# A longer cell does not hold the addresses of one person.
EMAILS_LIMIT = 5_000
LIMITS = {"phone": PHONE_LIMIT, "notes": NOTES_LIMIT}
SHORT = min(PHONE_LIMIT, NAME_LIMIT)
# Between the several values of one cell Google writes three colons.
SEVERAL = " ::: "
BETWEEN_EMAILS = re.compile(r" ::: |[;,|\r\n]+")
# An export puts an apostrophe before what a spreadsheet would run as a formula.
GUARDED = re.compile("'+[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


class Person(NamedTuple):
    """A row that can become a contact: the line on which it begins, its email, all its cells."""

    line: int
    email: str
    key: str
    cells: list[str]


class Problem(NamedTuple):
    """A row that cannot be used, and why; the reason repeats nothing of what the row says."""

    line: int
    reason: str


class Values(NamedTuple):
    """What a row says about its person, clean."""

    first_name: str
    last_name: str
    company: str
    job_title: str
    phone: str
    notes: str


class Reader:
    """Reads the rows of one file, by its columns."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        places = sheet.columns.places
        self._names = sheet.columns.names
        self._reach = max(len(self._names), 1 + max(max(at) for at in places.values()))
        self._emails = places["email"]
        self._fields = {field: at for field, at in places.items() if field != "email"}
        self._used = [(place, field) for field, at in self._fields.items() for place in at]
        # Twice the email, because of one place alone an itemgetter makes no tuple.
        self._cells = itemgetter(*[place for place, _ in self._used], *[self._emails[0]] * 2)

    def rows(self) -> Iterator[Person | Problem]:
        """Each row with something in it."""
        reach, first, width = self._reach, self._emails[0], len(self._names)
        for line, lines, row in self._sheet.cut.rows(below=self._sheet.above):
            if row is None:
                yield Problem(line, "A quotation mark opens in this row and does not close.")
                continue
            if len(row) < reach:
                row += [""] * (reach - len(row))
            try:
                shown, key = normalise(_unguard(row[first]).strip())
            except Rejected as rejected:
                found = self._other_email(row, rejected.reason)
                if isinstance(found, str):
                    if any(map(str.strip, row)):
                        yield Problem(line, self._why(row, found))
                    continue
                shown, key = found
            # Nearly every row is of the right width, on one line, and without long cells.
            ordinary = len(row) == width and lines == 1 and max(map(len, self._cells(row))) <= SHORT
            problem = "" if ordinary else self._problem(row)
            yield Problem(line, problem) if problem else Person(line, shown, key, row)

    def values(self, person: Person) -> Values:
        """What the cells of this person say."""
        row, at = person.cells, self._fields
        first, last = self._name(row, person.email)
        return Values(
            first,
            last,
            _value(row, at.get("company", ())),
            _value(row, at.get("job_title", ())),
            _value(row, at.get("phone", ())),
            _notes(row, at.get("notes", ())),
        )

    def _problem(self, row: list[str]) -> str:
        """What makes the row unusable although it has an email; "" for nothing."""
        width = len(self._names)
        if 0 < width < len(row) and any(map(str.strip, row[width:])):
            return f"The row has {len(row):,} cells, the header {width:,}."
        for place, field in self._used:
            cell, limit = row[place], LIMITS.get(field, NAME_LIMIT)
            if len(cell) > limit and len(_cleaned(cell, field)) > limit:
                return f"The {field.replace('_', ' ')} is longer than {limit:,} characters."
            if field != "notes" and "\n" in cell and "@" in cell:
                return "A quotation mark opens in this row and closes in another one."
        return ""

    def _other_email(self, row: list[str], reason: str) -> Email | str:
        """The first valid address in the row's other cells and lists, or why there is none."""
        empty = not row[self._emails[0]].strip()
        for place in self._emails:
            cell = row[place]
            if not cell.strip():
                continue
            try:
                return normalise(_unguard(cell))
            except Rejected as rejected:
                if found := _one_of_several(cell):
                    return found
                reason, empty = (rejected.reason if empty else reason), False
        return "No email address." if empty else reason

    def _name(self, row: list[str], email: str) -> tuple[str, str]:
        at = self._fields
        first, last = _value(row, at.get("first_name", ())), _value(row, at.get("last_name", ()))
        if "name" not in at or last or (first and "last_name" in at):
            return first, last
        full = _value(row, at["name"])
        if full.lower() == email.lower():
            return first, last
        # Beside a first name, `Name` is the last one (Vorname, Name) or all of it.
        return (first, full.removeprefix(first).strip()) if first else split(full)

    def _why(self, row: list[str], reason: str) -> str:
        if self._names and [plain(cell) for cell in row] == [plain(name) for name in self._names]:
            return "This row repeats the header."
        return reason


def _one_of_several(cell: str) -> Email | None:
    """The first valid address of a cell with several; `a b@c.de` may be any one, so it is none."""
    for part in BETWEEN_EMAILS.split(cell[:EMAILS_LIMIT]):
        words = part.split()
        for text in words if all("@" in word for word in words) else [part]:
            try:
                return normalise(_unguard(text.strip()))
            except Rejected:
                continue
    return None


def _value(row: list[str], places: Sequence[int]) -> str:
    """The first of these cells that is not empty, as one clean line."""
    for place in places:
        cell = row[place]
        if cell and (text := clean(_unguard(cell) if cell[0] == "'" else cell)):
            return text.partition(SEVERAL)[0] if SEVERAL in text else text
    return ""


def _notes(row: list[str], places: Sequence[int]) -> str:
    for place in places:
        cell = row[place]
        if cell and (text := clean_lines(_unguard(cell))):
            return text
    return ""


def _cleaned(cell: str, field: str) -> str:
    return _notes([cell], (0,)) if field == "notes" else _value([cell], (0,))


def _unguard(cell: str) -> str:
    """Without the apostrophe that an export put before a formula."""
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell
