"""Help, from the page's ⋮ menu."""

from typing import Any

from slack_sdk import WebClient

from handlers.access import Visitor
from handlers.screens import show
from handlers.views import help as views
from store.db import Database


def open(
    client: WebClient,
    who: Visitor,  # noqa: ARG001 (all choices of the menu are called alike)
    database: Database,  # noqa: ARG001 (the same)
    body: dict[str, Any],
) -> None:
    """Open the help."""
    show(client, body, views.help_modal())
