"""The report of an import: the rows that could not be used, as a file to mend and drop again."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from itertools import islice
from typing import TextIO

from store import books, headers, import_choosing, importing, spooling
from store.csv_rows import Rows
from store.db import Database
from store.formulas import guard_all, unguard
from store.headers import Columns
from store.import_choices import Places
from store.import_opening import Opened
from store.import_rows import Problem
from store.spooling import Spooled
from store.work_models import Job

# What stands before the file's own columns; no import reads it.
ADDED = ("Line", "Reason")


def spool(database: Database, job: Job) -> Spooled | None:
    """A CSV file of these rows: line, reason, and the cells as they were. None for no such rows.

    Once it is mended it imports without a question. Whoever asks for it closes it.
    """
    unusable = _unusable(job)
    if not unusable:
        return None
    file = importing.file(database, job)
    header = (*ADDED, *_names(file.sheet.columns))
    _remember(database, job, header, file.sheet.columns.places)

    def write(text: TextIO) -> int:
        writer = csv.writer(text)
        writer.writerow(guard_all([*header]))
        written = 0
        for row in islice(_rows(file, len(header) - len(ADDED)), unusable):
            writer.writerow(row)
            written += 1
        return written

    return spooling.spool(write)


def line(row: Problem, width: int, raw: str) -> list[str]:
    """Line, reason and cells of a row in a file of so many columns.

    Where it could not be cut into cells, all that it is stands in one.
    """
    cells = [raw] if row.cells is None else _as_they_were(row.cells, width)
    return [str(row.line), *guard_all([row.reason, *cells])]


def _unusable(job: Job) -> int:
    """How many rows above where the import ended; all of the file where it did not begin."""
    counted = importing.result(job) if "result" in job.data else importing.plan(job)
    return counted.unusable


def _names(columns: Columns) -> tuple[str, ...]:
    """The file's columns as it calls them; where it has no header, as what is in them is called."""
    if columns.names:
        return columns.names
    called = {at: headers.SHOWN[field] for field, places in columns.places.items() for at in places}
    return tuple(called.get(at, f"column {at + 1}").capitalize() for at in range(max(called) + 1))


def _remember(database: Database, job: Job, header: tuple[str, ...], places: Places) -> None:
    """Where the header alone does not say what is in the columns, let it be known."""
    moved = {field: tuple(at + len(ADDED) for at in found) for field, found in places.items()}
    known = headers.recognise(header)
    if known and known.places == moved:
        return
    columns = Columns("", header, moved) if known is None else replace(known, names=header)
    digest = headers.digest(columns)
    with database.writing() as session:
        book = books.get(session, book_id=job.book_id)
        if import_choosing.remembered(session, book, digest) != moved:
            import_choosing.remember(session, book, person=job.person, header=digest, places=moved)


def _rows(file: Opened, width: int) -> Iterator[list[str]]:
    """Line, reason and cells of each row that cannot be used."""
    raw = _Raw(file.sheet.cut)
    for row in file.reader().rows():
        if isinstance(row, Problem):
            yield line(row, width, raw.read(row) if row.cells is None else "")


def _as_they_were(cells: list[str], width: int) -> list[str]:
    """Without the empty cells that reading puts behind them, and with one guard, not two."""
    filled = max((at + 1 for at, cell in enumerate(cells) if cell), default=0)
    return [*map(unguard, cells[: max(filled, width)])]


class _Raw:
    """The physical lines of a file, for rows that could not be cut into cells."""

    def __init__(self, cut: Rows) -> None:
        self._lines = iter(TextIOWrapper(BytesIO(cut.content), cut.encoding, newline=""))
        self._at = 1

    def read(self, problem: Problem) -> str:
        """The lines of this row, which stands below those that were read before."""
        skipped = problem.line - self._at
        lines = [*islice(self._lines, skipped, skipped + problem.lines)]
        self._at += skipped + len(lines)
        return "".join(lines).strip("\r\n")
