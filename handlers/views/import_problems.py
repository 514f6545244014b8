"""The rows of a file that cannot be used: the first of them, each with its reason."""

from collections.abc import Sequence

from handlers.views.kit import Block, escape, section
from store.importing import Problem

SHOWN = 10


def problem_lines(problems: Sequence[Problem], total: int) -> list[Block]:
    """The first of the rows that cannot be used, and how many more there are."""
    if not problems:
        return []
    lines = [f"• line {one.line:,}: {escape(one.reason)}" for one in problems[:SHOWN]]
    if total > len(lines):
        lines.append(f"• and {total - len(lines):,} more")
    return [section("Rows that cannot be used:\n" + "\n".join(lines))]
