"""One row of the table of roles: who may do a thing at least, what it changes, what comes of it."""

from dataclasses import dataclass, field
from typing import Any

from store.words import Role

VIEWER, EDITOR, OWNER = Role.viewer, Role.editor, Role.owner
# What a deed changes. Work is a job: what it does is on its way, or was sent to the person.
NOTHING, OWN, BOOK, ACCESS, WORK = "nothing", "own", "book", "access", "work"

HOME, MESSAGE, FILE = "app_home_opened", "message.None", "message.file_share"
MENTION = "app_mention"
# Shortcuts that stand at messages.
SHORTCUTS = ("receiving.from_message", "saving.offer")
NEW = "new@example.org"


@dataclass(frozen=True)
class Row:
    """One thing to do.

    `name` is the id, with the word of a menu or command behind it, and in brackets what sets it
    apart from other rows. `least` is the smallest role that may do it; None: everybody may.
    `shows` is a part of what comes of it. `on` is the row whose request shows the screen that has
    it. `typed` is what is put in, by block; where that is a row of elements, with the id of one
    behind a blank. `text` is what is said, `drops` whether a file comes with it. `asks`: the
    options of a select are asked for, as while somebody types the text. `alone`: who has no access
    to the team book is not refused, but shown their own. `many`: little counts as much.
    """

    name: str
    least: Role | None
    changes: str
    shows: str
    on: str = ""
    typed: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    drops: bool = False
    alone: bool = False
    many: bool = False
    asks: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def id(self) -> str:
        return self.name.split(" ")[0]

    @property
    def word(self) -> str:
        """What is chosen in a menu, or said after a command."""
        return self.name.partition(" (")[0].partition(" ")[2]

    @property
    def is_command(self) -> bool:
        return self.name.startswith("/")

    @property
    def is_event(self) -> bool:
        return self.id in (HOME, MESSAGE, FILE, MENTION, "message")

    @property
    def is_shortcut(self) -> bool:
        return self.id in SHORTCUTS


def command(words: str, least: Role | None, changes: str, shows: str, text: str) -> Row:
    """What somebody says: who has no access to the team book says it to their own."""
    return Row(words, least, changes, shows, text=text, alone=least is not None)
