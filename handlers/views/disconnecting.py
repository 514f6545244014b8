"""Disconnecting an account: the question what becomes of its contacts."""

from handlers.state import Memory
from handlers.views.connections import COMPANIES, GROUPINGS, account
from handlers.views.deciding import stays
from handlers.views.groups import people
from handlers.views.kit import Block, View, button, field, modal, option, radio, section, typed
from store.sync.departing import Departing
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
            section(
                f":warning: Disconnect {account(connection)}?\nRoster stops reading this account, "
                "and forgets how to get in. In the account itself nothing changes."
            ),
            *([section(_consequences(connection, told))] if told.total else []),
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


def _consequences(connection: Connection, told: Departing) -> str:
    """What each choice does, with its numbers; and who stays, whatever is chosen."""
    groups = GROUPINGS[connection.provider]
    lines = []
    if told.going:
        ordinary = people(told.total - told.own)
        one = told.total - told.own == 1
        becomes = "becomes an ordinary contact" if one else "become ordinary contacts"
        lines = [
            f"*Keep*: {ordinary} {becomes}, which can be edited and deleted here. Its {groups} "
            "become groups of Roster.",
            f"*Remove*: {people(told.going)} {'leaves' if told.going == 1 else 'leave'} this book. "
            f"Its {groups} leave too.",
        ]
    stay = stays(told)
    return "\n".join([*lines, *(["Whatever you choose:"] if lines and stay else []), *stay])


def _consent(connection: Connection, consents: str) -> Block:
    """What becomes of the consent."""
    company = COMPANIES[connection.provider]
    shows = button(f"See it at {company}", "syncing.open_link", url=consents)
    if connection.provider is Provider.google:
        return section("Roster also gives its permission back to Google.", shows)
    return section(
        "Microsoft lets only you withdraw the permission itself, on its own page.",
        shows,
    )
