"""Files understood: how they are encoded and cut, where the header is and what it says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from store import address_lists, encodings, file_kinds, headers, import_days, vcards
from store.csv_rows import FILE_LIMIT, Cut, Rows
from store.errors import Rejected, Unreadable
from store.formulas import unguard
from store.headers import Columns
from store.import_choices import Places
from store.text import clean

ROW_LIMIT = 250_000
COLUMN_LIMIT = 5_000

DELIMITERS = ",;\t|"
SEP_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?[\r\n]+", re.IGNORECASE)
SURVEYED = 200
LINES_SURVEYED = 10_000
NAMES_LISTED = 20
VALUE_SHOWN = 75
NOT_LOOKED_AT = 1_000


@dataclass(frozen=True)
class Sheet:
    """A file that is understood: people stand below this many physical lines."""

    cut: Rows
    above: int
    columns: Columns


@dataclass(frozen=True)
class _Survey:
    """The first rows as they look when the file is cut in one way."""

    cut: Cut
    lines: list[int]
    rows: list[list[str]]


def understand(content: bytes) -> Sheet:
    """Find out how to read these bytes; raises Unreadable with what is wrong and what to do."""
    if len(content) > FILE_LIMIT:
        size = FILE_LIMIT // (1024 * 1024)
        raise Unreadable(f"The file is larger than {size} MB. Send it in parts.")
    file_kinds.refuse_bytes(content)
    if vcards.begins(content):
        cards, columns = vcards.understand(content)
        return Sheet(cards, 0, columns)
    cut = Cut(content, _encoding(content))
    head = cut.text().read(file_kinds.HEAD)
    file_kinds.refuse_text(head)
    told = SEP_LINE.match(head)
    delimiters, below = (told[1], 1) if told else (DELIMITERS, 0)
    surveys = [_survey(replace(cut, delimiter=delimiter), below) for delimiter in delimiters]
    sheet = _by_names(surveys)
    _refuse_wide([survey for survey in surveys if not sheet or survey.cut == sheet.cut])
    sheet = sheet or _as_list(cut) or _by_content(surveys)
    if sheet is None:
        raise Unreadable(_no_email(surveys))
    return _with_days(_with_escapes(sheet))


def _encoding(content: bytes) -> str:
    try:
        return encodings.detect(content)
    except Unreadable:
        file_kinds.refuse_text(content[: file_kinds.HEAD].decode("latin-1"))
        raise


def arranged(sheet: Sheet, places: Places) -> Sheet:
    """With the columns that a person chose; those that the file has not are passed over.

    Raises Rejected where none of them holds the email.
    """
    width = len(first_values(sheet))
    within = {field: tuple(at for at in places[field] if at < width) for field in places}
    chosen = {field: at for field, at in within.items() if at and field in headers.SHOWN}
    if "email" not in chosen:
        raise Rejected("email", "Choose the column with the email addresses.")
    return _with_days(replace(sheet, columns=replace(sheet.columns, places=chosen)))


def first_values(sheet: Sheet) -> list[str]:
    """For each column the first value of the first rows that is not empty, short enough to show."""
    rows = [cells for _, _, cells in islice(sheet.cut.rows(below=sheet.above), SURVEYED) if cells]
    width = len(sheet.columns.names) or max(map(len, rows), default=0)
    values = [""] * width
    for row in reversed(rows):
        for place, cell in enumerate(row[:width]):
            values[place] = clean(unguard(cell[:NOT_LOOKED_AT].strip())) or values[place]
    return [value[:VALUE_SHOWN] for value in values]


def _with_days(sheet: Sheet) -> Sheet:
    """What all of its days together tell of whether the day or the month is first in them."""
    places = [at for field in headers.DAY_FIELDS for at in sheet.columns.places.get(field, ())]
    if not places:
        return sheet
    rows = (cells or () for _, _, cells in sheet.cut.rows(below=sheet.above))
    cells = (row[place] for row in rows for place in places if place < len(row))
    day_first, ambiguous = import_days.order(cells)
    columns = replace(sheet.columns, day_first=day_first, ambiguous=ambiguous)
    return replace(sheet, columns=columns)


def _survey(cut: Cut, below: int) -> _Survey:
    found = list(islice(cut.rows(below=below, above=LINES_SURVEYED), SURVEYED))
    rows = [(cells or [])[: COLUMN_LIMIT + 1] for _, _, cells in found]
    return _Survey(cut, [line for line, _, _ in found], rows)


def _refuse_wide(surveys: Sequence[_Survey]) -> None:
    """Beyond the limit nobody knows what stands there."""
    if any(len(row) > COLUMN_LIMIT for survey in surveys for row in survey.rows):
        raise Unreadable(f"The file has more than {COLUMN_LIMIT:,} columns. Remove some of them.")


def _by_names(surveys: Sequence[_Survey]) -> Sheet | None:
    """The cut and the row whose cells are the most names of columns that are known."""
    best: tuple[int, int] = (0, 0)
    sheet = None
    for survey in surveys:
        for line, row in islice(zip(survey.lines, survey.rows, strict=True), headers.WITHIN):
            columns = headers.recognise(row)
            if columns and (columns.known, len(row)) > best:
                best = (columns.known, len(row))
                sheet = Sheet(survey.cut, line, columns)
    return sheet


def _as_list(cut: Cut) -> Sheet | None:
    """Where there are no columns, but addresses one behind the other."""
    found = address_lists.understand(cut)
    return found and Sheet(found[0], 0, found[1])


def _by_content(surveys: Sequence[_Survey]) -> Sheet | None:
    """The cut in which a column is plainly emails; of several the one with the most cells."""
    best = 0
    sheet = None
    for survey in surveys:
        found = headers.by_content(survey.rows)
        cells = sum(map(len, survey.rows))
        if found and cells > best:
            first, columns = found
            best = cells
            sheet = Sheet(survey.cut, survey.lines[first] - 1, columns)
    return sheet


def _with_escapes(sheet: Sheet) -> Sheet:
    """Quotation marks within cells are doubled; some products write a backslash before them.

    Both can stand in any file, so that cut is right which leaves fewer rows with too many cells.
    """
    cut = sheet.cut
    if not isinstance(cut, Cut) or b'\\"' not in cut.content.replace(b"\0", b""):
        return sheet
    escaped = replace(sheet, cut=replace(cut, escape="\\"))
    return min(sheet, escaped, key=_ragged)


def _ragged(sheet: Sheet) -> int:
    width = len(sheet.columns.names)
    rows = sheet.cut.rows(below=sheet.above)
    return sum(cells is None or len(cells) > width for _, _, cells in rows)


def _no_email(surveys: Sequence[_Survey]) -> str:
    """Why the file is refused, with the columns as the likeliest cut shows them."""
    widest = max(surveys, key=lambda survey: len(survey.rows[0]) if survey.rows else 0)
    names = [cell.strip() for cell in widest.rows[0] if cell.strip()] if widest.rows else []
    seen = ", ".join(f"“{name[: headers.NAME_SHOWN]}”" for name in names[:NAMES_LISTED])
    more = f" and {len(names) - NAMES_LISTED:,} more" if len(names) > NAMES_LISTED else ""
    if not names:
        return (
            "I found neither names of columns nor email addresses in it. Name the column with the "
            "addresses “Email” and drop the file again."
        )
    return (
        "I found no column with email addresses, and a contact needs one. "
        f"The columns are: {seen}{more}. Name the right one “Email” and drop the file again."
    )
