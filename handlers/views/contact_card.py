"""One contact: the card, and the question before deleting."""

from collections.abc import Sequence

from handlers.state import Memory, address
from handlers.views import memberships
from handlers.views.connections import sources
from handlers.views.contact_row import star
from handlers.views.contacts import BOOK_NAMES
from handlers.views.kit import (
    Block,
    View,
    actions,
    bold,
    button,
    divider,
    escape,
    fields,
    header,
    modal,
    note,
    section,
    verbatim,
)
from store.books import Seat
from store.days import say, today
from store.memberships import Entry
from store.models import Contact, Group
from store.standings import Held
from store.sync_models import Connection, Link
from store.words import Role, Source

# Memberships that the card names.
SHOWN = 5
_SOURCES = {
    Source.hand: "Added by hand",
    Source.csv: "Came with a CSV file",
    Source.membership: "Came with a membership",
    Source.google: "Comes from Google Contacts",
    Source.microsoft: "Comes from Office 365",
}
_READ_ONLY = {
    Source.google: "This contact is changed and deleted in Google Contacts; Roster follows.",
    Source.microsoft: "This contact is changed and deleted in Office 365; Roster follows.",
}


def card(
    seat: Seat,
    contact: Contact,
    *,
    starred: bool,
    groups: Sequence[Group],
    entries: Sequence[Entry],
    links: Sequence[tuple[Link, Connection]] = (),
    memory: Memory,
    notice: str = "",
) -> View:
    """All that is known about one contact, and what can be done with it."""
    return modal(
        "Contact",
        [
            *([note(notice)] if notice else []),
            header(f"⭐ {contact.name}" if starred else contact.name),
            fields(_facts(contact, groups)),
            *([note("*Notes*"), verbatim(contact.notes)] if contact.notes else []),
            divider(),
            *_memberships(seat, contact, entries),
            divider(),
            actions(_buttons(seat, contact, starred, groups), "card"),
            *sources(links),
            *([note(_READ_ONLY[contact.source])] if contact.read_only else []),
            note(_origin(seat, contact)),
        ],
        callback_id="contacts.card",
        memory=memory.but(book=contact.book_id, contact=contact.id).dump(),
    )


def delete_question(contact: Contact, held: Held, memory: Memory) -> View:
    """Asks once more, by name, before a contact goes for good, and says what would take less."""
    address_line = f" ({escape(contact.email)})" if contact.name != contact.email else ""
    return modal(
        "Delete contact",
        [
            section(f":warning: Delete {bold(contact.name)}{address_line}?"),
            section(
                "This is permanent: the contact goes with everything Roster keeps about it, "
                "for everybody who uses this book."
            ),
            *_goes_too(contact, held),
        ],
        callback_id="contacts.confirm_delete",
        submit="Delete",
        close="Cancel",
        memory=memory.but(book=contact.book_id, contact=contact.id).dump(),
    )


def _goes_too(contact: Contact, held: Held) -> list[Block]:
    """What the contact has access to, and had."""
    if not held.memberships:
        return []
    counted = memberships.count(held.memberships, held.active)
    told = f"With it go *{counted}* and their history.\n{memberships.LET_EXPIRE}"
    value = address(contact.book_id, contact.id)
    return [section(told, button("View memberships", "memberships.show_contact", value=value))]


def _memberships(seat: Seat, contact: Contact, entries: Sequence[Entry]) -> list[Block]:
    """What the contact has access to; its history is a click away."""
    lines = [memberships.line(entry) for entry in entries[:SHOWN]]
    more = len(entries) - SHOWN
    value = address(contact.book_id, contact.id)
    ways = [button("View memberships", "memberships.show_contact", value=value)]
    if seat.role.allows(Role.editor):
        ways.append(button("Add membership", "memberships.add_for", value=value))
    return [
        note("*Memberships*" if entries else "*No memberships yet*"),
        *([section("\n".join(lines))] if lines else []),
        *([note(f"{more:,} more")] if more > 0 else []),
        actions(ways, "memberships"),
    ]


def _facts(contact: Contact, groups: Sequence[Group]) -> list[tuple[str, str]]:
    pairs = [
        ("Email", contact.email),
        ("Company", contact.company),
        ("Job title", contact.job_title),
        ("Phone", contact.phone),
        ("Groups", ", ".join(group.name for group in groups)),
    ]
    return [(label, value) for label, value in pairs if value]


def _buttons(seat: Seat, contact: Contact, starred: bool, groups: Sequence[Group]) -> list[Block]:
    value = address(contact.book_id, contact.id)
    first = star(starred, contact.name, value, in_words=True)
    if not seat.role.allows(Role.editor):
        return [first]
    own = not contact.read_only
    leave = button("Remove from group", "grouping.ask_take_out", value=value)
    edit = button("Edit contact", "contacts.edit", value=value)
    delete = button("Delete contact", "contacts.ask_delete", value=value, style="danger")
    return [
        first,
        *([edit] if own else []),
        button("Add to group", "grouping.choose", value=value),
        *([leave] if any(not group.read_only for group in groups) else []),
        button("Invite to an event", "inviting.ask_contact", value=value),
        button("Export contact", "exporting.contact", value=value),
        *([delete] if own else []),
    ]


def _origin(seat: Seat, contact: Contact) -> str:
    day = say(today(seat.book, at=contact.created_at))
    by = f" by <@{contact.created_by}>" if contact.created_by else ""
    return f"{_SOURCES[contact.source]}{by}, {day} · {BOOK_NAMES[seat.book.kind]}"
