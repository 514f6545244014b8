"""One contact in a list: its line, the ⋮ menu and the star."""

from handlers.state import address
from handlers.views import memberships
from handlers.views.kit import Block, actions, bold, button, escape, menu, option, section, short
from store.contacts import Row
from store.errors import ACCOUNTS
from store.models import Contact
from store.standings import Standing
from store.words import Role

ROW_NAME_LIMIT = 150


def row(role: Role, row: Row, standing: Standing | None, *, in_group: bool = False) -> list[Block]:
    """A contact in a list: who it is, what it has access to, the ⋮ menu, and the star."""
    contact, value = row.contact, address(row.contact.book_id, row.contact.id)
    name = short(contact.name, ROW_NAME_LIMIT)
    work = ", ".join(part for part in (contact.job_title, contact.company) if part)
    email = contact.email if contact.name != contact.email else ""
    where = ACCOUNTS[contact.source] if contact.read_only else ""
    details = "  ·  ".join(short(part, ROW_NAME_LIMIT) for part in (email, work, where) if part)
    choices = more(role, contact, starred=row.starred, in_group=in_group)
    lines = [bold(name), escape(details), memberships.standing(standing)]
    label = f"View the memberships of {contact.name}"
    view = button("View memberships", "memberships.show_contact", value=value, label=label)
    return [
        section("\n".join(filter(None, lines)), choices, f"contact:{contact.id}"),
        actions([star(row.starred, contact.name, value), view], f"star:{contact.id}"),
    ]


def star(starred: bool, name: str, value: str, *, in_words: bool = False) -> Block:
    """The star of one contact, golden when set; where there is room, with words beside it."""
    if starred:
        text = "⭐ Remove from favorites" if in_words else "⭐"
        label = f"Remove {name} from favorites"
        return button(text, "favorites.remove", value=value, label=label)
    text = "☆ Add to favorites" if in_words else "☆"
    return button(text, "favorites.add", value=value, label=f"Add {name} to favorites")


def more(role: Role, contact: Contact, *, starred: bool, in_group: bool = False) -> Block:
    """The ⋮ menu of one contact: what this role may do with it, five entries at most.

    A contact that only a connected account knows is changed and deleted there.
    """
    value = address(contact.book_id, contact.id)
    favorite = (
        option("Remove from favorites", f"unstar {value}")
        if starred
        else option("Add to favorites", f"star {value}")
    )
    if in_group:
        favorite = option("Remove from group", f"leave {value}")
    changes, own = role.allows(Role.editor), not contact.read_only
    choices = [
        option("Open", f"open {value}"),
        *([option("Edit contact", f"edit {value}")] if changes and own else []),
        *([option("Add to group", f"group {value}")] if changes else []),
        *([favorite] if changes or not in_group else []),
        *([option("Delete contact", f"delete {value}")] if changes and own else []),
    ]
    return menu(choices, "contacts.more")
