"""The Home tab, and the first words in the messages with Roster."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from handlers import access
from handlers.access import Visitor
from handlers.screens import acknowledge, repaint
from handlers.state import HOME, Memory, PageState
from handlers.views import help as views
from handlers.views.kit import message
from store.db import Database


def opened(client: WebClient, who: Visitor, database: Database, event: dict[str, Any]) -> None:
    """Draw the contacts page when somebody opens the Home tab, where they left it."""
    if event.get("tab") != HOME:
        return
    access.greet(who, client, database)
    left = (event.get("view") or {}).get("private_metadata")
    repaint(client, who, database, Memory(at=HOME, page=PageState.load(left)))


def said(client: WebClient, event: dict[str, Any]) -> None:
    """Answer a person who writes to Roster with what Roster can do."""
    if event.get("bot_id") or event.get("channel_type") != "im":
        return
    client.chat_postMessage(
        channel=event["channel"], **message("What Roster can do", views.help_blocks())
    )


def register(app: App) -> None:
    """Tie each event to the function that answers it."""
    app.event("app_home_opened")(ack=acknowledge, lazy=[opened])
    app.event({"type": "message", "subtype": None})(ack=acknowledge, lazy=[said])
    # Slack also reports each message that is changed or deleted, Roster's own among them.
    app.event("message")(acknowledge)
