"""What a slash command answers, to the person alone."""

from collections.abc import Sequence
from typing import Any

from handlers.state import address
from handlers.views import memberships
from handlers.views.contact_row import more
from handlers.views.contacts import BOOK_NAMES
from handlers.views.help import (
    group_help_blocks,
    help_blocks,
    membership_help_blocks,
    segment_help_blocks,
)
from handlers.views.kit import Block, actions, bold, button, escape, message, section
from store.books import Seat
from store.memberships import Added, Entry
from store.models import Contact, Group


def added(seat: Seat, contact: Contact) -> dict[str, Any]:
    """A contact was added by words alone."""
    where = BOOK_NAMES[seat.book.kind].lower()
    text = f":white_check_mark: {_full(contact)} was added to your {where}."
    return _about(contact, text, [more(seat.role, contact, starred=False)])


def already_there(contact: Contact) -> dict[str, Any]:
    """The email belongs to somebody already."""
    return _about(contact, f"{_full(contact)} is already in this book.", [])


def refused(reason: str) -> dict[str, Any]:
    """What was typed cannot be used, and what would be."""
    return message(f":warning: {escape(reason)} Try `/contacts add ann@example.com Ann Lee`.")


def helped(command: str) -> dict[str, Any]:
    """The help, for the command as it is called in this workspace."""
    return message("What Roster can do", help_blocks(command))


def group_added(group: Group) -> dict[str, Any]:
    """A group was made by words alone."""
    return _about_group(group, f":white_check_mark: The group {bold(group.name)} was made.")


def group_there(group: Group) -> dict[str, Any]:
    """The name belongs to a group already."""
    return _about_group(group, f"There is already a group called {bold(group.name)}.")


def refused_group(reason: str) -> dict[str, Any]:
    """What was typed cannot be the name of a group."""
    return message(f":warning: {escape(reason)} Try `/groups add VIP`.")


def membership_added(added: Added) -> dict[str, Any]:
    """A membership was added by words alone."""
    entry = added.entry
    new = ", a new contact," if added.is_new_contact else ""
    has = f"{_full(entry.contact)}{new} has {memberships.line(entry)}"
    return _about(entry.contact, f":white_check_mark: {has}", [])


def membership_there(seat: Seat, entry: Entry) -> dict[str, Any]:
    """There is one of the same product already; it can be extended."""
    menu = memberships.more(seat, entry)
    text = f":warning: {_full(entry.contact)} has it already: {memberships.line(entry)}"
    return _about(entry.contact, text, [menu] if menu else [])


def refused_membership(reason: str) -> dict[str, Any]:
    """What was typed cannot be a membership, and what would be."""
    tried = "`/memberships add ann@example.com Yoga 101 paid until 2026-12-31`"
    return message(f":warning: {escape(reason)}\nTry {tried}.")


def helped_with_memberships(command: str) -> dict[str, Any]:
    """The help on memberships, for the command as it is called in this workspace."""
    return message("What Roster can do with memberships", membership_help_blocks(command))


def helped_with_segments(command: str) -> dict[str, Any]:
    """The help on segments, for the command as it is called in this workspace."""
    return message("What Roster can do with segments", segment_help_blocks(command))


def helped_with_groups(command: str) -> dict[str, Any]:
    """The help on groups, for the command as it is called in this workspace."""
    return message("What Roster can do with groups", group_help_blocks(command))


def _full(contact: Contact) -> str:
    if contact.name == contact.email:
        return f"{bold(contact.email)}"
    return f"{bold(contact.name)} ({escape(contact.email)})"


def _about(contact: Contact, text: str, also: Sequence[Block]) -> dict[str, Any]:
    value = address(contact.book_id, contact.id)
    opens = button("Open contact", "contacts.open", value=value)
    return message(text, [section(text), actions([opens, *also])])


def _about_group(group: Group, text: str) -> dict[str, Any]:
    opens = button("Open group", "groups.open", value=address(group.book_id, group.id))
    return message(text, [section(text), actions([opens])])
