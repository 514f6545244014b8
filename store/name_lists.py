"""Lists of names in a cell: written so that each is read back, read as products write them."""

import re
from collections.abc import Iterable

DELIMITER = "; "
# Google writes several values of one cell so.
COLONS = " ::: "
DELIMITERS = (COLONS, ";", ",")
# Before the names of its own groups Google writes an asterisk.
STAR = re.compile(r"\A\*\s+")
# A name that holds one of these, or begins so, could be taken for several or for another one.
WANTS_QUOTES = re.compile(r"[;,\"]|:::|^\*")
NAME = r'(?:"((?:[^"]|"")*+)"|((?:(?!:::)[^;,"])*+))'
OWN = re.compile(rf"{NAME}(?:; {NAME})*+")
NEXT = re.compile(rf"{NAME}(?:; |\Z)")


def join(names: Iterable[str]) -> str:
    """The names in one cell, as `split` reads them."""
    return DELIMITER.join(map(quoted, names))


def quoted(name: str) -> str:
    """The name within quotation marks where it could be misread without."""
    return '"' + name.replace('"', '""') + '"' if WANTS_QUOTES.search(name) else name


def split(cell: str) -> list[tuple[str, bool]]:
    """Each name of the cell as it stands there, and whether it stands within quotation marks.

    What `join` could have written is read so. Otherwise the first of the delimiters that cuts the
    cell is the one that is meant.
    """
    parts = [_part(found) for found in NEXT.finditer(cell)] if OWN.fullmatch(cell) else _cut(cell)
    return [part for part in parts if part[0]]


def _cut(cell: str) -> list[tuple[str, bool]]:
    for delimiter in DELIMITERS:
        if delimiter.strip() in cell:
            parts = _parts(cell, delimiter)
            if len(parts) > 1:
                return parts
    return _parts(cell, DELIMITERS[-1])


def _parts(cell: str, delimiter: str) -> list[tuple[str, bool]]:
    """The cell cut at the delimiter; a quotation mark counts at the beginning of a name only."""
    end = re.escape(delimiter)
    pattern = re.compile(rf'\s*"((?:[^"]|"")*+)"\s*(?={end}|\Z)|(.*?)(?={end}|\Z)', re.DOTALL)
    parts: list[tuple[str, bool]] = []
    at = 0
    while at <= len(cell):
        found = pattern.match(cell, at)
        assert found is not None  # the second half of the pattern matches anything
        parts.append(_part(found))
        at = found.end() + len(delimiter)
    return parts


def _part(found: re.Match[str]) -> tuple[str, bool]:
    within, plain = found.groups()
    return (plain.strip(), False) if within is None else (within.replace('""', '"').strip(), True)
