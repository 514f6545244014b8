"""Disconnecting an account: the question what becomes of its contacts."""

from handlers.state import Memory
from handlers.views.connections import COMPANIES, account
from handlers.views.groups import people
from handlers.views.kit import Block, View, button, field, modal, option, radio, section, typed
from store.sync.connections import Departing
from store.sync_models import Connection
from store.words import Provider

TITLE = "Disconnect"
KEEP, REMOVE = "keep", "remove"


def question(connection: Connection, told: Departing, consents: str, memory: Memory) -> View:
    """Asks whether an account's contacts stay; `consents` is where its owner sees whom they let
    in."""
    what = radio(_choices(told), "what", chosen=KEEP)
    return modal(
        TITLE,
        [
            section(f":warning: Disconnect {account(connection)}?\nNothing changes there."),
            *([section(stays)] if (stays := _stays(told)) else []),
            *([field("What becomes of its contacts", "what", what)] if told.going else []),
            _consent(connection, consents),
        ],
        callback_id="disconnecting.confirm",
        submit=TITLE,
        close="Cancel",
        memory=memory.dump(),
    )


def read_keep(view: View) -> bool:
    """Whether the account's contacts stay; without an answer they do."""
    return typed(view, "what") != REMOVE


def _choices(told: Departing) -> list[Block]:
    stay = told.total - told.going
    rest = f", keep {stay:,}" if stay else ""
    return [
        option(f"Keep all {people(told.total)} as ordinary contacts", KEEP),
        option(f"Remove {people(told.going)}{rest}", REMOVE),
    ]


def _stays(told: Departing) -> str:
    """Who stays, whatever is chosen."""
    lines = []
    if told.own:
        lines.append(
            f"• {people(told.own)} typed or imported here, or in another account too: no change."
        )
    if told.kept:
        lines.append(
            f"• {people(told.kept)} with memberships, Roster groups or notes of their own: kept in "
            "any case, as ordinary contacts."
        )
    return "\n".join(lines)


def _consent(connection: Connection, consents: str) -> Block:
    """What becomes of the consent."""
    company = COMPANIES[connection.provider]
    shows = button(f"See it at {company}", "syncing.open_link", url=consents)
    if connection.provider is Provider.google:
        return section("Roster also gives its permission back to Google.", shows)
    return section(
        "Roster forgets how to get in. Microsoft lets only you withdraw the permission itself, on "
        "its own page.",
        shows,
    )
