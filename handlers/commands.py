"""Slash commands: `/contacts` and `/groups`, and the words after them; how words are read."""

import html
import re
from collections.abc import Collection
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from handlers import access, contacts, exporting, filters, groups, imports, receiving, syncing
from handlers.access import Visitor
from handlers.state import Memory, PageState
from handlers.views import commands as views
from handlers.views import filter_writing as filter_views
from store import contacts as contact_store
from store import filter_names, filter_text
from store import groups as group_store
from store.contacts import Fields
from store.db import Database
from store.emails import normalise
from store.errors import Known, Rejected, Taken
from store.filters import Filter
from store.words import Role

CONTACT_WORDS = {"add", "find", "import", "imports", "export", "sync", "help"}
GROUP_WORDS = {"add", "find", "help"}
_WRAPPED = re.compile(r"<mailto:([^|>]+)(?:\|[^>]*)?>|mailto:(?=\S+@)")


def answer(
    ack: Ack,
    command: dict[str, Any],
    client: WebClient,
    who: Visitor,
    context: BoltContext,
    database: Database,
) -> BoltResponse:
    """Answer what needs no screen at once; leave to `act` what opens one."""
    word, rest = split(command["text"], CONTACT_WORDS)
    if word == "help":
        return ack(response_type="ephemeral", **views.helped(command["command"]))
    if word == "add" and "@" in rest:
        return _add(ack, rest, client, who, database)
    if word in ("find", "export") and rest:
        try:
            rest = filter_text.write(read_filter(rest, client, who, database))
        except Rejected as refused:
            told = filter_views.refused(refused.reason, command["command"])
            return ack(response_type="ephemeral", **told)
    context["word"], context["rest"] = word, rest
    return ack()


def act(
    client: WebClient,
    who: Visitor,
    context: BoltContext,
    database: Database,
    body: dict[str, Any],
) -> None:
    """Open the screen that the words ask for; words that mean nothing else are searched."""
    word, rest = context.get("word"), context.get("rest", "")
    if word is None:
        return
    access.greet(who, client, database)
    if word == "add":
        contacts.open_form(client, who, database, body, Fields(email="", **_names(rest)))
    elif word == "import":
        receiving.choose(client, who, database, body)
    elif word == "imports":
        imports.show_earlier(client, who, database, body)
    elif word == "sync":
        syncing.show(client, who, database, body)
    elif word == "export":
        page = filters.page_for(PageState(), filter_text.parse(rest))
        exporting.ask_for(client, who, database, body, Memory(page=page))
    else:
        contacts.open_found(client, who, database, body, filter_text.parse(rest))


def answer_groups(
    ack: Ack,
    command: dict[str, Any],
    client: WebClient,
    who: Visitor,
    context: BoltContext,
    database: Database,
) -> BoltResponse:
    """Answer what needs no screen at once; leave to `act_on_groups` what opens one."""
    word, rest = split(command["text"], GROUP_WORDS)
    if word == "help":
        return ack(response_type="ephemeral", **views.helped_with_groups(command["command"]))
    if word == "add" and rest:
        return _add_group(ack, rest, client, who, database)
    context["word"], context["rest"] = word, rest
    return ack()


def act_on_groups(
    client: WebClient,
    who: Visitor,
    context: BoltContext,
    database: Database,
    body: dict[str, Any],
) -> None:
    """Open the form, the group of this name, or the list of those that sound like it."""
    word, rest = context.get("word"), context.get("rest", "")
    if word is None:
        return
    access.greet(who, client, database)
    if word == "add":
        groups.add(client, who, database, body)
    else:
        groups.open_named(client, who, database, body, rest)


def _add(ack: Ack, text: str, client: WebClient, who: Visitor, database: Database) -> BoltResponse:
    access.greet(who, client, database)
    try:
        fields = _read(text)
        with database.writing() as session:
            seat = access.enter(session, who, None, needs=Role.editor)
            contact = contact_store.add(session, seat.book, person=who.person, fields=fields)
            told = views.added(seat, contact)
    except Known as known:
        told = views.already_there(known.contact)
    except Rejected as refused:
        told = views.refused(refused.reason)
    return ack(response_type="ephemeral", **told)


def _add_group(
    ack: Ack, name: str, client: WebClient, who: Visitor, database: Database
) -> BoltResponse:
    access.greet(who, client, database)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, None, needs=Role.editor)
            told = views.group_added(
                group_store.add(session, seat.book, person=who.person, name=name)
            )
    except Taken as taken:
        told = views.group_there(taken.taken)
    except Rejected as refused:
        told = views.refused_group(refused.reason)
    return ack(response_type="ephemeral", **told)


def _read(text: str) -> Fields:
    """Email and name in any order; raises Rejected when no word is an email."""
    parts = text.split()
    written = next(part for part in parts if "@" in part)
    normalise(written)
    return Fields(email=written, **_names(" ".join(part for part in parts if part != written)))


def _names(text: str) -> dict[str, str]:
    first, _, last = text.partition(" ")
    return {"first_name": first, "last_name": last}


def read_filter(text: str, client: WebClient, who: Visitor, database: Database) -> Filter:
    """What is asked of contacts, in the written form of filters; raises Mistake."""
    access.greet(who, client, database)
    with database.reading() as session:
        seat = access.enter(session, who, None)
        return filter_text.parse(text, filter_names.all_of(session, seat.book))


def split(text: str, known: Collection[str]) -> tuple[str, str]:
    """The first word in lower case, and the rest, without Slack's escapes and links."""
    text = html.unescape(_WRAPPED.sub(r"\1", text or "")).strip()
    word, _, rest = text.partition(" ")
    return (word.lower(), rest.strip()) if word.lower() in known else ("find", text)


def register(app: App, prefix: str) -> None:
    """Tie each command to its answer; `prefix` stands before the name where another app has it."""
    app.command(f"/{prefix}contacts")(ack=answer, lazy=[act])
    app.command(f"/{prefix}groups")(ack=answer_groups, lazy=[act_on_groups])
