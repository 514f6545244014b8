"""Tables, data tables and charts: blocks made of cells and numbers."""

from typing import Any

from bot.playground.limits.checks import (
    Report,
    Shape,
    boolean,
    items,
    kind,
    one_of,
    string,
    typed,
    whole,
)
from bot.playground.limits.objects import ID
from bot.playground.limits.rich_text import RICH_TEXT


def _number(report: Report, pointer: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        report.add(pointer, "must be a number")


_RAW_TEXT = kind("raw_text", {"text": string(10_000, 0)})
_RAW_NUMBER = kind("raw_number", {"value": _number}, text=string(10_000))
_CELL = typed({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT})
_ROW = items(_CELL, 20)
_COLUMN = Shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _rows_alike(report: Report, pointer: str, block: dict[str, Any]) -> None:
    """Every row of a data table has as many cells as its header, which has no rich text."""
    width = len(block["rows"][0])
    for number, row in enumerate(block["rows"]):
        if len(row) != width:
            report.add(f"{pointer}/rows/{number}", f"must have {width} cells as the header has")
    if any(cell["type"] == "rich_text" for cell in block["rows"][0]):
        report.add(f"{pointer}/rows/0", "rich_text is not allowed in the header")


TABLE = Shape(
    {"type": one_of("table"), "rows": items(_ROW, 100)},
    {"block_id": ID, "column_settings": items(_COLUMN, 20)},
)
DATA_TABLE = Shape(
    {
        "type": one_of("data_table"),
        "caption": string(3000),
        "rows": items(_ROW, 101, 2),  # the page says 101, newer listings 201
    },
    {"block_id": ID, "page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
    (_rows_alike,),
)


def _anything(report: Report, pointer: str, value: object) -> None:
    """A chart's own data: Slack published no schema of it, only sizes."""
    if not isinstance(value, dict):
        report.add(pointer, "must be an object")
        return
    for name, most in (("segments", 12), ("series", 12), ("categories", 20)):
        if isinstance(value.get(name), list) and len(value[name]) > most:
            report.add(f"{pointer}/{name}", f"no more than {most} items allowed")


VISUALIZATION = Shape(
    {"type": one_of("data_visualization"), "title": string(50), "chart": _anything},
    {"block_id": ID},
)


def characters(block: dict[str, Any]) -> int:
    """How many characters stand in the cells of a table."""
    return sum(_letters(cell) for row in block.get("rows", []) for cell in row)


def _letters(part: object) -> int:
    if isinstance(part, dict):
        own = part.get("text")
        inner = part.get("elements", [])
        return (len(own) if isinstance(own, str) else 0) + sum(map(_letters, inner))
    return 0
