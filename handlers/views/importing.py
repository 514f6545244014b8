"""Importing: choosing a file, how far it is, and why it ends without contacts."""

from handlers.state import Memory
from handlers.views.import_plan import rows
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
)
from store.csv_files import COLUMN_LIMIT, ROW_LIMIT
from store.csv_rows import FILE_LIMIT
from store.limits import NAME_LIMIT, NOTES_LIMIT, PHONE_LIMIT

TITLE = "Import contacts (.csv)"
LIMITS = (
    f"A file may have {FILE_LIMIT // (1024 * 1024)} MB, {ROW_LIMIT:,} rows and {COLUMN_LIMIT:,} "
    f"columns; names, company and job title {NAME_LIMIT} characters, a phone number {PHONE_LIMIT}, "
    f"notes {NOTES_LIMIT:,}. An import can be undone for 30 days."
)


def choose_form(memory: Memory) -> View:
    """Asks for the file."""
    chooser: Block = {
        "type": "file_input",
        "action_id": "file",
        "filetypes": ["csv", "tsv", "txt", "vcf"],
        "max_files": 1,
    }
    return modal(
        TITLE,
        [
            section(
                "Choose a CSV file from Google Contacts, Outlook, Mailchimp or wherever your "
                "contacts are, or a vCard file (.vcf). One column must be the email; names, "
                "company, job title, phone, notes and groups come along, and memberships where "
                "you want them. You see what would happen before anybody is added."
            ),
            field("CSV file", "file", chooser),
            note(LIMITS),
            actions([button("Earlier imports", "imports.show_earlier")], "earlier"),
        ],
        callback_id="receiving.read_chosen",
        submit="Import",
        close="Cancel",
        memory=memory.dump(),
    )


def no_file() -> View:
    """The chosen message has nothing that could be imported."""
    told = "There is no file in this message. Choose one with a CSV or vCard file."
    return modal(TITLE, [section(told)])


def mentioned(names: list[str]) -> str:
    """What becomes of the files of a message in which Roster is named, for its author only."""
    if not names:
        return (
            "Name Roster in a message with a CSV or vCard file, and it shows you what importing "
            "that would do. Or drop the file into your messages with Roster."
        )
    files = ", ".join(bold(name) for name in names[:5])
    return f"Roster is reading {files}: see your messages with Roster. Nobody else is told."


def waiting_modal(name: str) -> View:
    """Stands until the file has been read."""
    return modal(TITLE, reading(name))


def reading(name: str) -> list[Block]:
    """The file has arrived."""
    return [section(f":hourglass_flowing_sand: Reading {bold(name)}…")]


def progress_blocks(name: str, done: int, total: int, value: str) -> list[Block]:
    """How far the import is, and the way to stop it."""
    return [
        section(
            f":hourglass_flowing_sand: Importing {bold(name)}: {done:,} of {rows(total)}…\n"
            "You can go on with your work; Roster tells you here when it is done."
        ),
        actions([button("Stop", "importing.stop", value=value)]),
    ]


def refused_blocks(name: str, reason: str) -> list[Block]:
    """The file cannot be read, and why."""
    return [section(f":warning: {bold(name)} was not imported. {escape(reason)}")]


def failed_blocks(name: str) -> list[Block]:
    """Roster could not even begin."""
    return [
        section(
            f":warning: {bold(name)} could not be imported. Nothing was added. Drop the same file "
            "again in a while."
        )
    ]


def unfinished(name: str) -> str:
    """Roster could not finish; the same file again adds who is missing."""
    return (
        f"Importing {bold(name)} could not be finished. What was added so far stays. Drop the "
        "same file again in a while: people already there are skipped."
    )


def over_blocks() -> list[Block]:
    """A button of an import that ended before."""
    return [section("This import is over. Drop the file again to import it once more.")]


def cancelled_blocks(name: str) -> list[Block]:
    """The person decided against it."""
    return [section(f"{bold(name)} was not imported. Nothing was added.")]
