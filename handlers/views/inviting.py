"""Inviting: the form that asks what the event is, and the message with all that is to be sent."""

from collections.abc import Sequence
from datetime import UTC, datetime

from handlers.state import Memory, number
from handlers.views.groups import people
from handlers.views.kit import (
    Block,
    View,
    bold,
    button,
    escape,
    field,
    fields,
    header,
    modal,
    mrkdwn,
    note,
    option,
    section,
    select,
    short,
    text_input,
    typed,
    words,
)
from store import invitations
from store.invitations import Event, Guest, Guests

TITLE = "Invite to an event"
CALENDAR_FILE = "invitation.ics"
UNREACHABLE_FILE = "cannot be reached.txt"
# How mail programs want several addresses to be parted.
SEPARATORS = {"Gmail": ", ", "Outlook": "; "}
# As many addresses as go into one email, and as much text as a message has room for.
LIST_LIMIT = 100
LIST_CHARACTERS = 3000
SHOWN = 10
LATEST = 9_999_999_999  # Slack offers nothing later

_DURATIONS = {
    15: "15 minutes",
    30: "30 minutes",
    45: "45 minutes",
    60: "1 hour",
    75: "1 hour 15 minutes",
    90: "1 hour 30 minutes",
    120: "2 hours",
    180: "3 hours",
    240: "4 hours",
    360: "6 hours",
    480: "8 hours",
    1440: "1 day",
    2880: "2 days",
    4320: "3 days",
    10080: "7 days",
}


def form(memory: Memory, about: str, starts_at: datetime) -> View:
    """Asks what the event is; `about` says who is invited."""
    return modal(
        TITLE,
        [
            section(about),
            field("Title", "title", text_input("title", limit=invitations.TITLE_LIMIT)),
            field("When", "starts_at", _moment_input(starts_at)),
            field("How long", "minutes", _duration_input()),
            field("Where", "where", _text("where", invitations.WHERE_LIMIT), optional=True),
            field("Link", "link", _link_input(), optional=True),
            field("Note", "note", _text("note", invitations.NOTE_LIMIT, lines=True), optional=True),
            note(
                "Roster writes to nobody: you get a calendar file and lists of addresses in your "
                "messages with Roster, and send the invitation from your own mail."
            ),
        ],
        callback_id="inviting.invite",
        submit="Make invitation",
        close="Cancel",
        memory=memory.dump(),
    )


def read_event(view: View) -> Event:
    """What stands in the form; the store decides whether it is good."""
    picked = view["state"]["values"].get("starts_at", {}).get("starts_at", {})
    seconds = min(number(str(picked.get("selected_date_time") or "")), LATEST)
    return Event(
        title=typed(view, "title"),
        starts_at=datetime.fromtimestamp(seconds, UTC),
        minutes=number(typed(view, "minutes")),
        where=typed(view, "where"),
        link=typed(view, "link"),
        note=typed(view, "note"),
    )


def waiting_modal(event: Event) -> View:
    """Stands until the invitation is made."""
    told = f":hourglass_flowing_sand: Making the invitation to {bold(event.title)}…"
    return modal(TITLE, [section(told)])


def made_modal(event: Event) -> View:
    """Says where the invitation is."""
    told = (
        f":white_check_mark: The invitation to {bold(event.title)} is in your messages with Roster."
    )
    return modal(TITLE, [section(told)])


def failed(event: Event, reason: str = "") -> str:
    """There is no invitation, and why."""
    why = escape(reason) or "Please try again in a while."
    return f":warning: The invitation to {bold(event.title)} could not be made. {why}"


def files_text(event: Event) -> str:
    """Stands above the files."""
    return f":calendar: The files for the invitation to {bold(event.title)}."


def text(event: Event, guests: Guests) -> str:
    """The invitation in one line."""
    return f"Invitation to “{escape(event.title)}” for {people(_all(guests))}"


def blocks(event: Event, guests: Guests) -> list[Block]:
    """The invitation: when and where, the ready-made event, whom to write to and who is left."""
    return [
        header(event.title),
        _facts(event, guests),
        *_ready_made(event),
        *_addresses(guests.reachable),
        *_unreachable(guests.unreachable),
    ]


def fits(addresses: Sequence[str]) -> bool:
    """Whether the addresses go into one email, and their lists into the message."""
    return len(addresses) <= LIST_LIMIT and len("; ".join(addresses)) <= LIST_CHARACTERS


def list_file(program: str) -> str:
    """The name of the file with the addresses as this mail program takes them."""
    return f"addresses for {program}.txt"


def _text(name: str, limit: int, *, lines: bool = False) -> Block:
    return text_input(name, limit=limit, lines=lines)


def _moment_input(starts_at: datetime) -> Block:
    first = int(starts_at.timestamp())
    return {"type": "datetimepicker", "action_id": "starts_at", "initial_date_time": first}


def _duration_input() -> Block:
    choices = [option(told, str(minutes)) for minutes, told in _DURATIONS.items()]
    return select(choices, "minutes", chosen="60")


def _link_input() -> Block:
    hint = words("Where people join or read more", 150)
    return {"type": "url_text_input", "action_id": "link", "placeholder": hint}


def _moment(event: Event) -> str:
    """The beginning as each reader's own clock shows it, and how long it takes."""
    elsewhere = f"{event.starts_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    moment = f"<!date^{int(event.starts_at.timestamp())}^{{date_long}} {{time}}|{elsewhere}>"
    return f"{moment}, {_DURATIONS.get(event.minutes, f'{event.minutes} minutes')}"


def _facts(event: Event, guests: Guests) -> Block:
    facts = {"For": people(_all(guests)), "Where": event.where, "Link": event.link}
    told = fields([(label, value) for label, value in facts.items() if value])
    return told | {"fields": [mrkdwn("*When*"), mrkdwn(_moment(event)), *told["fields"]]}


def _ready_made(event: Event) -> list[Block]:
    """A button for each calendar, each in a block of its own, for all of them have one id."""
    calendars = [
        ("Google Calendar", "", invitations.google_link(event)),
        ("Outlook", ", with a work or school account", invitations.outlook_link(event)),
        ("Outlook", ", with a private account", invitations.outlook_live_link(event)),
    ]
    return [
        section(
            f"Ready to be saved in *{name}*{account}",
            button("Open", "inviting.open_link", url=link, label=f"Open in {name}{account}"),
        )
        for name, account, link in calendars
    ]


def _addresses(addresses: Sequence[str]) -> list[Block]:
    if not addresses:
        return [section("There is nobody to write to.")]
    if len(addresses) == 1:
        return [
            section(f"*To invite from your own mail*, attach *{CALENDAR_FILE}* and write to:"),
            _to_copy(addresses[0]),
        ]
    if fits(addresses):
        return [_how("these addresses"), *_lists(addresses)]
    named = " or ".join(f"*{list_file(program)}*" for program in SEPARATORS)
    return [
        _how("a list of addresses"),
        section(f"The lists are in {named}, at most {LIST_LIMIT} addresses to one email."),
    ]


def _how(what: str) -> Block:
    return section(
        f"*To invite from your own mail*, attach *{CALENDAR_FILE}* and paste {what} into *BCC*, "
        "so that nobody sees the address of anybody else."
    )


def _lists(addresses: Sequence[str]) -> list[Block]:
    return [
        block
        for program, separator in SEPARATORS.items()
        for block in (note(f"For {program}"), _to_copy(separator.join(addresses)))
    ]


def _to_copy(text: str) -> Block:
    """Text that is shown, and copied, to the letter."""
    bits = [{"type": "text", "text": text}]
    part = {"type": "rich_text_preformatted", "elements": bits}
    return {"type": "rich_text", "elements": [part]}


def _unreachable(unreachable: Sequence[tuple[Guest, str]]) -> list[Block]:
    if not unreachable:
        return []
    lines = [_line(guest, reason) for guest, reason in unreachable[:SHOWN]]
    if len(unreachable) > SHOWN:
        lines.append(f"• and {len(unreachable) - SHOWN:,} more, all in *{UNREACHABLE_FILE}*")
    told = f":warning: *{people(len(unreachable))} cannot be reached by email:*\n"
    return [section(told + "\n".join(lines))]


def _line(guest: Guest, reason: str) -> str:
    name = f"{escape(short(guest.name, 50))}, " if guest.name else ""
    return f"• {name}{escape(short(guest.email, 80))}: {reason}"


def _all(guests: Guests) -> int:
    return len(guests.reachable) + len(guests.unreachable)
