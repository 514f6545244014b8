"""An import's file, opened as it was chosen: which columns are read, and what they mean."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from store import headers
from store.csv_files import Sheet, arranged, understand
from store.errors import Rejected
from store.import_cells import Cells
from store.import_choices import Choices, Places
from store.import_rows import Reader


@dataclass(frozen=True)
class Opened:
    """A file with the choices that it is read by. `recognised`: where its fields are by themselves.

    `header` is a digest of its columns; "" where it has no header.
    """

    sheet: Sheet
    recognised: Places
    header: str
    choices: Choices

    @cached_property
    def cells(self) -> Cells:
        """Reads what its rows bring beside contacts."""
        return Cells(self.sheet.columns, self.choices)

    def reader(self) -> Reader:
        """Reads its rows; a new one for each time."""
        return Reader(self.sheet, self.cells)


def opened(
    content: bytes, choices: Choices, *, remembered: Callable[[str], Places | None] | None = None
) -> Opened:
    """The file with these choices, or where no columns are chosen, as they are `remembered`.

    Raises Unreadable, and Rejected where the chosen columns have no email.
    """
    sheet = understand(content)
    recognised, header = sheet.columns.places, headers.digest(sheet.columns)
    found = Opened(sheet, recognised, header, choices)
    if choices.places is not None:
        return replace(found, sheet=arranged(sheet, choices.places))
    places = remembered(header) if remembered and header else None
    if places is None:
        return found
    try:
        known = arranged(sheet, places)
    except Rejected:
        return found
    return replace(found, sheet=known, choices=replace(choices, places=places))
