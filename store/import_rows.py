"""Rows of a file: which of them are people, and what each says about its person."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

from store.csv_files import Sheet
from store.csv_origins import ROSTER
from store.emails import Email, is_everyday, normalise
from store.errors import Rejected
from store.formulas import unguard
from store.header_names import plain
from store.import_cells import Belongings, Cells
from store.limits import NAME_LIMIT, NOTES_LIMIT, PHONE_LIMIT
from store.names import split
from store.text import clean, clean_lines

# A longer cell does not hold the addresses of one person.
EMAILS_LIMIT = 5_000
LIMITS = {"phone": PHONE_LIMIT, "notes": NOTES_LIMIT}
SHORT = min(PHONE_LIMIT, NAME_LIMIT)
# Between the several values of one cell Google writes three colons; in our own files it is text.
SEVERAL = " ::: "
BETWEEN_EMAILS = re.compile(r" ::: |[;,|\r\n]+")
# Cells are cleaned together, which is quicker; this stands between them.
JOINT = "~"
# So many people are cleaned at a time. Of more, Python's collector of garbage would look again and
# again at rows that are still in use.
HANDFUL = 200
FIELDS = ("first_name", "last_name", "name", "company", "job_title", "phone", "notes")


class Person(NamedTuple):
    """A row that can become a contact: the line on which it begins, its email, all its cells."""

    line: int
    email: str
    key: str
    cells: list[str]
    brings: Belongings | None = None
    is_further: bool = False


class Problem(NamedTuple):
    """A row that cannot be used, and why; the reason repeats nothing of what the row says.

    Its cells are None where it could not be cut into any: it takes so many lines of the file.
    """

    line: int
    reason: str
    cells: list[str] | None = None
    lines: int = 1


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

    def __init__(self, sheet: Sheet, belongings: Cells | None = None) -> None:
        self._sheet = sheet
        self._brings = belongings.of if belongings is not None and belongings.wanted else None
        places = sheet.columns.places
        self._names = sheet.columns.names
        self._reach = 2 + max(len(self._names) - 1, *(max(at) for at in places.values()), 0)
        self._emails = places["email"]
        self._at = {field: places.get(field, ()) for field in FIELDS}
        self._has_last_name = "last_name" in places
        self._lists = sheet.columns.label != ROSTER
        self._used = [(spot, name) for name, spots in self._at.items() for spot in spots]

    def rows(self) -> Iterator[Person | Problem]:
        """Each row with something in it."""
        reach, first, width = self._reach, self._emails[0], len(self._names)
        for line, lines, row in self._sheet.cut.rows(below=self._sheet.above):
            if row is None:
                yield Problem(line, self._sheet.cut.broken, lines=lines)
                continue
            cells = len(row)
            row += [""] * (reach - cells if cells < reach else 1)
            shown = row[first]
            if is_everyday(shown):
                key = shown.lower()
            elif isinstance(found := self._email(row), str):
                if any(map(str.strip, row)):
                    yield Problem(line, self._why(row, found), row, lines)
                continue
            else:
                shown, key = found
            # Nearly every row is of the right width, on one line, and without long cells.
            is_short = len("".join(row)) <= SHORT or max(map(len, row)) <= SHORT
            problem = "" if is_short and cells <= width and lines == 1 else self._problem(row)
            if problem:
                yield Problem(line, problem, row, lines)
            elif self._brings is None:
                yield Person(line, shown, key, row)
            else:
                yield self._with_belongings(Person(line, shown, key, row), lines)

    def values(self, person: Person) -> Values:
        """What the cells of this person say."""
        return Values(*(column[0] for column in self.columns([person])))

    def columns(self, people: Sequence[Person]) -> list[list[str]]:
        """What the cells of these people say, a list for each field of Values.

        So they are cleaned thousands at a time, which is much quicker than one by one.
        """
        rows = [person.cells for person in people]
        *short, notes = (_column(rows, places) for places in self._at.values())
        first, last, full, company, title, phone = (_lines(cells, self._lists) for cells in short)
        for at, name in enumerate(full if any(full) else ()):
            if name and not last[at] and not (first[at] and self._has_last_name):
                first[at], last[at] = _name(first[at], name, people[at].email)
        notes = [note and _several_lines(note) for note in notes]
        return [first, last, company, title, phone, notes]

    def _with_belongings(self, person: Person, lines: int) -> Person | Problem:
        assert self._brings is not None
        try:
            return person._replace(brings=self._brings(person.cells))
        except Rejected as rejected:
            return Problem(person.line, rejected.reason, person.cells, lines)

    def sample(self, person: Person) -> tuple[int, str]:
        """On which line, and who it is: Ann Lee · ann@example.com."""
        values = self.values(person)
        name = f"{values.first_name} {values.last_name}".strip()
        return person.line, f"{name} · {person.email}" if name else person.email

    def _problem(self, row: list[str]) -> str:
        """What makes the row unusable although it has an email; "" for nothing."""
        width = len(self._names)
        if width and any(map(str.strip, row[width:])):
            return f"The row has {len(row) - 1:,} cells, the header {width:,}."
        for place, field in self._used:
            cell, limit = row[place], LIMITS.get(field, NAME_LIMIT)
            if len(cell) > limit and len(self._cleaned(cell, field)) > limit:
                verb = "are" if field == "notes" else "is"
                name = field.replace("_", " ")
                return f"The {name} {verb} longer than {limit:,} characters."
            if field != "notes" and "\n" in cell and "@" in cell:
                return "A quotation mark opens in this row and closes in another one."
        return ""

    def _cleaned(self, cell: str, field: str) -> str:
        return _several_lines(cell) if field == "notes" else _lines([cell], self._lists)[0]

    def _email(self, row: list[str]) -> Email | str:
        """The first valid address in the row's cells and lists, or why there is none."""
        reason = ""
        for place in self._emails:
            cell = row[place]
            text = unguard(cell).strip()
            if not text:
                continue
            try:
                return normalise(text)
            except Rejected as rejected:
                if found := _one_of_several(cell, refused=text):
                    return found
                reason = reason or rejected.reason
        return reason or "No email address."

    def _why(self, row: list[str], reason: str) -> str:
        cells = zip(self._header, row, strict=False)
        repeats = bool(self._header) and all(name == plain(cell) for name, cell in cells)
        return "This row repeats the header." if repeats else reason

    @cached_property
    def _header(self) -> list[str]:
        return [plain(name) for name in self._names]


def _one_of_several(cell: str, *, refused: str) -> Email | None:
    """The first valid address of a cell with several; `a b@c.de` may be any one, so it is none."""
    for part in BETWEEN_EMAILS.split(cell[:EMAILS_LIMIT]):
        words = part.split()
        for word in words if all("@" in word for word in words) else [part]:
            text = unguard(word.strip())
            if text == refused:
                continue
            with suppress(Rejected):
                return normalise(text)
    return None


def _column(rows: list[list[str]], places: tuple[int, ...]) -> list[str]:
    """The cell of each row at these places, of several the first that is not empty."""
    if len(places) > 1:
        return [next((row[at] for at in places if row[at].strip()), "") for row in rows]
    return [row[places[0]] for row in rows] if places else [""] * len(rows)


def _lines(cells: list[str], lists: bool) -> list[str]:
    """Each cell as one clean line; of several values the first, where there are `lists`."""
    if not any(cells):
        return cells
    text = clean(JOINT.join(cells))
    lines = text.split(JOINT)
    if len(lines) != len(cells):
        lines = [clean(cell) for cell in cells]
    if lists and SEVERAL in text:
        lines = [line.partition(SEVERAL)[0] for line in lines]
    if "'" in text:
        lines = [unguard(line.strip()) for line in lines]
    return [*map(str.strip, lines)]


def _several_lines(cell: str) -> str:
    return unguard(clean_lines(cell)).strip()


def _name(first: str, full: str, email: str) -> tuple[str, str]:
    """First and last name of somebody without a last name, from a column of (whole?) names."""
    if full.lower() == email.lower():
        return first, ""
    # Beside a first name, `Name` is the last one (Vorname, Name) or all of it.
    return (first, full.removeprefix(first).strip()) if first else split(full)
