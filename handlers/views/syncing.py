"""Sync contacts: the accounts of a book, how fresh each is, and what its last runs did."""

from collections.abc import Mapping, Sequence

from handlers.state import Memory, address
from handlers.views.connections import (
    GROUPINGS,
    TITLE,
    account,
    changes,
    counted,
    failure,
    left_out,
    moment,
    state,
)
from handlers.views.deciding import choose, decisions, reason
from handlers.views.groups import people
from handlers.views.kit import (
    Block,
    View,
    actions,
    button,
    divider,
    escape,
    menu,
    modal,
    note,
    option,
    section,
    short,
)
from store.errors import ACCOUNTS
from store.sync import vanishing
from store.sync.overviews import Overview
from store.sync.vanishing import Vanished
from store.sync_models import Connection, SyncRun
from store.words import ConnectionState, Provider

# Accounts in one modal, of at most four blocks each.
SHOWN = 20
REASON_LIMIT = 500
LEGEND = "+ added  ·  ~ changed  ·  − removed"


def listed(
    overviews: Sequence[Overview],
    providers: Sequence[Provider],
    memory: Memory,
    *,
    vanished: Mapping[int, Vanished],
    first: int = 0,
    notice: str = "",
) -> View:
    """The accounts that can be connected, and those that are, from the first of a part on;
    `vanished` says who is gone from which, by its id."""
    shown = overviews[first : first + SHOWN]
    active = "*Active contacts connections*" if overviews else "*No account is connected yet.*"
    return modal(
        TITLE,
        [
            *([note(notice)] if notice else []),
            *_offers(providers),
            divider(),
            section(active),
            *(block for one in shown for block in _account(one, vanished)),
            *_turn(len(overviews), first),
        ],
        callback_id="syncing.modal",
        memory=memory.dump(),
    )


def history(connection: Connection, runs: Sequence[SyncRun], memory: Memory) -> View:
    """What the last runs over an account did, the latest first."""
    lines = [section(_run(run)) for run in runs] or [section("Nothing yet.")]
    told = [section(account(connection)), note(LEGEND), divider(), *lines]
    return modal("What it did", told, memory=memory.dump())


def asked(connection: Connection, *, begun: bool) -> str:
    """Somebody wants an account synced now."""
    if begun:
        return f":arrows_counterclockwise: {account(connection)} is being synced now."
    return f"{account(connection)} was synced a moment ago, or is being synced."


def _offers(providers: Sequence[Provider]) -> list[Block]:
    """What can be connected."""
    if not providers:
        return [section("Whoever runs Roster has not set up any accounts to connect.")]
    buttons = [
        button(f"{ACCOUNTS[one]}", f"connecting.{one}", style="primary") for one in providers
    ]
    told = (
        "*Bring your contacts in from an account, and keep them fresh.* Several accounts can be "
        "connected. Roster only reads: nothing changes there."
    )
    return [section(told), actions(buttons, "providers")]


def _account(overview: Overview, all_vanished: Mapping[int, Vanished]) -> list[Block]:
    connection = overview.connection
    vanished = all_vanished.get(connection.id, Vanished())
    told = [_size(overview, vanished), left_out(connection), _chosen(connection)]
    text = f"{account(connection)}\n{'  ·  '.join(filter(None, told))}"
    choices = _choices(overview)
    ways = menu(choices, "syncing.more") if choices else None
    blocks = [section(text, ways, f"account:{connection.id}"), note(_freshness(overview))]
    if wrong := _reason(overview, vanished):
        blocks.append(section(f":warning: {wrong}"))
    if buttons := _buttons(connection, vanished):
        blocks.append(actions(buttons, f"deeds:{connection.id}"))
    return blocks


def _size(overview: Overview, vanished: Vanished) -> str:
    """How much is in an account; and how much of it is there yet, where somebody is gone."""
    contacts, groups = overview.contacts, overview.groups
    if not vanished.departing.total:
        return counted(contacts, groups)
    there = f"{people(contacts)} here, {vanished.present:,} in the account"
    return f"{there}  ·  {groups:,} {'group' if groups == 1 else 'groups'}"


def _choices(overview: Overview) -> list[Block]:
    """What can be done with an account; nothing more with one that is being disconnected."""
    connection = overview.connection
    value = address(connection.book_id, connection.id)
    if connection.state is ConnectionState.leaving:
        return []
    reads = connection.state is not ConnectionState.ended
    is_stuck = reads and failure(overview)
    return [
        *([option("Sync now", f"sync {value}")] if reads else []),
        *([option("Reconnect", f"again {value}")] if is_stuck else []),
        option(f"Choose {GROUPINGS[connection.provider]}", f"labels {value}"),
        option("What it did", f"history {value}"),
        option("Disconnect", f"disconnect {value}"),
    ]


def _buttons(connection: Connection, vanished: Vanished) -> list[Block]:
    """What an account waits for."""
    value = address(connection.book_id, connection.id)
    match connection.state:
        case ConnectionState.ended:
            return [button("Reconnect", "connecting.again", value=value, style="primary")]
        case ConnectionState.held if not connection.decision:
            return decisions(connection, vanished)
        case ConnectionState.active if vanished.lost is not None:
            return [choose(connection)]
    return []


def _chosen(connection: Connection) -> str:
    if connection.chosen is None:
        return ""
    return f"only some {GROUPINGS[connection.provider]}"


def _freshness(overview: Overview) -> str:
    """When the account was read last, with what result, and when it will be."""
    connection, last = overview.connection, overview.last
    told = []
    if connection.synced_at is None:
        told.append("Not synced yet")
    else:
        result = f": {changes(last)}" if last and not last.trouble else ""
        told.append(f"Synced {moment(connection.synced_at)}{result}")
    reads = connection.state in (ConnectionState.active, ConnectionState.held)
    if reads and connection.next_at:
        told.append(f"next {moment(connection.next_at)}")
    told.append(f"connected by <@{connection.person}>")
    return "  ·  ".join(told)


def _reason(overview: Overview, vanished: Vanished) -> str:
    """What is wrong with an account; nothing where it is well."""
    connection = overview.connection
    if connection.state is ConnectionState.ended and connection.trouble:
        return escape(short(connection.trouble, REASON_LIMIT))
    if connection.state is ConnectionState.held:
        done = "What you decided about those who are gone is being done."
        told = done if connection.decision else reason(connection, vanished)
        failed = failure(overview)
        return f"{told}\nThe last run did not get to its end: {failed}" if failed else told
    if connection.state is ConnectionState.active and not connection.trouble:
        names = vanished.lost
        return "" if names is None else escape(vanishing.lack_of_groups(connection, names))
    told = state(connection)
    return told[:1].upper() + told[1:]


def _run(run: SyncRun) -> str:
    if run.trouble:
        return f"{moment(run.started_at)}  ·  :warning: {escape(short(run.trouble, REASON_LIMIT))}"
    return f"{moment(run.started_at)}  ·  {changes(run)}"


def _turn(total: int, first: int) -> list[Block]:
    """The way to the accounts before and after these."""
    ways = [
        *([button("‹ Previous", "syncing.previous", value=str(first - SHOWN))] if first else []),
        *(
            [button("Next ›", "syncing.next", value=str(first + SHOWN))]
            if first + SHOWN < total
            else []
        ),
    ]
    return [actions(ways, "parts")] if ways else []
