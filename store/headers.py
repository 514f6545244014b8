"""Columns: which of a file's columns holds which part of a contact."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.belonging_names import belonging_of
from store.csv_origins import origin
from store.header_names import field_of, plain
from store.text import name_key

SHOWN = {
    "email": "email",
    "first_name": "first name",
    "last_name": "last name",
    "name": "name",
    "company": "company",
    "job_title": "job title",
    "phone": "phone",
    "notes": "notes",
    "groups": "groups",
    "favorites": "favorite",
    "products": "product",
    "payment": "payment",
    "comped": "comped",
    "active": "active membership",
    "starts": "first day",
    "ends": "last day",
    "cancelled": "cancelled on",
}
MEMBERSHIP_FIELDS = ("products", "payment", "comped", "active", "starts", "ends", "cancelled")
DAY_FIELDS = ("starts", "ends", "cancelled")
NAME_SHOWN = 40
# A header stands within the first rows, below what some products write above it.
WITHIN = 20
ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
EMAIL_SHARE = 0.8
WORDS = re.compile(r"[^\d@]{1,100}")


@dataclass(frozen=True)
class Columns:
    """Where each field is: of several columns the first that is not empty counts.

    `names` are the columns as the file calls them; empty for a file without a header. In days such
    as 3/4/2026 `day_first` tells what is the day, where the file does; where it does not, and has
    such days, it is `ambiguous`.
    """

    label: str
    names: tuple[str, ...]
    places: dict[str, tuple[int, ...]]
    day_first: bool | None = None
    ambiguous: bool = False

    @property
    def known(self) -> int:
        """How many columns are read."""
        return sum(map(len, self.places.values()))

    @property
    def used(self) -> list[str]:
        """The columns that are read, each with the field that it becomes where that is news."""
        pairs = sorted((place, field) for field, at in self.places.items() for place in at)
        return [self._describe(place, field) for place, field in pairs]

    @property
    def ignored(self) -> list[str]:
        """The columns that are not read."""
        used = {place for at in self.places.values() for place in at}
        names = enumerate(self.names)
        return [name[:NAME_SHOWN] for place, name in names if name and place not in used]

    def _describe(self, place: int, field: str) -> str:
        name = self.names[place][:NAME_SHOWN] if self.names else f"column {place + 1}"
        shown = SHOWN[field]
        return name if plain(name) == plain(shown) else f"{name} → {shown}"


def digest(columns: Columns) -> str:
    """What is the same for all files with these names of columns; "" for one without a header."""
    if not columns.names:
        return ""
    names = "\n".join(plain(name) or name_key(name) for name in columns.names)
    return hashlib.sha256(names.encode()).hexdigest()


def recognise(names: Sequence[str]) -> Columns | None:
    """The columns of a header; None when no column of it is called what an email is called."""
    plains = [plain(name) for name in names]
    label = origin(set(plains))
    fields = [field_of(name) or belonging_of(name, label) for name in plains]
    if "title" in plains and "suffix" not in plains:
        # Where names have a suffix, a title is what stands before them: Dr., Ms.
        fields = [
            "job_title" if name == "title" else field
            for name, field in zip(plains, fields, strict=True)
        ]
    places: dict[str, tuple[int, ...]] = {}
    for place, field in enumerate(fields):
        if field:
            places[field] = (*places.get(field, ()), place)
    if more := places.pop("more_email", ()):
        places["email"] = (*places.get("email", ()), *more)
    if "email" not in places:
        return None
    return Columns(label, tuple(name.strip() for name in names), _whose_name(places))


def _whose_name(places: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """`Nombre, Apellidos` and `Nome, Cognome`: beside a last name the name is the first one."""
    if "name" in places and "last_name" in places and "first_name" not in places:
        return {("first_name" if field == "name" else field): at for field, at in places.items()}
    return places


def by_content(rows: Sequence[Sequence[str]]) -> tuple[int, Columns] | None:
    """The columns as their content shows them, and how many rows at the top are not people.

    For files whose header is missing, or in a language that Roster does not read.
    """
    place = _email_place(rows)
    if place is None:
        return None
    first = next(n for n, row in enumerate(rows) if _is_address(row, place))
    header = rows[first - 1] if first else []
    if first > WITHIN:
        return None
    if len(header) > place and header[place].strip():
        return first, _with_header(header, place)
    return first, Columns("List without a header", (), _guess(rows[first:], place))


def _email_place(rows: Sequence[Sequence[str]]) -> int | None:
    """The column in which nearly everything is an address; of two the fuller one."""
    best, place = 0, None
    for column in range(max(map(len, rows), default=0)):
        cells = [row[column] for row in rows if len(row) > column and row[column].strip()]
        hits = sum(bool(ADDRESS.search(cell)) for cell in cells)
        if hits > best and hits >= EMAIL_SHARE * (len(cells) - 1):
            best, place = hits, column
    return place


def _is_address(row: Sequence[str], place: int) -> bool:
    return len(row) > place and bool(ADDRESS.search(row[place]))


def _with_header(names: Sequence[str], place: int) -> Columns:
    """A header that names everything but the email in a way that is known."""
    found = recognise([*names[:place], "email", *names[place + 1 :]])
    places = dict(found.places) if found else {}
    places["email"] = (place, *(at for at in places.get("email", ()) if at != place))
    return Columns("CSV file", tuple(name.strip() for name in names), places)


def _guess(rows: Sequence[Sequence[str]], email: int) -> dict[str, tuple[int, ...]]:
    """Two columns without a header are an email and a name; three, first and last name."""
    width = max(map(len, rows))
    others = [place for place in range(width) if place != email]
    if len(others) not in (1, 2) or not all(_is_words(rows, place) for place in others):
        return {"email": (email,)}
    fields = ("name",) if len(others) == 1 else ("first_name", "last_name")
    return {"email": (email,), **{field: (at,) for field, at in zip(fields, others, strict=True)}}


def _is_words(rows: Iterable[Sequence[str]], place: int) -> bool:
    cells = [row[place].strip() for row in rows if len(row) > place and row[place].strip()]
    return all(WORDS.fullmatch(cell) for cell in cells)
