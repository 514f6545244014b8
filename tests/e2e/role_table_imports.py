"""Who may do what with files, imports and people in messages: mostly editors only."""

from store.headers import SHOWN
from tests.e2e.role_row import (
    BOOK,
    EDITOR,
    FILE,
    HOME,
    MENTION,
    NEW,
    NOTHING,
    VIEWER,
    WORK,
    Row,
    command,
)

CHOOSE, CHOICES, COLUMNS = "receiving.choose", "import_choices.ask", "import_columns.ask"
LIST = "imports.show_earlier"
# Somebody new, and somebody of the team book.
SAID = f"Nora New <{NEW}> and quilla1@example.com"

COMMANDS = [
    command("/contacts import", EDITOR, NOTHING, "Choose a CSV file", "import"),
    command("/contacts imports", EDITOR, NOTHING, "Quillfile.csv", "imports"),
]
RECEIVING = [
    Row(FILE, EDITOR, WORK, "1 new", drops=True, alone=True),
    Row(MENTION, EDITOR, WORK, "1 new", drops=True, alone=True),
    Row(f"{MENTION} (without a file)", EDITOR, NOTHING, "Name Roster in a message", alone=True),
    Row("receiving.from_message", EDITOR, WORK, "1 new", drops=True, alone=True),
    Row("receiving.from_message (without a file)", None, NOTHING, "There is no file"),
    Row(CHOOSE, EDITOR, NOTHING, "Choose a CSV file", on=HOME),
    Row("receiving.read_chosen", EDITOR, WORK, "1 new", on=CHOOSE, typed={"file": ["F1"]}),
]
IMPORTING = [
    Row("importing.confirm", EDITOR, BOOK, "1 contact added", on=FILE),
    Row("importing.cancel", EDITOR, WORK, "was not imported", on=FILE),
    Row("importing.stop", EDITOR, BOOK, "", on="importing.write"),
    Row("importing.confirm (once more)", EDITOR, NOTHING, "", on="importing.ask"),
    Row("importing.cancel (too late)", EDITOR, NOTHING, "", on="importing.ask"),
]
CHOOSING = [
    Row(CHOICES, EDITOR, NOTHING, "Leave them as they are", on=FILE),
    Row(
        "import_choices.suggest_group",
        EDITOR,
        NOTHING,
        "Quillgroup",
        on=CHOICES,
        text="quillg",
        asks=True,
    ),
    Row(
        "import_choices.suggest_product",
        EDITOR,
        NOTHING,
        "Quillyoga",
        on=CHOICES,
        text="quilly",
        asks=True,
    ),
    Row(
        "import_choices.choose",
        EDITOR,
        WORK,
        "Everybody is put into the group",
        on=CHOICES,
        typed={"group": "Novices"},
    ),
    Row(COLUMNS, EDITOR, NOTHING, "Columns of the file", on=FILE),
    *(
        Row(f"import_columns.suggest:{name}", EDITOR, NOTHING, NEW, on=COLUMNS, asks=True)
        for name in SHOWN
    ),
    Row("import_columns.choose", EDITOR, BOOK, "1 new", on=COLUMNS, typed={"email": ["1"]}),
]
IMPORTS = [
    Row(LIST, EDITOR, NOTHING, "Quillfile.csv", on=CHOOSE),
    Row("imports.show_older", EDITOR, NOTHING, "Quillbusy.csv", on=LIST),
    Row("imports.show_people", VIEWER, NOTHING, "Quilla", on=LIST),
    Row("imports.undo", EDITOR, BOOK, "was undone", on=LIST),
]
SAVING = [
    Row("saving.offer", EDITOR, NOTHING, "Already there: Quilla", text=SAID, alone=True),
    Row("saving.save", EDITOR, BOOK, "2 contacts saved", on="saving.offer"),
]
TABLE = [*COMMANDS, *RECEIVING, *IMPORTING, *CHOOSING, *IMPORTS, *SAVING]
