"""Formulas: what a spreadsheet would run is guarded in every CSV file, and read back as it was."""

import re

# What makes a spreadsheet take a cell for a formula, also behind blanks, or that hides one from
# whoever looks; and what looks guarded already, so that one guard more or less is no other cell.
GUARDED = re.compile("'*\\s*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")

# No cell holds this sign; and that a cell that follows it wants a guard.
END = "\x1f"
ANY_GUARDED = re.compile(f"(?:^|{END}){GUARDED.pattern}")


def guard(cell: str) -> str:
    """The cell as a spreadsheet shows it, whatever it begins with."""
    return f"'{cell}" if GUARDED.match(cell) else cell


def guard_all(cells: list[str]) -> list[str]:
    """Each cell guarded. Most rows have nothing to guard: one look tells."""
    if ANY_GUARDED.search(END.join(cells)):
        return [guard(cell) for cell in cells]
    return cells


def unguard(cell: str) -> str:
    """The cell without the one apostrophe that `guard` put before it."""
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell, 1) else cell
