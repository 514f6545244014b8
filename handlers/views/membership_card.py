"""The memberships of one contact, with their whole history: who did what, when."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.state import Memory, address
from handlers.views import memberships as said
from handlers.views.kit import (
    Block,
    View,
    actions,
    button,
    divider,
    header,
    modal,
    note,
    section,
)
from store.books import Seat
from store.days import say
from store.membership_history import Line
from store.memberships import Entry
from store.models import Contact
from store.words import Happening, Role

# A modal has at most 100 blocks; each membership takes three of them.
SHOWN = 30
# Lines of a history that stand below the membership at once.
LATEST = 12
WHAT = {
    Happening.added: "Added",
    Happening.extended: "Last day changed",
    Happening.renewed: "Renewed",
    Happening.changed: "Payment type changed",
    Happening.cancelled: "Cancelled",
    "expired": "Expired",
}


def memberships(
    seat: Seat,
    contact: Contact,
    entries: Sequence[Entry],
    histories: Mapping[int, Sequence[Line]],
    memory: Memory,
    notice: str = "",
) -> View:
    """What one contact has access to, had, and will have."""
    return modal(
        "Memberships",
        [
            *([note(notice)] if notice else []),
            header(contact.name),
            *_tools(seat, contact),
            *_none(entries),
            *(
                block
                for entry in entries[:SHOWN]
                for block in _entry(seat, entry, histories.get(entry.membership.id, []))
            ),
            *_more(len(entries) - SHOWN),
        ],
        callback_id="memberships.card",
        memory=memory.but(book=contact.book_id, contact=contact.id).dump(),
    )


def _tools(seat: Seat, contact: Contact) -> list[Block]:
    if not seat.role.allows(Role.editor):
        return []
    value = address(contact.book_id, contact.id)
    add = button("Add membership", "memberships.add_for", value=value, style="primary")
    return [actions([add], "tools")]


def _none(entries: Sequence[Entry]) -> list[Block]:
    return [] if entries else [section("*No memberships yet.*")]


def _entry(seat: Seat, entry: Entry, history: Sequence[Line]) -> list[Block]:
    menu = said.more(seat, entry)
    archived = "  ·  this product is archived" if entry.product.archived_at else ""
    text = said.line(entry) + archived
    return [
        divider(),
        section(text, menu, f"membership:{entry.membership.id}"),
        *([note(_history(history))] if history else []),
    ]


def _history(lines: Sequence[Line]) -> str:
    """The latest lines, the newest first."""
    latest = [_line(line) for line in reversed(lines[-LATEST:])]
    before = len(lines) - LATEST
    return "\n".join([*latest, *([f"… and {before:,} earlier"] if before > 0 else [])])


def _line(line: Line) -> str:
    by = f" by <@{line.person}>" if line.person else ""
    return f"{say(line.day)}  {WHAT[line.what]}{by}{_held(line)}"


def _held(line: Line) -> str:
    """What held from then on, as far as this happening says it."""
    match line.what:
        case Happening.added | Happening.renewed:
            return f": {said.PAYMENTS[line.payment].lower()}, {_days(line.starts, line.ends)}"
        case Happening.extended:
            return f": {_until(line.ends)}"
        case Happening.changed:
            return f": {said.PAYMENTS[line.payment].lower()}"
    return ""


def _days(starts: date, ends: date | None) -> str:
    return f"from {say(starts)} {_until(ends)}"


def _until(ends: date | None) -> str:
    return f"until {say(ends)}" if ends else "without an end"


def _more(count: int) -> list[Block]:
    if count <= 0:
        return []
    return [note(f"{count:,} older memberships are not shown here; the CSV file has all of them.")]
