"""Memberships: how one is said in a line, and the list of those of the whole book."""

from handlers.state import address
from handlers.views.kit import Block, bold, button, escape, menu, note, option, section, short
from store.books import Seat
from store.days import say
from store.membership_lists import MembershipPage
from store.memberships import Entry
from store.standings import Standing
from store.words import Payment, Role, Status

SIGNS = {Status.active: "🟢", Status.upcoming: "🔵", Status.expired: "⚪"}
STATUSES = {Status.active: "Active", Status.upcoming: "Upcoming", Status.expired: "Expired"}
PAYMENTS = {Payment.paid: "Paid", Payment.free: "Free", Payment.comped: "Comped"}
NAME_LIMIT = 150
LET_EXPIRE = "Consider letting memberships expire instead: then nothing is lost."
# Products that are named in the line of a contact.
NAMED = 3


def standing(held: Standing | None) -> str:
    """A contact's membership status and products, in a line; empty where there are none."""
    if held is None or not held.products:
        return ""
    # Somebody whose memberships all begin later is not a member yet.
    status = held.status or Status.upcoming
    names = [name for name, of in held.products if of is status]
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    listed = ", ".join([*(escape(short(name, NAME_LIMIT)) for name in names[:NAMED]), *more])
    return f"{SIGNS[status]} {STATUSES[status]}  ·  {listed}"


def terms(entry: Entry) -> str:
    """The days and the payment type of a membership."""
    kept = entry.membership
    if kept.cancelled_at:
        days = f"from {say(kept.starts)}, cancelled"
    elif kept.ends:
        days = f"{say(kept.starts)} – {say(kept.ends)}"
    else:
        days = f"since {say(kept.starts)}, without an end"
        if entry.status is Status.upcoming:
            days = f"from {say(kept.starts)}, without an end"
    return f"{PAYMENTS[kept.payment]}  ·  {days}"


def line(entry: Entry) -> str:
    """One membership: its product, status, payment type and days."""
    status = f"{SIGNS[entry.status]} {STATUSES[entry.status]}"
    return f"{bold(entry.product.name)}  ·  {status}\n{terms(entry)}"


def head(seat: Seat) -> list[Block]:
    """Whose days these are; who owns the book can choose others."""
    told = f"Days begin and end in the time zone *{seat.book.timezone}*."
    if not seat.role.allows(Role.owner):
        return [note(told)]
    value = str(seat.book.id)
    return [section(told, button("Change", "books.ask_timezone", value=value), "timezone")]


def rows(seat: Seat, page: MembershipPage) -> list[Block]:
    """A line for each membership: whose it is, and what can be done with it."""
    return [_row(seat, entry) for entry in page.rows]


def more(seat: Seat, entry: Entry, *, on_page: bool = False) -> Block | None:
    """The ⋮ menu of one membership: what this role may do with it as it stands."""
    value = address(entry.membership.book_id, entry.membership.id)
    choices = [option("View memberships", f"open {value}")] if on_page else []
    if seat.role.allows(Role.editor):
        choices += changes(entry, value)
    return menu(choices, "membership_changes.more") if choices else None


def changes(entry: Entry, value: str) -> list[Block]:
    """An ended membership can begin again; the others go on, change, or are cancelled."""
    if entry.status is Status.expired:
        return [] if entry.product.archived_at else [option("Renew", f"renew {value}")]
    return [
        option("Extend", f"extend {value}"),
        option("Change payment type", f"pay {value}"),
        option("Cancel membership", f"cancel {value}"),
    ]


def _row(seat: Seat, entry: Entry) -> Block:
    contact = entry.contact
    email = f"  ·  {escape(contact.email)}" if contact.name != contact.email else ""
    name = bold(short(contact.name, NAME_LIMIT))
    text = f"{name}{short(email, NAME_LIMIT)}\n{line(entry)}"
    return section(text, more(seat, entry, on_page=True), f"membership:{entry.membership.id}")


def count(memberships: int, active: int = 0) -> str:
    """A number of memberships in words, and how many of them are active."""
    what = "1 membership" if memberships == 1 else f"{memberships:,} memberships"
    return f"{what} ({active:,} active)" if active else what
