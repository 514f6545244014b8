"""Connecting an account, or connecting it again: the way to the provider's consent page."""

from contextlib import suppress
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access
from handlers.access import Visitor
from handlers.account_list import redraw
from handlers.screens import acknowledge, replace_view, show
from handlers.state import Memory, chosen, page_of
from handlers.telling import place_of
from handlers.views import connecting as views
from handlers.views.connections import TITLE
from handlers.views.kit import View
from store.db import Database
from store.errors import Gone, NotAllowed
from store.sync import connections
from store.sync.accounts import Accounts
from store.sync_models import Connection
from store.words import Provider, Role


def google(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], accounts: Accounts
) -> None:
    """Lead to Google's consent page."""
    _lead(client, who, database, body, accounts, Provider.google)


def microsoft(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], accounts: Accounts
) -> None:
    """Lead to Microsoft's consent page."""
    _lead(client, who, database, body, accounts, Provider.microsoft)


def again(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], accounts: Accounts
) -> None:
    """Lead to the consent page for an account that does not let Roster in any more, or is stuck."""
    book_id, connection_id = chosen(body)
    memory, place = page_of(body).but(book=book_id), place_of(body, TITLE)
    with database.writing() as session:
        book = access.enter(session, who, book_id, needs=Role.editor).book
        connection = connections.get(session, book, connection_id=connection_id)
        drawn = _consent(session, who, memory, accounts, connection.provider, place, connection)
    if "view" in place:
        replace_view(client, place["view"], drawn)
    else:
        show(client, body, drawn)


def came_to_nothing(
    client: WebClient, who: Visitor, database: Database, place: dict[str, Any], reason: str
) -> None:
    """A consent connected no account: say so where it was begun, if that is still to be seen, with
    the ways to connect one. Their browser says so too, so there is no message about it."""
    if view := place.get("view"):
        memory = Memory.load(place.get("page"))
        with suppress(Gone, NotAllowed):
            redraw(client, who, database, view, memory, notice=views.came_to_nothing(reason))


def _lead(
    client: WebClient,
    who: Visitor,
    database: Database,
    body: dict[str, Any],
    accounts: Accounts,
    provider: Provider,
) -> None:
    memory, place = page_of(body), place_of(body, TITLE)
    with database.writing() as session:
        drawn = _consent(session, who, memory, accounts, provider, place)
    replace_view(client, place["view"], drawn)


def _consent(
    session: Session,
    who: Visitor,
    memory: Memory,
    accounts: Accounts,
    provider: Provider,
    place: dict[str, Any],
    connection: Connection | None = None,
) -> View:
    """The screen with the link; its address is good for this person and this book."""
    book = access.enter(session, who, memory.book, needs=Role.editor).book
    address = accounts.begin(
        session,
        book,
        person=who.person,
        provider=provider,
        place=place | {"page": memory.dump()},
        connection_id=connection.id if connection else None,
    )
    return views.consent(provider, address, memory, again=connection)


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("connecting.google")(ack=acknowledge, lazy=[google])
    app.action("connecting.microsoft")(ack=acknowledge, lazy=[microsoft])
    app.action("connecting.again")(ack=acknowledge, lazy=[again])
