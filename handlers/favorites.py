"""Favorites: the star on each contact, and the list of those who have it."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from handlers import access
from handlers.access import Visitor
from handlers.screens import acknowledge, card, leave, repaint, replace_view
from handlers.screens import show as put_up
from handlers.state import chosen, page_of
from store import favorites
from store.db import Database


def add(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Star the chosen contact, for this person only."""
    _set(client, who, database, body, starred=True)


def remove(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Take the star off the chosen contact."""
    _set(client, who, database, body, starred=False)


def show(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show only the contacts with a star."""
    memory = leave(who, database, body)
    repaint(client, who, database, memory.but(page=memory.page.turn_to("favorites")))


def _set(
    client: WebClient,
    who: Visitor,
    database: Database,
    body: dict[str, Any],
    *,
    starred: bool,
) -> None:
    book_id, contact_id = chosen(body)
    memory, view = page_of(body), body.get("view", {})
    change = favorites.add if starred else favorites.remove
    with database.writing() as session:
        seat = access.enter(session, who, book_id)
        change(session, seat.book, person=who.person, contact_id=contact_id)
    if view.get("callback_id") == "contacts.card" or not view:
        with database.reading() as session:
            drawn = card(session, who, book_id, contact_id, memory)
        if view:
            replace_view(client, view["id"], drawn)
        else:
            put_up(client, body, drawn)  # a message cannot show a star
    repaint(client, who, database, memory)


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("favorites.add")(ack=acknowledge, lazy=[add])
    app.action("favorites.remove")(ack=acknowledge, lazy=[remove])
    app.action("favorites.show")(ack=acknowledge, lazy=[show])
