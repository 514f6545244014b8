"""Taking a file: chosen in a form, dropped in the chat, in somebody's message, or in a channel."""

from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access
from handlers.access import Visitor
from handlers.screens import acknowledge, leave, show
from handlers.state import Memory
from handlers.views import importing as views
from handlers.views.kit import View, escape, message
from handlers.work import Wake, rouse
from store import importing
from store.books import Seat
from store.db import Database
from store.errors import NotAllowed
from store.text import clean
from store.words import Role

Files = list[dict[str, Any]]


def choose(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Open the form that asks for a file."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.editor)
    show(client, body, views.choose_form(memory.but(book=seat.book.id)))


def read_chosen(ack: Ack, view: View, who: Visitor, database: Database) -> BoltResponse:
    """Take the chosen file; the form turns into what would happen as soon as it is read."""
    files: Files = view["state"]["values"].get("file", {}).get("file", {}).get("files") or []
    if not files:
        return ack(response_action="errors", errors={"file": "Choose a file."})
    memory = Memory.load(view.get("private_metadata"))
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        _begin_in_modal(session, seat, who, files[0], view["id"])
    return ack(response_action="update", view=views.waiting_modal(_about(files[0])["name"]))


def dropped(
    event: dict[str, Any], client: WebClient, who: Visitor, database: Database, wake: Wake
) -> None:
    """Take the files that somebody dropped into the messages with Roster."""
    if event.get("channel_type") != "im" or event.get("bot_id"):
        return
    access.greet(who, client, database)
    try:
        _begin(event, who, database, {"channel": event["channel"]})
    except NotAllowed as refused:
        client.chat_postMessage(
            channel=event["channel"], **message(f":warning: {escape(str(refused))}")
        )
    wake()


def mentioned(
    event: dict[str, Any], client: WebClient, who: Visitor, database: Database, wake: Wake
) -> None:
    """Take the files of a message in a channel in which Roster is named; nobody else is told."""
    if event.get("bot_id") or not who.person:
        return
    access.greet(who, client, database)
    try:
        names = _begin(event, who, database, {})
        told = views.mentioned(names)
    except NotAllowed as refused:
        told = f":warning: {escape(str(refused))}"
    client.chat_postEphemeral(channel=event["channel"], user=who.person, **message(told))
    wake()


def from_message(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], wake: Wake
) -> None:
    """Take the file of the message that was chosen; what would happen is shown in a modal."""
    access.greet(who, client, database)
    files: Files = body["message"].get("files") or []
    if not files:
        show(client, body, views.no_file())
        return
    with database.reading() as session:
        access.enter(session, who, None, needs=Role.editor)
    shown = views.waiting_modal(_about(files[0])["name"])
    opened = client.views_open(trigger_id=body["trigger_id"], view=shown)
    with database.writing() as session:
        seat = access.enter(session, who, None, needs=Role.editor)
        _begin_in_modal(session, seat, who, files[0], opened["view"]["id"])
        _note(session, seat, who, files[1:], body["trigger_id"], {})
    wake()


def _begin_in_modal(
    session: Session, seat: Seat, who: Visitor, file: dict[str, Any], view_id: str
) -> None:
    data = _about(file) | {"view": view_id, "title": views.TITLE}
    importing.begin(session, seat.book, person=who.person, key=f"view {view_id}", data=data)


def _begin(
    event: dict[str, Any], who: Visitor, database: Database, place: dict[str, str]
) -> list[str]:
    """Note the files of an event as work, to be told at that place; their names."""
    with database.writing() as session:
        seat = access.enter(session, who, None, needs=Role.editor)
        return _note(session, seat, who, event.get("files") or [], event["ts"], place)


def _note(
    session: Session, seat: Seat, who: Visitor, files: Files, moment: str, place: dict[str, str]
) -> list[str]:
    for file in files:
        key = f"file {file['id']} {moment}"
        about = _about(file) | place
        importing.begin(session, seat.book, person=who.person, key=key, data=about)
    return [_about(file)["name"] for file in files]


def _about(file: dict[str, Any]) -> dict[str, str]:
    """What is needed of Slack's file object; one shared from elsewhere has no address yet."""
    url = file.get("url_private_download") or file.get("url_private") or ""
    return {"file": file["id"], "name": clean(file.get("name") or "") or "file.csv", "url": url}


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("receiving.choose")(ack=acknowledge, lazy=[choose])
    app.view("receiving.read_chosen")(ack=read_chosen, lazy=[rouse])
    app.shortcut("receiving.from_message")(ack=acknowledge, lazy=[from_message])
    app.event("app_mention")(mentioned)
    app.event({"type": "message", "subtype": "file_share"})(dropped)
