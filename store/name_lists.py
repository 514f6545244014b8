"""Lists of names in a cell: written so that each is read back, read as products write them."""

import re
from collections.abc import Iterable

DELIMITER = "; "
# Google writes several values of one cell so.
COLONS = " ::: "
DELIMITERS = (COLONS, ";", ",")
# Before the names of its own groups Google writes an asterisk.
STAR = re.compile(r"\*\s+")
# A name that holds one of these, or begins so, could be taken for several or for another one.
WANTS_QUOTES = re.compile(r"[;,\"]|:::|^\s|^\*|\s$")


def join(names: Iterable[str]) -> str:
    """The names in one cell, as `split` reads them."""
    return DELIMITER.join(map(quoted, names))


def quoted(name: str) -> str:
    """The name within quotation marks where it could be misread without."""
    return '"' + name.replace('"', '""') + '"' if WANTS_QUOTES.search(name) else name


def split(cell: str) -> list[tuple[str, bool]]:
    """Each name of the cell as it stands there, and whether it stands within quotation marks.

    The first of the delimiters that stands outside of quotation marks is the one that is meant.
    """
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
        within, plain = found.groups()
        parts.append((plain.strip(), False) if within is None else (_inner(within), True))
        at = found.end() + len(delimiter)
    return parts


def _inner(within: str) -> str:
    return within.replace('""', '"').strip()
