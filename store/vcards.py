"""vCard files: each card is a row, with the columns that a list of contacts would have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from typing import ClassVar

from store import encodings, name_lists, vcard_lines
from store.csv_rows import Row
from store.errors import Unreadable
from store.headers import Columns
from store.text import clean
from store.vcard_lines import Line

LABEL = "vCard file"
NAMES = (
    "Email", "Email 2", "Email 3", "First name", "Last name", "Name", "Company", "Job title",
    "Phone", "Notes", "Groups",
)  # fmt: skip
PLACES: dict[str, tuple[int, ...]] = {
    "email": (0, 1, 2), "first_name": (3,), "last_name": (4,), "name": (5,), "company": (6,),
    "job_title": (7,), "phone": (8,), "notes": (9,), "groups": (10,),
}  # fmt: skip
BEGIN, END = "BEGIN:VCARD", "END:VCARD"
WANTED = frozenset(("EMAIL", "N", "FN", "ORG", "TITLE", "ROLE", "TEL", "NOTE", "CATEGORIES"))
NOT_SPOKEN = frozenset(("FAX", "PAGER"))
CHARSET = re.compile(rb"CHARSET=\"?([\w-]+)", re.IGNORECASE)
# What stands at the beginning of any file, in any kind of Unicode, beside text.
MARKS = b"\0\xef\xbb\xbf\xfe\xff \t\r\n"


@dataclass(frozen=True)
class Cards:
    """A file of vCards, read as rows. A card that is cut off, or cannot be decoded, is None."""

    broken: ClassVar[str] = "This card is cut off, or cannot be decoded."
    content: bytes
    encoding: str

    def rows(self, *, below: int = 0, above: int | None = None) -> Iterator[Row]:
        """Each card that begins between these physical lines; groups of cards are none."""
        for line, count, lines in self._cards():
            if above is not None and line > above:
                return
            if line > below and not (lines and vcard_lines.is_group(lines)):
                yield line, count, None if lines is None else _row(lines)

    def _cards(self) -> Iterator[tuple[int, int, list[str] | None]]:
        """Where each card begins, how many lines it takes, and these; None without an end."""
        begun, depth = 0, 0
        lines: list[str] = []
        number = 0
        for number, line in enumerate(self._text(), 1):
            word = line.strip().upper()
            if word == BEGIN and depth and not _holds_another(lines):
                yield begun, number - begun, None
                depth = 0
            if word == BEGIN:
                depth += 1
                begun, lines = (number, []) if depth == 1 else (begun, lines)
            elif word == END and depth:
                depth -= 1
                if not depth:
                    yield begun, number - begun + 1, lines
            elif depth == 1:
                lines.append(line)
        if depth:
            yield begun, number - begun + 1, None

    def _text(self) -> Iterator[str]:
        file = TextIOWrapper(BytesIO(self.content), self.encoding, newline="")
        return (line.rstrip("\r\n") for line in file)


def begins(content: bytes) -> bool:
    """Whether this is a file of vCards."""
    head = content[:200].lstrip(MARKS).replace(b"\0", b"")
    return head[: len(BEGIN)].upper() == BEGIN.encode()


def understand(content: bytes) -> tuple[Cards, Columns]:
    """The cards as rows, and their columns; raises Unreadable where none has an email."""
    cards = Cards(content, _encoding(content))
    if not any(cells is None or any(cells[:3]) for _, _, cells in cards.rows()):
        raise Unreadable(
            "None of these cards has an email address, and a contact needs one. "
            "Add the addresses, export the cards again and drop that file."
        )
    return cards, Columns(LABEL, NAMES, PLACES)


def _encoding(content: bytes) -> str:
    """What the file is in; where that is an old encoding, its cards may name it."""
    named: set[bytes] = {name.lower() for name in CHARSET.findall(content)}
    if len(named) == 1 and not encodings.decodes(content, "utf-8"):
        codec = named.pop().decode()
        if _is_known(codec) and encodings.decodes(content, codec):
            return codec
    return encodings.detect(content)


def _is_known(codec: str) -> bool:
    try:
        b"".decode(codec)
    except LookupError:
        return False
    return True


def _holds_another(lines: list[str]) -> bool:
    """Whether the card that begins next belongs to this one: an assistant's, in old versions."""
    return bool(lines) and lines[-1].strip().upper() == "AGENT:"


def _row(lines: list[str]) -> list[str] | None:
    try:
        return _cells(list(vcard_lines.read(lines, WANTED)))
    except Unreadable:
        return None


def _cells(lines: list[Line]) -> list[str]:
    """What a card says, column by column."""
    said = {name: [line for line in lines if line.name == name] for name in WANTED}
    emails = [line.text.strip() for line in sorted(said["EMAIL"], key=_preference)]
    first, second, *others = (*filter(None, emails), "", "")
    company = next(filter(None, (part for line in said["ORG"] for part in line.parts(";"))), "")
    last_name, first_name = _name(said["N"])
    full = _first(said["FN"])
    return [
        first,
        second,
        ", ".join(filter(None, others)),
        first_name,
        last_name,
        # Where a card is that of a company, this is its name once more.
        "" if full == clean(company) else full,
        clean(company),
        _first(said["TITLE"]) or _first(said["ROLE"]),
        _first(sorted(said["TEL"], key=_preference)).removeprefix("tel:"),
        "\n".join(line.text for line in said["NOTE"]),
        name_lists.join(filter(None, (one for line in said["CATEGORIES"] for one in _names(line)))),
    ]


def _preference(line: Line) -> tuple[bool, int]:
    return not NOT_SPOKEN.isdisjoint(line.types), line.preference


def _name(lines: list[Line]) -> tuple[str, str]:
    """Last and first name, as they stand in the order of such a line."""
    last, first, *_ = [*(part for line in lines[:1] for part in line.parts(";")), "", ""]
    return clean(last), clean(first)


def _names(line: Line) -> list[str]:
    return [clean(name) for name in line.parts(",;")]


def _first(lines: list[Line]) -> str:
    return next(filter(None, (clean(line.text) for line in lines)), "")
