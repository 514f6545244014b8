"""Grouping: the forms that ask for a group to put somebody into, or to take somebody out of."""

from handlers.state import Memory, number
from handlers.views.kit import (
    Block,
    View,
    actions,
    bold,
    button,
    field,
    modal,
    plain,
    searched,
    section,
    select,
    typed,
)
from store.limits import GROUP_NAME_LIMIT
from store.models import Contact, Group

SELECT_LIMIT = 100


def choose_form(memory: Memory, about: str) -> View:
    """Asks for the group that somebody shall be added to."""
    return modal(
        "Add to existing group",
        [
            section(about),
            field("Group", "group", searched("grouping.suggest", hint="Type part of its name")),
            actions([button("Create a new group instead", "groups.add_instead")], "instead"),
        ],
        callback_id="grouping.put",
        submit="Add to group",
        close="Cancel",
        memory=memory.dump(),
    )


def read_choice(view: View) -> int:
    """The group that was chosen; 0, which no group has, for what is no number."""
    return number(typed(view, "group"))


def suggestions(groups: list[Group]) -> list[Block]:
    """The groups as options of the choice."""
    return [
        {"text": plain(group.name, GROUP_NAME_LIMIT), "value": str(group.id)}
        for group in groups[:SELECT_LIMIT]
    ]


def leave_form(contact: Contact, groups: list[Group], memory: Memory) -> View:
    """Asks which of their groups a contact shall be removed from."""
    choices = suggestions(groups)
    return modal(
        "Remove from group",
        [
            section(f"Remove {bold(contact.name)} from a group. The contact stays in the book."),
            field("Group", "group", select(choices, "group", hint="Choose a group")),
        ],
        callback_id="grouping.take_out",
        submit="Remove",
        close="Cancel",
        memory=memory.but(book=contact.book_id, contact=contact.id).dump(),
    )
