"""Importing: choosing a file, what would happen, how far it is, and what came of it."""

from collections.abc import Sequence

from handlers.state import Memory
from handlers.views.kit import (
    Block,
    View,
    actions,
    bold,
    button,
    escape,
    field,
    modal,
    note,
    section,
    strong,
)
from store.importing import Plan, Problem, Result
from store.text import clean

TITLE = "Import contacts (.csv)"
SHOWN_PROBLEMS = 10


def choose_form(memory: Memory) -> View:
    """Asks for the file."""
    chooser: Block = {
        "type": "file_input",
        "action_id": "file",
        "filetypes": ["csv", "tsv", "txt"],
        "max_files": 1,
    }
    return modal(
        TITLE,
        [
            section(
                "Choose a CSV file from Google Contacts, Outlook, Mailchimp or wherever your "
                "contacts are. One column must be the email; names, company, job title, phone "
                "and notes come along. You see what would happen before anybody is added."
            ),
            field("CSV file", "file", chooser),
        ],
        callback_id="importing.read_chosen",
        submit="Import",
        close="Cancel",
        memory=memory.dump(),
    )


def waiting_modal(name: str) -> View:
    """Stands until the file has been read."""
    return modal(TITLE, reading(name))


def reading(name: str) -> list[Block]:
    """The file has arrived."""
    return [section(f":hourglass_flowing_sand: Reading {bold(name)}…")]


def plan_text(plan: Plan, name: str) -> str:
    """What would happen, in one line."""
    counts = [
        f"{plan.new:,} new",
        f"{plan.known:,} already there" if plan.known else "",
        f"{plan.repeated:,} repeated in the file" if plan.repeated else "",
        f"{plan.unusable:,} without a usable email" if plan.unusable else "",
    ]
    told = ", ".join(count for count in counts if count)
    return f"{plan.label} “{escape(name)}”, {_rows(plan.rows)}: {told}"


def plan_blocks(plan: Plan, name: str, book_name: str, value: str) -> list[Block]:
    """What would happen, and the question whether it shall."""
    told = [section(f":page_facing_up: {strong(plan_text(plan, name))}")]
    if plan.used:
        told.append(note("Columns used: " + escape(clean(", ".join(plan.used)))))
    told += _problems(plan.problems, plan.unusable)
    if not plan.new:
        return [*told, section(f"There is nobody new for your {book_name.lower()} in it.")]
    people = "1 contact" if plan.new == 1 else f"{plan.new:,} contacts"
    return [
        *told,
        section(f"Nothing was added yet. Import them into your *{book_name.lower()}*?"),
        actions(
            [
                button(f"Import {people}", "importing.confirm", value=value, style="primary"),
                button("Cancel", "importing.cancel", value=value),
            ]
        ),
    ]


def progress_blocks(name: str, done: int, rows: int) -> list[Block]:
    """How far the import is."""
    return [
        section(
            f":hourglass_flowing_sand: Importing {bold(name)}: {done:,} of {_rows(rows)}…\n"
            "You can go on with your work; Roster tells you here when it is done."
        )
    ]


def result_text(result: Result, name: str) -> str:
    """What came of the import, in one line."""
    people = "1 contact" if result.added == 1 else f"{result.added:,} contacts"
    counts = [
        f"{result.known:,} skipped (already there)",
        f"{result.repeated:,} repeated in the file" if result.repeated else "",
        f"{result.unusable:,} unusable" if result.unusable else "",
    ]
    told = ", ".join(count for count in counts if count)
    return f"{people} added from “{escape(name)}”, {told}."


def result_blocks(result: Result, name: str) -> list[Block]:
    """What came of the import, and the rows that could not be used."""
    return [
        section(f":white_check_mark: {strong(result_text(result, name))}"),
        *_problems(result.problems, result.unusable),
        actions([button("Open contacts", "contacts.open_page")]),
    ]


def refused_blocks(name: str, reason: str) -> list[Block]:
    """The file cannot be read, and why."""
    return [section(f":warning: {bold(name)} was not imported. {escape(reason)}")]


def failed_blocks(name: str) -> list[Block]:
    """Roster could not finish; the same file again adds who is missing."""
    return [
        section(
            f":warning: Importing {bold(name)} could not be finished. What was added so far "
            "stays. Drop the same file again in a while: people already there are skipped."
        )
    ]


def over_blocks() -> list[Block]:
    """A button of an import that ended before."""
    return [section("This import is over. Drop the file again to import it once more.")]


def cancelled_blocks(name: str) -> list[Block]:
    """The person decided against it."""
    return [section(f"{bold(name)} was not imported. Nothing was added.")]


def _problems(problems: Sequence[Problem], total: int) -> list[Block]:
    if not problems:
        return []
    lines = [f"• line {one.line:,}: {escape(one.reason)}" for one in problems[:SHOWN_PROBLEMS]]
    more = total - len(lines)
    if more > 0:
        lines.append(f"• and {more:,} more")
    return [section("Rows that cannot be used:\n" + "\n".join(lines))]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
