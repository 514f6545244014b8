"""Saving people from a message: the emails and names in it, and who wrote it, as contacts."""

import html
import re
from collections.abc import Iterator
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import access
from handlers.access import Visitor
from handlers.screens import acknowledge, show
from handlers.state import Memory, fresh
from handlers.views import saving as views
from handlers.views.kit import View
from store import contacts, deliveries
from store.contacts import Fields
from store.db import Database
from store.emails import normalise
from store.errors import Known, Rejected
from store.models import Contact
from store.names import split
from store.people_in_text import Someone, people_in
from store.words import Role

# What Slack makes of addresses, links, and the names of people and channels.
MAIL = re.compile(r"<mailto:([^|>]+)(?:\|[^>]*)?>")
LINK = re.compile(r"<[@#!][^>]*>|<[a-z]+:[^|>]*(?:\|([^>]*))?>")


def offer(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show whom the chosen message names, and who wrote it, with boxes to tick."""
    access.greet(who, client, database)
    with database.reading() as session:
        seat = access.enter(session, who, None, needs=Role.editor)
    found = people_in("\n".join(_texts(body["message"])))
    found = _each_once([*_author(client, body["message"]), *found])
    new, known = [], []
    with database.reading() as session:
        for one in found:
            there = contacts.by_email(session, seat.book, email=one.email)
            known += [there] if there else []
            new += [] if there else [one]
    memory = Memory(book=seat.book.id, mark=fresh())
    show(client, body, views.form(new, known, memory))


def save(ack: Ack, view: View, who: Visitor, database: Database) -> BoltResponse:
    """Add those who are ticked; a form that is sent twice does it once."""
    memory, chosen = Memory.load(view.get("private_metadata")), views.read(view)
    if not chosen:
        block = next(block for block in view["blocks"] if block["type"] == "input")
        return ack(response_action="errors", errors={block["block_id"]: "Tick somebody to save."})
    names: list[str] = []
    known: list[Contact] = []
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        if not deliveries.once(session, f"submission {view['id']} {memory.mark}"):
            return ack()
        for one in chosen:
            fields = Fields(one.email, one.first_name, one.last_name)
            try:
                added = contacts.add(session, seat.book, person=who.person, fields=fields)
                names.append(added.name)
            except Known as there:
                known.append(there.contact)
    return ack(response_action="update", view=views.saved(names, known))


def _texts(message: dict[str, Any]) -> Iterator[str]:
    """What stands in a message, as people read it."""
    for part in [message, *(message.get("attachments") or [])]:
        yield from (_plain(str(part.get(name) or "")) for name in ("pretext", "title", "text"))
    if not message.get("text"):
        yield from map(_plain, _strings(message.get("blocks") or []))


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 (JSON)
    """The texts within blocks."""
    if isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for part in value.values():
            yield from _strings(part)


def _plain(text: str) -> str:
    """Text without Slack's links and escapes."""
    text = MAIL.sub(r"\1", text)
    return html.unescape(LINK.sub(lambda found: found[1] or " ", text))


def _author(client: WebClient, message: dict[str, Any]) -> list[Someone]:
    """Who wrote it, where Slack shows their email."""
    person = message.get("user")
    if not person or message.get("bot_id"):
        return []
    try:
        user = client.users_info(user=person)["user"]
    except SlackApiError:  # somebody whom Slack does not know any more
        return []
    profile = user.get("profile") or {}
    try:
        email = normalise(str(profile.get("email") or "")).shown
    except Rejected:
        return []
    first, last = split(str(profile.get("real_name") or user.get("real_name") or ""))
    return [Someone(email, first, last)]


def _each_once(found: list[Someone]) -> list[Someone]:
    """The first mention of each email."""
    by_key: dict[str, Someone] = {}
    for one in found:
        by_key.setdefault(normalise(one.email).key, one)
    return [*by_key.values()]


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.shortcut("saving.offer")(ack=acknowledge, lazy=[offer])
    app.view("saving.save")(save)
