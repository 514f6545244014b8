"""Groups: their list, the head of an opened one, and the forms to name and delete one."""

from handlers.state import Memory, PageState, address
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
    text_input,
    typed,
)
from store.books import Seat
from store.errors import ACCOUNTS
from store.groups import GroupPage, GroupRow
from store.limits import GROUP_NAME_LIMIT
from store.models import Group
from store.words import Role

SEARCH_LIMIT = 200


def people(count: int, *, capped: bool = False) -> str:
    """A number of contacts in words."""
    return "1 contact" if count == 1 else f"{count:,}{'+' if capped else ''} contacts"


def rows(page: GroupPage) -> list[Block]:
    """A line for each group: its name, and how many are in it."""
    return [_row(row) for row in page.rows]


def nothing(seat: Seat, state: PageState) -> Block:
    """Why there is no group to be seen."""
    if state.search:
        return section(f"No group matches “{escape(state.search)}”.")
    if not seat.role.allows(Role.editor):
        return section("*There are no groups yet.*")
    return section(
        "*There are no groups yet.*\nMake one with *New group*; or click *Select* in *All "
        "contacts*, tick some people, and choose *Create group*."
    )


def head(seat: Seat, group: Group, *, selecting: bool) -> list[Block]:
    """Stands above the contacts of an opened group; while people select, only the way back."""
    value = address(group.book_id, group.id)
    changes = [
        button("Rename group", "groups.ask_rename", value=value),
        button("Delete group", "groups.ask_delete", value=value),
    ]
    invite = button("Invite to an event", "inviting.ask_group", value=value)
    ways = [invite, *([] if group.read_only else changes)]
    if selecting or not seat.role.allows(Role.editor):
        ways = []
    return [
        section(f"*Group* {bold(group.name)}"),
        *([note(read_only(group))] if group.read_only else []),
        actions([_back(), *ways], f"group:{group.id}"),
    ]


def read_only(group: Group) -> str:
    """Why a group cannot be changed here."""
    where = ACCOUNTS[group.source]
    return f"This group comes from {where}: it is changed there, and Roster follows."


def empty(seat: Seat, group: Group | None) -> Block:
    """Nobody is in the opened group."""
    if not seat.role.allows(Role.editor) or (group and group.read_only):
        return section("*Nobody is in this group yet.*")
    return section(
        "*Nobody is in this group yet.*\nClick *Select* in *All contacts*, tick some people, and "
        "choose *Add to existing group*; or *Add to group* in somebody’s ⋮ menu."
    )


def name_form(
    memory: Memory, *, about: str = "", group: Group | None = None, name: str = ""
) -> View:
    """Asks for the name of a new group, or for another name of this one."""
    box = text_input("name", initial=group.name if group else name, limit=GROUP_NAME_LIMIT)
    return modal(
        "Rename group" if group else "Create group",
        [*([section(about)] if about else []), field("Name", "name", box)],
        callback_id="groups.rename" if group else "groups.create",
        submit="Rename" if group else "Create group",
        close="Cancel",
        memory=memory.dump(),
    )


def read_name(view: View) -> str:
    """The name that was typed."""
    return typed(view, "name")


def delete_question(group: Group, size: int, memory: Memory) -> View:
    """Asks once more before a group goes."""
    stay = "Nobody is in it." if not size else f"Its {people(size)} stay in the book."
    return modal(
        "Delete group",
        [section(f":warning: Delete the group {bold(group.name)}?\n{stay}")],
        callback_id="groups.confirm_delete",
        submit="Delete group",
        close="Cancel",
        memory=memory.but(group=group.id, book=group.book_id).dump(),
    )


def _row(row: GroupRow) -> Block:
    value = address(row.group.book_id, row.group.id)
    size = people(row.size, capped=row.capped)
    where = f"  ·  {ACCOUNTS[row.group.source]}" if row.group.read_only else ""
    text = f"{bold(row.group.name)}\n{size}{where}"
    label = f"Open the group {row.group.name}"
    opens = button("Open", "groups.open", value=value, label=label)
    return section(text, opens, f"group:{row.group.id}")


def _back() -> Block:
    return button("‹ All groups", "groups.show")
