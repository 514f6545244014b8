"""What came of an import: the counts, the rows to mend, and the way back."""

from handlers.views.groups import people
from handlers.views.import_plan import memberships, rows
from handlers.views.import_problems import problem_lines
from handlers.views.imports import people_button, undo_button
from handlers.views.kit import Block, actions, button, escape, section, strong
from store.importing import Result

MEND = "The rows that cannot be used are in your messages with Roster, as a file to mend."
NOT_SENT = (
    ":warning: Slack did not take the file with the rows that cannot be used. Drop the same file "
    "again in a while to get it."
)


def result_text(result: Result, name: str) -> str:
    """What came of the import, in one line."""
    counts = [
        f"{result.updated:,} updated" if result.updated else "",
        f"{result.known:,} skipped (already there)" if result.known else "",
        f"{result.repeated:,} repeated in the file" if result.repeated else "",
        f"{result.further:,} with more of somebody above" if result.further else "",
        f"{result.unusable:,} unusable" if result.unusable else "",
    ]
    told = ", ".join(count for count in counts if count)
    more = f", {told}" if told else ""
    return f"{people(result.added)} added from “{escape(name)}”{more}."


def result_blocks(
    result: Result, name: str, *, value: str, is_sent: bool | None = None, warning: str = ""
) -> list[Block]:
    """What came of the import; `value` is its address, empty when it changed nothing; `is_sent`
    tells of the file of rows to mend, None where there is none."""
    told = [section(f":white_check_mark: {strong(result_text(result, name))}")]
    if warning or result.stopped:
        told.insert(0, section(f":warning: {warning or _stopped(result)}"))
    told += [section("\n".join(lines)) for lines in [_gifts(result)] if lines]
    told += problem_lines(result.problems, result.unusable)
    told += [] if is_sent is None else [mend(is_sent=is_sent)]
    ways = [button("Open contacts", "contacts.open_page")]
    if value:
        shown = [people_button(result.added, value)] if result.added else []
        ways = [*shown, undo_button(value), *ways]
    return [*told, actions(ways)]


def mend(*, is_sent: bool) -> Block:
    """Where the rows are that could not be used."""
    return section(MEND if is_sent else NOT_SENT)


def file_name(name: str) -> str:
    """What the file of the rows to mend is called."""
    return f"{name.rpartition('.')[0] or name} - rows to mend.csv"


def comment(name: str) -> str:
    """What the file of the rows to mend is sent with."""
    return (
        f"Rows of “{escape(name)}” that could not be used, each with its reason: mend them and "
        "drop the file again."
    )


def _stopped(result: Result) -> str:
    return (
        f"The import was stopped: {rows(result.unreached)} of {result.rows:,} were not reached. "
        "What was added until then stays."
    )


def _gifts(result: Result) -> list[str]:
    """What else was done, a line each."""
    made = _made([(result.new_groups, "group"), (result.new_products, "product")])
    lines = []
    if result.grouped:
        lines.append(f"{result.grouped:,} put into groups.")
    if result.closed:
        lines.append(
            f"{result.closed:,} not put into groups that come from connected accounts: they are "
            "changed there."
        )
    if result.starred:
        lines.append(f"{result.starred:,} starred.")
    if result.given or result.had or result.refused:
        verb = "was" if result.had == 1 else "were"
        had = f", {result.had:,} {verb} there already" if result.had else ""
        lines.append(f"{memberships(result.given)} given{had}.")
    if result.refused:
        lines.append(f"{memberships(result.refused)} not given: archived products.")
    return [*lines, *made]


def _made(kinds: list[tuple[int, str]]) -> list[str]:
    return [
        f"{count:,} new {word}{'' if count == 1 else 's'} made." for count, word in kinds if count
    ]
