"""Sync contacts: the connected accounts of a book, and what can be done with one of them."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import access, connecting, disconnecting, labels
from handlers.access import Visitor
from handlers.account_list import listed, redraw
from handlers.choices import Listener, follow
from handlers.screens import acknowledge, leave
from handlers.screens import show as put_up
from handlers.state import chosen, number, page_of
from handlers.telling import place_of
from handlers.telling import tell as say
from handlers.views import deciding
from handlers.views import syncing as views
from handlers.views.connections import TITLE
from handlers.views.kit import escape, section
from handlers.work import Wake
from store.db import Database
from store.errors import Gone
from store.sync import connections, overviews
from store.sync.accounts import Accounts
from store.words import Role


def show(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show the accounts of the book that a page, or a message, is about."""
    memory = leave(who, database, body)
    clicked = chosen(body)[0] if body.get("actions") else 0
    with database.reading() as session:
        shown = listed(session, who, memory.but(book=clicked or memory.page.book))
    put_up(client, body, shown)


def back(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show the accounts in place of what stands there instead of them."""
    redraw(client, who, database, body["view"]["id"], page_of(body))


def next(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show the accounts after these."""
    _turn(client, who, database, body)


def previous(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show the accounts before these."""
    _turn(client, who, database, body)


def more(
    client: WebClient,
    who: Visitor,
    database: Database,
    body: dict[str, Any],
    wake: Wake,
    accounts: Accounts,
) -> None:
    """Do what was chosen in an account's ⋮ menu."""
    choices: dict[str, Listener] = {
        "sync": partial(sync_now, wake=wake),
        "again": partial(connecting.again, accounts=accounts),
        "labels": labels.ask,
        "history": history,
        "disconnect": disconnecting.ask,
    }
    follow(choices, client, who, database, body)


def sync_now(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], wake: Wake
) -> None:
    """Let an account be synced without waiting for its next time."""
    book_id, connection_id = chosen(body)
    with database.writing() as session:
        book = access.enter(session, who, book_id, needs=Role.editor).book
        connection = connections.get(session, book, connection_id=connection_id)
        place = {"list": body["view"]["id"], "page": page_of(body).dump()}
        begun = connections.sync_now(session, book, connection_id=connection_id, place=place)
        notice = views.asked(connection, begun=begun)
    redraw(client, who, database, body["view"]["id"], page_of(body), notice=notice)
    wake()


def history(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show what the last runs over an account did."""
    book_id, connection_id = chosen(body)
    with database.reading() as session:
        book = access.enter(session, who, book_id, needs=Role.editor).book
        connection = connections.get(session, book, connection_id=connection_id)
        runs = overviews.runs(session, book, connection_id=connection_id)
    put_up(client, body, views.history(connection, runs, page_of(body).but(book=book_id)))


def remove(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], wake: Wake
) -> None:
    """Remove the very many who are gone from an account."""
    _decide(client, who, database, body, wake, "remove")


def keep(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], wake: Wake
) -> None:
    """Keep the very many who are gone from an account as ordinary contacts."""
    _decide(client, who, database, body, wake, "keep")


def open_link(ack: Ack) -> None:
    """Slack opens the page by itself, and tells."""
    ack()


def _turn(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    first = number(str(body["actions"][0].get("value") or ""))
    redraw(client, who, database, body["view"]["id"], page_of(body), first=first)


def _decide(
    client: WebClient,
    who: Visitor,
    database: Database,
    body: dict[str, Any],
    wake: Wake,
    decision: str,
) -> None:
    """Note what a person wants done; the question is answered where it was asked, and asked no
    more there where it is none by now."""
    view = body.get("view")
    try:
        told = _note(who, database, body, decision)
    except Gone as gone:
        if view:
            raise
        told = escape(str(gone))
    if view:
        redraw(client, who, database, view["id"], page_of(body), notice=told)
    else:
        say(client, who.person, place_of(body, TITLE), told, [section(told)])
    wake()


def _note(who: Visitor, database: Database, body: dict[str, Any], decision: str) -> str:
    """What is to be said of what a person wants done."""
    book_id, connection_id = chosen(body)
    with database.writing() as session:
        book = access.enter(session, who, book_id, needs=Role.editor).book
        connection = connections.get(session, book, connection_id=connection_id)
        is_open = connections.decide(
            session, book, person=who.person, connection_id=connection_id, decision=decision
        )
    if not is_open:
        return deciding.over(connection)
    return deciding.decided(connection, keep=decision == "keep")


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("syncing.show")(ack=acknowledge, lazy=[show])
    app.action("syncing.back")(ack=acknowledge, lazy=[back])
    app.action("syncing.next")(ack=acknowledge, lazy=[next])
    app.action("syncing.previous")(ack=acknowledge, lazy=[previous])
    app.action("syncing.more")(ack=acknowledge, lazy=[more])
    app.action("syncing.remove")(ack=acknowledge, lazy=[remove])
    app.action("syncing.keep")(ack=acknowledge, lazy=[keep])
    app.action("syncing.open_link")(open_link)
