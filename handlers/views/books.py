"""Who has access to the team book."""

from collections.abc import Sequence

from handlers.state import Memory
from handlers.views.kit import (
    Block,
    View,
    divider,
    field,
    menu,
    modal,
    note,
    option,
    searched,
    section,
    select,
    typed,
    words,
)
from store.models import Access, Book
from store.words import Role

ROLE_NOTES = {
    Role.viewer: "Viewer: sees and stars contacts",
    Role.editor: "Editor: also adds, changes, groups, imports, exports, deletes them",
    Role.owner: "Owner: also decides who has access",
}

ROLE_NAMES = {Role.viewer: "a viewer", Role.editor: "an editor", Role.owner: "an owner"}
# Who has more people in one book finds the others by choosing them below.
SHOWN = 80


def people_form(people: Sequence[Access], memory: Memory, notice: str = "") -> View:
    """Everybody who was let in, and a form to let in one more."""
    return modal(
        "People with access",
        [
            *([note(notice)] if notice else []),
            section("Owners and admins of this workspace own the team book as well."),
            *(_person(one) for one in people[:SHOWN]),
            *([note(f"and {len(people) - SHOWN:,} more")] if len(people) > SHOWN else []),
            divider(),
            field("Let somebody in, or change what they may do", "person", _person_select()),
            field("As", "role", _role_select()),
        ],
        callback_id="books.admit",
        submit="Give access",
        memory=memory.dump(),
    )


def read_admission(view: View) -> tuple[str, Role]:
    """Whom to let in, and as what; an unknown role counts as the smallest."""
    role = typed(view, "role")
    return typed(view, "person"), Role(role) if role in set(Role) else Role.viewer


def _person(access: Access) -> Block:
    value = f"{access.book_id}:{access.person}"
    others = [role for role in Role if role is not access.role]
    ways = [
        *(option(f"Make {ROLE_NAMES[role]}", f"{role} {value}") for role in others),
        option("Take access away", f"nothing {value}"),
    ]
    return section(
        f"<@{access.person}>  ·  {ROLE_NOTES[access.role]}",
        menu(ways, "books.change"),
        f"person:{access.person}",
    )


def timezone_form(book: Book, memory: Memory) -> View:
    """Asks for the time zone of the book."""
    told = "A membership counts from the beginning of its first day to the end of its last one."
    now = f"Days begin and end in the time zone *{book.timezone}*."
    choice = searched("books.suggest_timezone", hint="Type a city, such as Berlin")
    return modal(
        "Time zone",
        [section(f"{now}\n{told}"), field("Time zone", "timezone", choice)],
        callback_id="books.set_timezone",
        submit="Save",
        close="Cancel",
        memory=memory.dump(),
    )


def read_timezone(view: View) -> str:
    """The name of the time zone that was chosen."""
    return typed(view, "timezone")


def zones(names: list[str]) -> list[Block]:
    """Time zones as choices."""
    return [option(name.replace("_", " "), name) for name in names]


def _person_select() -> Block:
    return {
        "type": "users_select",
        "action_id": "person",
        "placeholder": words("Choose a person", 150),
    }


def _role_select() -> Block:
    choices = [option(text, role.value) for role, text in ROLE_NOTES.items()]
    return select(choices, "role", chosen=Role.editor)
