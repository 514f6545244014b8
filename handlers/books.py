"""Books: switching between them, and deciding who has access to the team book."""

from contextlib import suppress
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import access, bulk
from handlers.access import Visitor
from handlers.screens import acknowledge, leave, repaint, replace_view, show
from handlers.state import HOME, Memory, PageState, number
from handlers.views import books as views
from handlers.views.kit import View
from store import books, days
from store.db import Database
from store.errors import Gone, NotAllowed, Rejected, StoreError
from store.words import Kind, Role


def choose(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Turn to another book, and remember the choice."""
    memory = leave(who, database, body)
    chosen = body["actions"][0].get("selected_option") or {}
    if not (book_id := number(chosen.get("value", ""))):
        repaint(client, who, database, memory)  # somebody cleared the choice: it stays as it was
        return
    with database.writing() as session:
        books.choose(session, workspace=who.workspace, person=who.person, book_id=book_id)
    page = PageState(book=book_id, fresh=memory.page.fresh + 1, round=memory.page.round)
    repaint(client, who, database, memory.but(page=page))


def people(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show who has access to the team book."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.owner)
        if seat.book.kind is not Kind.team:
            raise NotAllowed("A personal book is for one person only.")
        form = views.people_form(books.people(session, seat.book), memory.but(book=seat.book.id))
    show(client, body, form)


def admit(ack: Ack, view: View, who: Visitor, database: Database) -> BoltResponse:
    """Let somebody in, or change what they may do."""
    memory = Memory.load(view.get("private_metadata"))
    person, role = views.read_admission(view)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.owner)
            books.admit(session, seat.book, by=who.person, person=person, role=role)
            allowed = books.people(session, seat.book)
    except StoreError as refused:
        return ack(response_action="errors", errors={"person": str(refused)})
    notice = f":white_check_mark: <@{person}> has access now."
    return ack(response_action="update", view=views.people_form(allowed, memory, notice))


def change(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Make somebody something else, or take their access away."""
    word, _, value = body["actions"][0]["selected_option"]["value"].partition(" ")
    book_id, _, person = value.partition(":")
    view = body["view"]
    with database.writing() as session:
        seat = access.enter(session, who, number(book_id), needs=Role.owner)
        if word in set(Role):
            books.admit(session, seat.book, by=who.person, person=person, role=Role(word))
            notice = f":white_check_mark: <@{person}> is {views.ROLE_NAMES[Role(word)]} now."
        else:
            books.dismiss(session, seat.book, by=who.person, person=person)
            notice = f"<@{person}> has no access any more."
        allowed = books.people(session, seat.book)
    memory = Memory.load(view.get("private_metadata"))
    replace_view(client, view["id"], views.people_form(allowed, memory, notice))
    if word not in set(Role):
        _clear_home(client, Visitor(who.workspace, person), database)


def ask_timezone(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask in which time zone the days of the book begin and end."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.owner)
    show(client, body, views.timezone_form(seat.book, memory.but(book=seat.book.id)))


def suggest_timezone(ack: Ack, body: dict[str, Any]) -> BoltResponse:
    """Offer the time zones that hold what was typed so far."""
    return ack(options=views.zones(days.suggest_zones(str(body.get("value") or ""))))


def set_timezone(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Let the days of the book begin and end elsewhere."""
    memory, zone = Memory.load(view.get("private_metadata")), views.read_timezone(view)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.owner)
            books.set_timezone(session, seat.book, person=who.person, timezone=zone)
    except Rejected as rejected:
        return ack(response_action="errors", errors={"timezone": rejected.reason})
    told = f":white_check_mark: Days begin and end in the time zone *{zone}* now."
    context["settled"], context["notice"] = True, told
    return ack()


def _clear_home(client: WebClient, who: Visitor, database: Database) -> None:
    """Slack keeps showing what was on their Home tab: paint over it, where there is one."""
    with suppress(Gone, SlackApiError, OSError):
        repaint(client, who, database, Memory(at=HOME))


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("books.choose")(ack=acknowledge, lazy=[choose])
    app.action("books.change")(ack=acknowledge, lazy=[change])
    app.view("books.admit")(admit)
    app.action("books.ask_timezone")(ack=acknowledge, lazy=[ask_timezone])
    app.options("books.suggest_timezone")(suggest_timezone)
    app.view("books.set_timezone")(ack=set_timezone, lazy=[bulk.settle])
