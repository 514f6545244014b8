"""Invitations: an event, and whoever is invited to it, in the forms that calendars and mail take.

Nobody is written to from here, and no calendar file names a guest: a person sends the invitation
from their own mail, with the addresses where nobody else sees them.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any
from urllib.parse import quote, urlsplit

import icalendar
from sqlmodel import Session, col, select

from store.columns import now
from store.errors import Rejected
from store.models import Book, Contact
from store.scopes import Scope, conditions
from store.text import clean, clean_lines

TITLE_LIMIT = 200
WHERE_LIMIT = 200
LINK_LIMIT = 500
NOTE_LIMIT = 2000
SHORTEST, LONGEST = 5, 7 * 24 * 60  # minutes
ADDRESS_LIMIT = 3000  # characters of the address of a ready-made event

GOOGLE = "https://calendar.google.com/calendar/r/eventedit?action=TEMPLATE"
CUT = quote("…")
OUTLOOK = "calendar/0/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent"

# Boxes that nobody reads, without the signs between their words.
UNREAD = {"noreply", "donotreply", "noresponse", "mailerdaemon", "bounce", "bounces"}
STREAMED = {"yield_per": 1000}

_LIMITS = {"title": TITLE_LIMIT, "where": WHERE_LIMIT, "link": LINK_LIMIT, "note": NOTE_LIMIT}


@dataclass(frozen=True)
class Event:
    """What people are invited to; `starts_at` knows its time zone."""

    title: str
    starts_at: datetime
    minutes: int
    where: str = ""
    link: str = ""
    note: str = ""

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Guest:
    """Somebody who is invited."""

    name: str
    email: str


@dataclass(frozen=True)
class Guests:
    """The addresses to write to, and who cannot be reached for which reason."""

    reachable: list[str] = field(default_factory=list)
    unreachable: list[tuple[Guest, str]] = field(default_factory=list)


def check(event: Event) -> Event:
    """The event with its texts cleaned; raises Rejected for the first part that is not right."""
    event = _cleaned(event)
    if not event.title:
        raise Rejected("title", "Say what the event is.")
    for name, limit in _LIMITS.items():
        if len(getattr(event, name)) > limit:
            raise Rejected(name, f"At most {limit:,} characters fit here.")
    if event.starts_at <= now():
        raise Rejected("starts_at", "This moment is in the past. Choose a later one.")
    if not SHORTEST <= event.minutes <= LONGEST:
        raise Rejected("minutes", "An event lasts from 5 minutes to 7 days.")
    if event.link and not _is_web_address(event.link):
        raise Rejected("link", "A link begins with https:// or http://.")
    return event


def dump(event: Event) -> dict[str, Any]:
    """The event as a job keeps it."""
    return asdict(event) | {"starts_at": event.starts_at.isoformat()}


def load(data: dict[str, Any]) -> Event:
    """The event that was kept."""
    return Event(**data | {"starts_at": datetime.fromisoformat(data["starts_at"])})


def calendar_file(event: Event, *, uid: str) -> bytes:
    """The event as an .ics file; the same `uid` is the same event to every calendar."""
    event = _cleaned(event)
    entry = icalendar.Event()
    entry.add("uid", uid)
    entry.add("dtstamp", now())
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.title)
    texts = {"location": event.where, "description": "".join(_details(event))}
    for name in (name for name, text in texts.items() if text):
        entry.add(name, texts[name])
    if event.link:
        entry.add("url", _quoted_link(event.link))
    calendar = icalendar.Calendar()
    for name, text in {"prodid": "-//Roster//EN", "version": "2.0", "method": "PUBLISH"}.items():
        calendar.add(name, text)
    calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written


def google_link(event: Event) -> str:
    """The address of the event ready-made in Google Calendar."""
    event = _cleaned(event)
    start, end = (f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in _span(event))
    parts = {"text": event.title, "location": event.where, "details": _details(event)}
    return _address(f"{GOOGLE}&dates={start}/{end}", parts)


def outlook_link(event: Event) -> str:
    """The address of the event ready-made in Outlook on the web, for work and school accounts."""
    return _outlook("outlook.office.com", event)


def outlook_live_link(event: Event) -> str:
    """The address of the event ready-made in Outlook on the web, for private accounts."""
    return _outlook("outlook.live.com", event)


def guests(session: Session, book: Book, *, scope: Scope) -> Guests:
    """Everybody in the scope by name, split into whom an email reaches and whom not, and why."""
    found = Guests()
    names = select(Contact.email, Contact.email_key, Contact.first_name, Contact.last_name)
    query = names.where(*conditions(book, scope)).order_by(Contact.sort_key, col(Contact.id))
    for email, key, first_name, last_name in session.exec(query, execution_options=STREAMED):
        if reason := _out_of_reach(key):
            name = f"{first_name} {last_name}".strip()
            found.unreachable.append((Guest(name, email), reason))
        else:
            found.reachable.append(email if email.isascii() else key)
    return found


def chunks(addresses: Sequence[str], *, separator: str, size: int = 100) -> list[str]:
    """The addresses in lists that mail programs take at once, each ready to be pasted."""
    starts = range(0, len(addresses), size)
    return [separator.join(addresses[start : start + size]) for start in starts]


def address_file(chunks: Sequence[str]) -> bytes:
    """A text file with one list a paragraph."""
    return "".join(f"{chunk}\r\n\r\n" for chunk in chunks).encode()


def unreachable_file(unreachable: Sequence[tuple[Guest, str]]) -> bytes:
    """A text file of who cannot be reached, one a line."""
    lines = (f"{guest.email}\t{clean(guest.name)}\t{reason}" for guest, reason in unreachable)
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _cleaned(event: Event) -> Event:
    return replace(
        event,
        title=clean(event.title),
        where=clean(event.where),
        link=clean(event.link),
        note=clean_lines(event.note),
    )


def _span(event: Event) -> tuple[datetime, datetime]:
    return event.starts_at, event.ends_at


def _out_of_reach(key: str) -> str:
    """Why no email arrives at this address; empty where it should. The key's domain is ASCII."""
    box = key.rpartition("@")[0]
    if re.sub("[-_.]", "", box.partition("+")[0]) in UNREAD:
        return "nobody reads what is sent to this address"
    if not box.isascii():
        return "most mail servers refuse the letters before the @"
    return ""


def _details(event: Event) -> list[str]:
    """What is said about the event beside when and where, in pieces that are not to be cut."""
    link = event.link + "\n\n" if event.link and event.note else event.link
    return [piece for piece in (link, *event.note) if piece]


def _is_web_address(text: str) -> bool:
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.hostname) and " " not in text


def _quoted_link(link: str) -> str:
    """A link as a calendar file takes it; what is quoted already is not quoted again."""
    return quote(link, safe="%:/?#[]@!$&'()*+,;=")


def _outlook(host: str, event: Event) -> str:
    event = _cleaned(event)
    start, end = (f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for moment in _span(event))
    # Outlook reads the body as HTML.
    body = [html.escape(piece).replace("\n", "<br>") for piece in _details(event)]
    parts = {"subject": event.title, "location": event.where, "body": body}
    return _address(f"https://{host}/{OUTLOOK}&startdt={quote(start)}&enddt={quote(end)}", parts)


def _address(address: str, parts: Mapping[str, Sequence[str]]) -> str:
    """The address with these parts in it; the last ones are cut where it would become too long."""
    for name, pieces in parts.items():
        head = f"&{name}="
        if text := _fitting(pieces, ADDRESS_LIMIT - len(address) - len(head)):
            address += head + text
    return address


def _fitting(pieces: Sequence[str], room: int) -> str:
    """As many pieces as have room when they are quoted, each of them whole."""
    quoted = [quote(piece, safe="") for piece in pieces]
    sizes = list(accumulate(map(len, quoted)))
    if not sizes or sizes[-1] <= room:
        return "".join(quoted)
    kept = sum(size + len(CUT) <= room for size in sizes)
    return "".join(quoted[:kept]) + CUT if kept else ""
