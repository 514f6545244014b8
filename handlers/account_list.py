"""The list of accounts in *Sync contacts*: put together, and drawn anew where it stands."""

from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access
from handlers.access import Visitor
from handlers.screens import replace_view
from handlers.state import Memory
from handlers.views import syncing as views
from handlers.views.kit import View
from handlers.work import Wake
from store.db import Database
from store.sync import overviews, vanishing
from store.words import ConnectionState, Role


def listed(
    session: Session, who: Visitor, memory: Memory, *, first: int = 0, notice: str = ""
) -> View:
    """The accounts of the book, from the first of a part on; for editors only."""
    seat = access.enter(session, who, memory.book, needs=Role.editor)
    found = overviews.all_of(session, seat.book)
    known = memory.but(book=seat.book.id, connection=None)
    gone = {
        one.connection.id: vanishing.vanished(session, seat.book, connection=one.connection)
        for one in found
        if one.connection.state is ConnectionState.held or one.connection.chosen is not None
    }
    return views.listed(found, who.providers, known, vanished=gone, first=first, notice=notice)


def redraw(
    client: WebClient,
    who: Visitor,
    database: Database,
    view_id: str,
    memory: Memory,
    *,
    first: int = 0,
    notice: str = "",
) -> None:
    """Draw the list anew in this modal; nothing happens where it is closed by now."""
    with database.reading() as session:
        shown = listed(session, who, memory, first=first, notice=notice)
    replace_view(client, view_id, shown)


def settle(
    client: WebClient,
    who: Visitor,
    context: BoltContext,
    database: Database,
    body: dict[str, Any],
    wake: Wake,
) -> None:
    """After a form that was taken, which left a notice in the context: show on the list below it
    what happens, and let the worker begin."""
    if "notice" not in context:
        return
    memory = Memory.load(body["view"].get("private_metadata"))
    if below := body["view"].get("previous_view_id"):
        redraw(client, who, database, below, memory, notice=context["notice"])
    wake()
