"""Rows: a file's bytes cut into cells, each row with the physical line on which it begins."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    import _csv

FILE_LIMIT = 10 * 1024 * 1024
# After so many quotation marks that run to the end of the file, the rest of it is one bad row.
ENDLESS_LIMIT = 10

# The csv module has one limit for all its readers, 131,072 characters, at which it gives up on
# the whole file. Here a cell that is too long costs its own row only.
csv.field_size_limit(FILE_LIMIT)


# On which physical line a row begins, how many lines it takes, and its cells; None instead of
# these where a quotation mark opens and is not closed before a delimiter.
Row = tuple[int, int, list[str] | None]


class Rows(Protocol):
    """A file that can be read row by row, as often as it takes; `broken` says why one is None."""

    broken: ClassVar[str]

    @property
    def content(self) -> bytes:
        """The file as it came."""

    @property
    def encoding(self) -> str:
        """How its letters are written."""

    def rows(self, *, below: int = 0, above: int | None = None) -> Iterator[Row]:
        """Every row that begins between these physical lines."""


@dataclass(frozen=True)
class Cut:
    """A file and how it is to be cut."""

    broken: ClassVar[str] = "A quotation mark opens in this row and does not close."
    content: bytes
    encoding: str
    delimiter: str = ","
    escape: str | None = None

    def text(self) -> TextIOWrapper:
        """The decoded file, read piece by piece."""
        return TextIOWrapper(BytesIO(self.content), self.encoding, newline="")

    def rows(self, *, below: int = 0, above: int | None = None) -> Iterator[Row]:
        """Every row between these physical lines; a blank line is none.

        A forgotten quotation mark costs its own row, never the rows below it.
        """
        line = below + 1
        reader = self._reader(islice(self.text(), below, above), strict=True)
        try:
            for cells in reader:
                next_line = below + 1 + reader.line_num
                if cells:
                    yield line, next_line - line, cells
                line = next_line
        except csv.Error:
            yield from self._carefully(line - 1, above)

    def _carefully(self, below: int, above: int | None) -> Iterator[Row]:
        """As `rows`, and what a quotation mark swallowed is read again; takes twice as long."""
        lines = _Lines(islice(self.text(), below, above))
        reader = self._reader(lines, strict=True)
        line = below + 1
        endless = 0
        while endless < ENDLESS_LIMIT:
            try:
                for cells in reader:
                    if cells:
                        yield line, len(lines.taken), cells
                    line += len(lines.taken)
                    lines.taken.clear()
                return
            except csv.Error:
                endless += lines.ended
                yield line, 1, self._lenient(lines.taken)
                line += 1
                lines.go_back()

    def _lenient(self, taken: list[str]) -> list[str] | None:
        """One line with something behind a closing quotation mark, as spreadsheets read it."""
        if len(taken) > 1:
            return None
        return next(self._reader(taken, strict=False), None)

    def _reader(self, lines: Iterable[str], *, strict: bool) -> "_csv.Reader":
        return csv.reader(lines, delimiter=self.delimiter, escapechar=self.escape, strict=strict)


class _Lines:
    """The physical lines of a file; those of the row being read can be read again."""

    def __init__(self, text: Iterator[str]) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.popleft()
        else:
            try:
                line = next(self._text)
            except StopIteration:
                self.ended = True
                raise
        self.taken.append(line)
        return line

    def go_back(self) -> None:
        """Read all but the first line of this row again."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.taken.clear()
