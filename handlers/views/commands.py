"""What a slash command answers, to the person alone."""

from typing import Any

from handlers.state import address
from handlers.views.contacts import BOOK_NAMES
from handlers.views.help import help_blocks
from handlers.views.kit import actions, bold, button, escape, message, section
from store.books import Seat
from store.models import Contact


def added(seat: Seat, contact: Contact) -> dict[str, Any]:
    """A contact was added by words alone."""
    where = BOOK_NAMES[seat.book.kind].lower()
    text = f":white_check_mark: {_full(contact)} was added to your {where}."
    return _about(contact, text, edit=True)


def already_there(contact: Contact) -> dict[str, Any]:
    """The email belongs to somebody already."""
    return _about(contact, f"{_full(contact)} is already in this book.", edit=False)


def refused(reason: str) -> dict[str, Any]:
    """What was typed cannot be used, and what would be."""
    return message(f":warning: {escape(reason)} Try `/contacts add ann@example.com Ann Lee`.")


def helped(command: str) -> dict[str, Any]:
    """The help, for the command as it is called in this workspace."""
    return message("What Roster can do", help_blocks(command))


def _full(contact: Contact) -> str:
    if contact.name == contact.email:
        return f"{bold(contact.email)}"
    return f"{bold(contact.name)} ({escape(contact.email)})"


def _about(contact: Contact, text: str, *, edit: bool) -> dict[str, Any]:
    value = address(contact.book_id, contact.id)
    buttons = [
        button("Open contact", "contacts.open", value=value),
        *([button("Edit contact", "contacts.edit", value=value)] if edit else []),
    ]
    return message(text, [section(text), actions(buttons)])
