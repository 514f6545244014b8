"""Grouping: putting contacts into groups, and taking them out again."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access, bulk
from handlers.access import Visitor
from handlers.screens import acknowledge, announce, leave, repaint, show
from handlers.state import Memory, chosen
from handlers.views import bulk as told
from handlers.views import grouping as views
from handlers.views.groups import people
from handlers.views.kit import View, bold
from store import contacts, deliveries, groups, ticks
from store.books import Seat
from store.bulk import Deed, Kind, apply
from store.db import Database
from store.errors import Gone
from store.scopes import Scope
from store.words import Role


def choose(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask which group the chosen contact shall be added to."""
    book_id, contact_id = chosen(body)
    memory = leave(who, database, body).but(book=book_id, contact=contact_id)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        about = whom(session, seat, who, memory)
    show(client, body, views.choose_form(memory, f"Add {about} to a group."))


def choose_for_ticked(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any]
) -> None:
    """Ask which group the ticked shall be added to."""
    memory, about = about_ticked(who, database, body)
    show(client, body, views.choose_form(memory, f"Add {about} to a group."))
    repaint(client, who, database, memory)


def suggest(ack: Ack, who: Visitor, database: Database, body: dict[str, Any]) -> BoltResponse:
    """Offer the groups of the form's book whose names hold what was typed so far."""
    memory = Memory.load(body["view"].get("private_metadata"))
    with database.reading() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        found = groups.suggest(session, seat.book, text=str(body.get("value") or ""), only_own=True)
    return ack(options=views.suggestions(found))


def put(
    ack: Ack,
    view: View,
    who: Visitor,
    context: BoltContext,
    database: Database,
) -> BoltResponse:
    """Add those whom the form was about to the group that was chosen."""
    memory = Memory.load(view.get("private_metadata"))
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        group = groups.get(session, seat.book, group_id=views.read_choice(view))
        deed = Deed(Kind.group, group.id)
        if not deliveries.once(session, f"submission {view['id']}"):
            return bulk.answer(ack, context, memory, deed, None)
        begun = bulk.start(session, seat, who, memory, deed, bulk.submitted(view, group.name))
    return bulk.answer(ack, context, memory, deed, begun, group.name)


def take_out_one(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Remove the chosen contact from the group that is opened."""
    book_id, contact_id = chosen(body)
    memory = leave(who, database, body)
    with database.writing() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        group = groups.get(session, seat.book, group_id=memory.page.group or 0)
        deed = Deed(Kind.ungroup, group.id)
        where = Scope(contact=contact_id)
        outcome = apply(session, seat.book, person=who.person, deed=deed, scope=where)
    announce(client, who, database, memory, told.told(deed, outcome, group.name))


def ask_take_out(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask which of their groups the chosen contact shall be removed from."""
    book_id, contact_id = chosen(body)
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        contact = contacts.get(session, seat.book, contact_id=contact_id)
        member_of = groups.of(session, seat.book, contact_id=contact_id)
        own = [group for group in member_of if not group.read_only]
        if not own:
            raise Gone(f"{contact.name} is in no group of Roster’s own.")
    show(client, body, views.leave_form(contact, own, memory))


def take_out(
    ack: Ack,
    view: View,
    who: Visitor,
    context: BoltContext,
    database: Database,
) -> BoltResponse:
    """Remove the contact of the form from the group that was chosen."""
    memory = Memory.load(view.get("private_metadata"))
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        group = groups.get(session, seat.book, group_id=views.read_choice(view))
        deed = Deed(Kind.ungroup, group.id)
        outcome = bulk.start(session, seat, who, memory, deed, {})
    return bulk.answer(ack, context, memory, deed, outcome, group.name)


def about_ticked(who: Visitor, database: Database, body: dict[str, Any]) -> tuple[Memory, str]:
    """What a form about the ticked remembers, and whom it is about, in words."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.editor)
        memory = memory.but(book=seat.book.id, ticked=True)
        return memory, whom(session, seat, who, memory)


def whom(session: Session, seat: Seat, who: Visitor, memory: Memory) -> str:
    """Whom a form is about, in words; raises Rejected where nobody is ticked."""
    if memory.contact:
        return bold(contacts.get(session, seat.book, contact_id=memory.contact).name)
    return f"*{people(ticks.need(session, seat.book, person=who.person))}*"


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("grouping.choose")(ack=acknowledge, lazy=[choose])
    app.action("grouping.choose_for_ticked")(ack=acknowledge, lazy=[choose_for_ticked])
    app.action("grouping.ask_take_out")(ack=acknowledge, lazy=[ask_take_out])
    app.options("grouping.suggest")(suggest)
    app.view("grouping.put")(ack=put, lazy=[bulk.settle])
    app.view("grouping.take_out")(ack=take_out, lazy=[bulk.settle])
