"""Choices of a ⋮ menu: each leads to the listener that it names."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk import WebClient

from handlers.access import Visitor
from store.db import Database
from store.errors import Gone

Listener = Callable[[WebClient, Visitor, Database, dict[str, Any]], None]


def follow(
    choices: Mapping[str, Listener],
    client: WebClient,
    who: Visitor,
    database: Database,
    body: dict[str, Any],
) -> None:
    """Call the listener that the chosen option names: the word before its blank."""
    chosen_option = body["actions"][0].get("selected_option") or {}
    listener = choices.get(str(chosen_option.get("value", "")).partition(" ")[0])
    if listener is None:
        raise Gone("This choice comes from an older Roster. Please open the page again.")
    listener(client, who, database, body)
