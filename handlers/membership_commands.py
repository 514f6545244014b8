"""Slash commands: `/memberships` and `/segments`, and the words after them."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from handlers import access, memberships, segments
from handlers.access import Visitor
from handlers.commands import read_filter, split
from handlers.filters import page_for
from handlers.screens import show_page
from handlers.state import PageState
from handlers.views import commands as views
from handlers.views import filter_writing as filter_views
from store import days, filter_names
from store import memberships as store
from store.books import Seat
from store.db import Database
from store.errors import Holding, Rejected
from store.filter_names import Names
from store.filters import Filter
from store.memberships import Terms
from store.text import name_key
from store.words import Payment, Role

MEMBERSHIP_WORDS = {"add", "find", "help"}
SEGMENT_WORDS = {"find", "help"}
# ann@example.com Yoga 101 comped from 2026-10-01 until 2026-12-31
_ADDED = re.compile(
    r"(?P<email>\S+@\S+)\s+(?:[\"“„](?P<quoted>[^\"“”]+)[\"“”]|(?P<product>.+?))"
    rf"(?:\s+(?P<payment>{'|'.join(Payment)}))?"
    r"(?:\s+from\s+(?P<starts>\S+))?(?:\s+until\s+(?P<ends>\S+))?",
    re.IGNORECASE,
)
# A product may be called so that a part of its name looks like something else.
_NAMED = re.compile(
    r"(?P<email>\S+@\S+)\s+(?P<product>.+)(?P<quoted>)(?P<payment>)(?P<starts>)(?P<ends>)"
)


def answer(
    ack: Ack,
    command: dict[str, Any],
    client: WebClient,
    who: Visitor,
    context: BoltContext,
    database: Database,
) -> BoltResponse:
    """Answer what needs no screen at once; leave to `act` what opens one."""
    word, rest = split(command["text"], MEMBERSHIP_WORDS)
    if word == "help":
        told = views.helped_with_memberships(command["command"])
        return ack(response_type="ephemeral", **told)
    if word == "add" and rest:
        return _add(ack, rest, client, who, database)
    if word == "find" and rest:
        try:
            context["page"] = _page(read_filter(rest, client, who, database)).dump()
        except Rejected as refused:
            told = filter_views.refused(refused.reason, command["command"])
            return ack(response_type="ephemeral", **told)
    context["word"] = word
    return ack()


def act(
    client: WebClient, who: Visitor, context: BoltContext, database: Database, body: dict[str, Any]
) -> None:
    """Open the form, or the list of memberships with those that are asked for."""
    word = context.get("word")
    if word is None:
        return
    access.greet(who, client, database)
    if word == "add":
        memberships.add(client, who, database, body)
        return
    page = PageState.load(context.get("page"))
    show_page(client, who, database, body, page.but(showing="memberships"))


def answer_segments(ack: Ack, command: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Answer with the help; leave to `act_on_segments` what opens a screen."""
    word, rest = split(command["text"], SEGMENT_WORDS)
    if word == "help":
        told = views.helped_with_segments(command["command"])
        return ack(response_type="ephemeral", **told)
    context["word"], context["rest"] = word, rest
    return ack()


def act_on_segments(
    client: WebClient, who: Visitor, context: BoltContext, database: Database, body: dict[str, Any]
) -> None:
    """Open the segment of this name, or the list of those that sound like it."""
    if context.get("word") is None:
        return
    access.greet(who, client, database)
    segments.open_named(client, who, database, body, context.get("rest", ""))


def _page(asked: Filter) -> PageState:
    """The list with what is asked; raises Rejected for what memberships cannot be asked."""
    page = page_for(PageState(), asked)
    if page.filter:
        reason = "Memberships are found by one product, status and payment type, and by words."
        raise Rejected("filter", reason)
    return page


def _add(ack: Ack, text: str, client: WebClient, who: Visitor, database: Database) -> BoltResponse:
    access.greet(who, client, database)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, None, needs=Role.editor)
            names = filter_names.all_of(session, seat.book)
            wanted = _read(text, names)
            added = store.add(
                session,
                seat.book,
                person=who.person,
                email=wanted["email"],
                product_id=_product(names, wanted["quoted"] or wanted["product"]),
                terms=_terms(seat, wanted),
            )
            told = views.membership_added(added)
    except Holding as holding:
        told = views.membership_there(seat, holding.entry)
    except Rejected as refused:
        told = views.refused_membership(refused.reason)
    return ack(response_type="ephemeral", **told)


def _read(text: str, names: Names) -> re.Match[str]:
    """What shall be added; raises Rejected where an email and a product cannot be told."""
    named = _NAMED.fullmatch(text)
    if named and any(
        name_key(named["product"]) == name_key(one) for one in names.products.values()
    ):
        return named
    if wanted := _ADDED.fullmatch(text):
        return wanted
    raise Rejected("email", "Please write an email and a product.")


def _product(names: Names, text: str) -> int:
    """The product that is meant; raises Rejected where that is none, or several."""
    found = names.find("product", text)
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(f"“{names.product(id)}”" for id in found[:3])
        raise Rejected("product", f"“{text}” could be {several}. Please write the whole name.")
    close = names.close("product", text)
    meant = f" Did you mean “{close[0]}”?" if close else ""
    raise Rejected("product", f"There is no product “{text}”.{meant}")


def _terms(seat: Seat, wanted: re.Match[str]) -> Terms:
    payment = Payment((wanted["payment"] or Payment.paid).lower())
    starts = days.read(wanted["starts"] or "", field="starts")
    ends = days.read(wanted["ends"] or "", field="ends")
    return Terms(payment, starts or days.today(seat.book), ends)


def register(app: App, prefix: str) -> None:
    """Tie each command to its answer; `prefix` stands before the name where another app has it."""
    app.command(f"/{prefix}memberships")(ack=answer, lazy=[act])
    app.command(f"/{prefix}segments")(ack=answer_segments, lazy=[act_on_segments])
