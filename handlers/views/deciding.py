"""Very many are gone from an account, or the chosen labels are: what is asked, and what came of
it."""

from collections.abc import Sequence

from handlers.state import address
from handlers.views.connections import (
    GROUPINGS,
    TROUBLE_LIMIT,
    account,
    changes,
    counted,
    see,
    state,
)
from handlers.views.groups import people
from handlers.views.kit import (
    Block,
    actions,
    bold,
    button,
    confirmed,
    escape,
    section,
    short,
    strong,
)
from store.sync import vanishing
from store.sync.departing import Departing
from store.sync.overviews import Overview
from store.sync.vanishing import Vanished
from store.sync_models import Connection
from store.words import ConnectionState

MORE = "memberships, Roster groups or notes"


def reason(connection: Connection, vanished: Vanished) -> str:
    """Who is gone, as it is now."""
    is_known = bool(vanished.departing.total)
    said = vanishing.said(connection, vanished) if is_known else connection.trouble
    return escape(short(said, TROUBLE_LIMIT))


def held_text(connection: Connection, vanished: Vanished) -> str:
    """Very many are gone from an account, in one line."""
    return f"{escape(connection.email)}: {reason(connection, vanished)}"


def held(connection: Connection, vanished: Vanished) -> list[Block]:
    """Very many are gone from an account: asks what becomes of them here."""
    lines = [f":warning: {strong(held_text(connection, vanished))}", *stays(vanished.departing)]
    if vanished.lost is not None:
        others = f"If you choose other {GROUPINGS[connection.provider]}"
        lines.append(f"{others}, whoever is in none of them leaves as with *Remove*.")
    lines.append(
        "Whoever you keep becomes an ordinary contact. Whoever reappears there stays as before."
    )
    return [
        section("\n".join(lines)),
        actions([*decisions(connection, vanished), see(connection)]),
    ]


def decisions(connection: Connection, vanished: Vanished) -> list[Block]:
    """What can become of those who are gone from an account."""
    value, told = address(connection.book_id, connection.id), vanished.departing
    # Where nobody is left of them, the question is open all the same, until the next run.
    going, everybody = "them", "them"
    if told.total:
        going = people(told.going)
        everybody = f"{'all ' if told.total > 1 else ''}{people(told.total)}"
    remove = button(f"Remove {going}", "syncing.remove", value=value, style="danger")
    asked = confirmed(
        remove, title=f"Remove {going}?", text=_consequences(told), yes=f"Remove {going}"
    )
    return [
        *([choose(connection)] if vanished.lost is not None else []),
        *([asked] if told.going or not told.total else []),
        button(f"Keep {everybody}", "syncing.keep", value=value),
    ]


def choose(connection: Connection) -> Block:
    """The way to other labels."""
    value = address(connection.book_id, connection.id)
    return button(f"Choose {GROUPINGS[connection.provider]}", "labels.ask", value=value)


def stays(told: Departing) -> Sequence[str]:
    """Who stays, whatever is decided."""
    lines = []
    if told.own:
        lines.append(
            f"• {people(told.own)} typed or imported here, or in another account too: no change."
        )
    if told.kept:
        lines.append(f"• {people(told.kept)} with {MORE}: kept in any case, as ordinary contacts.")
    return lines


def decided(connection: Connection, *, keep: bool) -> str:
    """What a person wants done with those who are gone."""
    what = "stay as ordinary contacts" if keep else "are being removed"
    return f":white_check_mark: Who is gone from {bold(connection.email)}: they {what}."


def over(connection: Connection) -> str:
    """Somebody answered a question that is none any more: how the account stands."""
    match connection.state:
        case ConnectionState.held if connection.decision:
            told = "this was decided already, and is being done."
        case ConnectionState.active:
            told = "nothing is to be decided: it was already, or they are there again."
        case _:
            told = state(connection)
    return f"{account(connection)}: {told}"


def settled(overview: Overview) -> str:
    """A question about an account is none any more, and what came of it."""
    if overview.connection.state is not ConnectionState.active:
        return over(overview.connection)
    what = counted(overview.contacts, overview.groups)
    result = f" ({changes(overview.last)})" if overview.last else ""
    return (
        f":white_check_mark: {account(overview.connection)}: this is settled{result}. {what} from "
        "there stand here now."
    )


def _consequences(told: Departing) -> str:
    """What a dialog says before contacts go."""
    parts = [f"Whoever has {MORE} stays"]
    if told.kept:
        parts.append(f": {people(told.kept)}")
    parts.append(". Nobody is removed in the account itself.")
    if told.own:
        parts.append(f" {people(told.own)} typed or imported here, or elsewhere too, stay as well.")
    return "".join(parts)
