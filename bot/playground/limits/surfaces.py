"""What holds for the blocks of one view or message taken together."""

from collections.abc import Iterator
from typing import Any

from bot.playground.limits.blocks import check_block
from bot.playground.limits.checks import Report, items, no_doubles
from bot.playground.limits.tables import characters

Placed = tuple[str, dict[str, Any]]


def check_blocks(report: Report, pointer: str, blocks: object, most: int, least: int) -> None:
    """Check every block, then what they must not share or exceed together."""
    items(check_block, most, least)(report, pointer, blocks)
    if not isinstance(blocks, list):
        return
    placed = list(walk(pointer, blocks))
    ids = [
        (f"{p}/block_id", b["block_id"]) for p, b in placed if isinstance(b.get("block_id"), str)
    ]
    no_doubles(report, ids, "the block_id")
    _check_focus(report, placed)
    _check_totals(report, pointer, [block for _, block in placed])


def walk(pointer: str, blocks: list[Any]) -> Iterator[Placed]:
    """Every block, those in containers and carousels too, with its place."""
    for number, block in enumerate(blocks):
        if isinstance(block, dict):
            place = f"{pointer}/{number}"
            yield place, block
            for name in ("child_blocks", "elements"):
                inner = block.get(name)
                if block.get("type") in ("container", "carousel") and isinstance(inner, list):
                    yield from walk(f"{place}/{name}", inner)


def elements_of(block: dict[str, Any]) -> list[Placed]:
    """The interactive elements of one block, with their place below it."""
    found = [("/accessory", block.get("accessory")), ("/element", block.get("element"))]
    for name in ("elements", "actions"):
        inner = block.get(name)
        if isinstance(inner, list):
            found += [(f"/{name}/{number}", element) for number, element in enumerate(inner)]
    return [(place, element) for place, element in found if isinstance(element, dict)]


def _check_focus(report: Report, placed: list[Placed]) -> None:
    focused = [
        f"{pointer}{place}/focus_on_load"
        for pointer, block in placed
        for place, element in elements_of(block)
        if element.get("focus_on_load") is True
    ]
    for pointer in focused[1:]:
        report.add(pointer, "only one element may have focus_on_load")


def _check_totals(report: Report, pointer: str, blocks: list[dict[str, Any]]) -> None:
    of_type: dict[object, list[dict[str, Any]]] = {}
    for block in blocks:
        of_type.setdefault(str(block.get("type")), []).append(block)
    if len(of_type.get("data_visualization", [])) > 2:
        report.add(pointer, "no more than 2 data_visualization blocks allowed")
    written = sum(len(str(block.get("text", ""))) for block in of_type.get("markdown", []))
    for name, count, most in (
        ("markdown", written, 12_000),
        ("table", _cells(of_type.get("table", [])), 10_000),
        ("data_table", _cells(of_type.get("data_table", [])), 20_000),
    ):
        if count > most:
            report.add(
                pointer, f"all {name} blocks together must be less than {most + 1} characters"
            )


def _cells(tables: list[dict[str, Any]]) -> int:
    return sum(characters(table) for table in tables if isinstance(table.get("rows"), list))
