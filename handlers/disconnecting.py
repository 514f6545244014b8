"""Disconnecting an account: asked about first, then done as long work."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from handlers import access
from handlers.access import Visitor
from handlers.account_list import settle
from handlers.screens import show
from handlers.state import Memory, chosen, page_of
from handlers.views import disconnecting as views
from handlers.views.connections import leaving
from handlers.views.kit import View, modal, section
from store.db import Database
from store.sync import connections, pages
from store.sync.departing import departing
from store.words import Role


def ask(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask what becomes of the contacts of an account."""
    book_id, connection_id = chosen(body)
    memory = page_of(body).but(book=book_id, connection=connection_id)
    with database.reading() as session:
        book = access.enter(session, who, book_id, needs=Role.editor).book
        connection = connections.get(session, book, connection_id=connection_id)
        told = departing(session, book, connection_id=connection_id)
    show(client, body, views.question(connection, told, pages.of_consents(connection), memory))


def confirm(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Disconnect the account; what becomes of its contacts is told here."""
    memory, keep = Memory.load(view.get("private_metadata")), views.read_keep(view)
    with database.writing() as session:
        book = access.enter(session, who, memory.book, needs=Role.editor).book
        id = memory.connection or 0
        connection = connections.get(session, book, connection_id=id)
        connections.leave(
            session,
            book,
            person=who.person,
            connection_id=id,
            keep=keep,
            place={
                "view": view["id"],
                "title": views.TITLE,
                "list": view.get("previous_view_id"),
                "page": memory.dump(),
            },
        )
    context["notice"] = ""
    waiting = modal(views.TITLE, [section(leaving(connection.email))])
    return ack(response_action="update", view=waiting)


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.view("disconnecting.confirm")(ack=confirm, lazy=[settle])
