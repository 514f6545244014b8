"""Labels: the form that asks which people of an account are wanted."""

import hashlib
from collections.abc import Sequence

from handlers.state import Memory
from handlers.views.connections import GROUPINGS, account
from handlers.views.kit import (
    OPTION_LIMIT,
    Block,
    View,
    all_picked,
    field,
    modal,
    note,
    option,
    plain,
    radio,
    searched,
    section,
    typed,
)
from store.sync_models import Connection, GroupLink

EVERYBODY, SOME = "everybody", "some"
NONE = "Choose at least one, or all contacts."
# What Slack takes of options, and of those that are picked already.
SELECT_LIMIT = 100


def form(connection: Connection, groups: Sequence[GroupLink], memory: Memory) -> View:
    """Asks whether everybody is wanted, or only those with some labels."""
    grouping = GROUPINGS[connection.provider]
    picked = _picked(connection, groups)
    more = len(picked) - SELECT_LIMIT
    which = radio(
        [
            option("All contacts", EVERYBODY),
            option(f"Only those with the {grouping} below", SOME),
        ],
        "which",
        chosen=EVERYBODY if connection.chosen is None else SOME,
    )
    some = searched(
        "labels.suggest", hint="Type part of a name", chosen=suggestions(picked[:SELECT_LIMIT])
    )
    return modal(
        f"Choose {grouping.split()[0]}",
        [
            section(account(connection)),
            field("Which contacts", "which", which),
            field(grouping.capitalize(), "labels", some, optional=True),
            *([note(f"{more:,} more are chosen, and stay so.")] if more > 0 else []),
            section(
                "Whoever is left out leaves this book, unless they have memberships, groups or "
                "notes here."
            ),
        ],
        callback_id="labels.save",
        submit="Save",
        close="Cancel",
        memory=memory.dump(),
    )


def suggestions(groups: Sequence[GroupLink]) -> list[Block]:
    """Labels as options of the choice."""
    return [
        {"text": plain(one.name, OPTION_LIMIT), "value": _mark(one)}
        for one in groups[:SELECT_LIMIT]
    ]


def chosen(connection: Connection, groups: Sequence[GroupLink], wanted: Sequence[str]) -> list[str]:
    """What the wanted groups are called at the account; those that the form had no room for stay
    chosen."""
    unseen = [one.remote_id for one in _picked(connection, groups)[SELECT_LIMIT:]]
    return [one.remote_id for one in groups if _mark(one) in wanted] + unseen


def saved(connection: Connection) -> str:
    """Other people of the account are wanted from now on."""
    return f":arrows_counterclockwise: {account(connection)} is being read anew."


def read(view: View) -> list[str] | None:
    """The labels that are chosen, as options name them; None for everybody."""
    if typed(view, "which") != SOME:
        return None
    return all_picked(view, "labels", "labels.suggest")


def _mark(group: GroupLink) -> str:
    """Names a label as the value of an option: what it is called at the account may be too long."""
    return hashlib.sha256(group.remote_id.encode()).hexdigest()[:32]


def _picked(connection: Connection, groups: Sequence[GroupLink]) -> list[GroupLink]:
    wanted = set(connection.chosen or [])
    return [one for one in groups if one.remote_id in wanted]
