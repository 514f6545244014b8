"""Lists of addresses, as mail programs write them into one line: Ann Lee <ann@x.com>, bo@x.com."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from store.csv_rows import Cut, Row
from store.headers import Columns

LABEL = "List of addresses"
PLACES: dict[str, tuple[int, ...]] = {"name": (0,), "email": (1,)}
# A word with one @-sign in it; it begins behind what stands between addresses.
ADDRESS = re.compile(r"(?<![^\s,;<>\"])[^\s,;<>\"@]{1,254}+@[^\s,;<>\"@]{1,254}+")
BETWEEN = " \t\r\n,;"
AROUND = f"{BETWEEN}\"'“”"
SURVEYED = 200


@dataclass(frozen=True)
class Addresses:
    """A file of such lines, read as rows of a name and an address; several may stand in a line."""

    broken: ClassVar[str] = "This is no address."
    cut: Cut

    @property
    def content(self) -> bytes:
        """The file as it came."""
        return self.cut.content

    @property
    def encoding(self) -> str:
        """How its letters are written."""
        return self.cut.encoding

    def rows(self, *, below: int = 0, above: int | None = None) -> Iterator[Row]:
        """Every address between these lines."""
        for number, line in enumerate(islice(self.cut.text(), below, above), below + 1):
            for cells in _rows(line):
                yield number, 1, cells


def understand(cut: Cut) -> tuple[Addresses, Columns] | None:
    """The addresses as rows, and their columns; None for a file of something else, or of a table
    with emails in several columns."""
    lines = [line for line in islice(cut.text(), SURVEYED) if line.strip(BETWEEN)]
    found = [_addresses(line) for line in lines]
    counts = [len(one or ()) for one in found]
    is_list = max(counts, default=0) > 1 or any("<" in line for line in lines)
    is_table = len(counts) > 1 and counts[0] > 1 and len({*counts}) == 1
    if not all(found) or not is_list or is_table:
        return None
    return Addresses(cut), Columns(LABEL, (), PLACES)


def _rows(line: str) -> list[list[str]]:
    """A line with something else in it is one row, which nobody can use."""
    found = _addresses(line)
    return [["", line.strip()]] if found is None else found


def _addresses(line: str) -> list[list[str]] | None:
    """Name and address of each in a line; None where something else stands there."""
    found, end = [], 0
    for match in ADDRESS.finditer(line):
        before, name = line[end : match.start()], ""
        end = match.end()
        if before.endswith("<") and line.startswith(">", end):
            before, name, end = "", before[:-1].strip(AROUND), end + 1
        if before.strip(BETWEEN):
            return None
        found.append([name, match[0]])
    return None if line[end:].strip(BETWEEN) else found
