"""Labels, folders and categories: which people of an account are wanted."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access
from handlers.access import Visitor
from handlers.account_list import settle
from handlers.screens import acknowledge, show
from handlers.state import Memory, chosen, page_of
from handlers.views import labels as views
from handlers.views.kit import View
from store.db import Database
from store.sync import connections, vanishing
from store.sync_models import Connection, GroupLink
from store.text import fold, search_words
from store.words import Role


def ask(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask which people of an account are wanted."""
    book_id, connection_id = chosen(body)
    memory = page_of(body).but(book=book_id, connection=connection_id)
    with database.reading() as session:
        connection, groups = _about(session, who, memory)
    show(client, body, views.form(connection, groups, memory))


def suggest(ack: Ack, who: Visitor, database: Database, body: dict[str, Any]) -> BoltResponse:
    """Offer the labels of the account whose names hold what was typed so far."""
    memory = Memory.load(body["view"].get("private_metadata"))
    wanted = search_words(str(body.get("value") or ""))
    with database.reading() as session:
        _, groups = _about(session, who, memory)
    found = [one for one in groups if _holds(one, wanted)]
    return ack(options=views.suggestions(found))


def save(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Read the account anew, with just those people who are wanted."""
    memory, wanted = Memory.load(view.get("private_metadata")), views.read(view)
    with database.writing() as session:
        connection, groups = _about(session, who, memory)
        chosen = None if wanted is None else views.chosen(connection, groups, wanted)
        if chosen is not None and not chosen:
            return ack(response_action="errors", errors={"labels": views.NONE})
        book = access.enter(session, who, memory.book, needs=Role.editor).book
        connections.choose(
            session,
            book,
            person=who.person,
            connection_id=connection.id,
            chosen=chosen,
            place={"list": view.get("previous_view_id"), "page": memory.dump()},
        )
        context["notice"] = views.saved(connection)
    return ack()


def _about(session: Session, who: Visitor, memory: Memory) -> tuple[Connection, list[GroupLink]]:
    """The account that a form is about, and its labels by name."""
    book = access.enter(session, who, memory.book, needs=Role.editor).book
    id = memory.connection or 0
    connection = connections.get(session, book, connection_id=id)
    groups = connections.groups_of(session, book, connection_id=id)
    return connection, [one for one in groups if not vanishing.is_gone(connection, one)]


def _holds(group: GroupLink, wanted: list[str]) -> bool:
    name = fold(group.name)
    return all(word in name for word in wanted)


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("labels.ask")(ack=acknowledge, lazy=[ask])
    app.options("labels.suggest")(suggest)
    app.view("labels.save")(ack=save, lazy=[settle])
