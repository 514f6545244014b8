"""Slash commands: `/contacts` and the words after it."""

import html
import re
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from handlers import access, contacts, importing
from handlers.access import Visitor
from handlers.views import commands as views
from store import contacts as store
from store.contacts import Fields
from store.db import Database
from store.emails import normalise
from store.errors import Known, Rejected
from store.models import Role

_WRAPPED = re.compile(r"<mailto:([^|>]+)(?:\|[^>]*)?>")


def answer(
    ack: Ack,
    command: dict[str, Any],
    client: WebClient,
    who: Visitor,
    context: BoltContext,
    database: Database,
) -> BoltResponse:
    """Answer what needs no screen at once; leave to `act` what opens one."""
    word, rest = _split(command["text"])
    if word == "help":
        return ack(response_type="ephemeral", **views.helped(command["command"]))
    if word == "add" and "@" in rest:
        return _add(ack, rest, client, who, database)
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
        importing.choose(client, who, database, body)
    else:
        contacts.open_found(client, who, database, body, rest)


def _add(ack: Ack, text: str, client: WebClient, who: Visitor, database: Database) -> BoltResponse:
    access.greet(who, client, database)
    try:
        fields = _read(text)
        with database.writing() as session:
            seat = access.enter(session, who, None, needs=Role.editor)
            contact = store.add(session, seat.book, person=who.person, fields=fields)
            told = views.added(seat, contact)
    except Known as known:
        told = views.already_there(known.contact)
    except Rejected as refused:
        told = views.refused(refused.reason)
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


def _split(text: str) -> tuple[str, str]:
    """The first word in lower case, and the rest, without Slack's escapes and links."""
    text = html.unescape(_WRAPPED.sub(r"\1", text or "")).strip()
    word, _, rest = text.partition(" ")
    known = {"add", "find", "import", "help"}
    return (word.lower(), rest.strip()) if word.lower() in known else ("find", text)


def register(app: App, prefix: str) -> None:
    """Tie the command to its answer; `prefix` stands before the name where another app has it."""
    app.command(f"/{prefix}contacts")(ack=answer, lazy=[act])
