"""Connections in words: accounts, their numbers and troubles; what is told of them in messages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from handlers.state import address
from handlers.views.groups import people
from handlers.views.kit import Block, actions, bold, button, escape, note, section, short, strong
from store.errors import ACCOUNTS
from store.sync import pages, vanishing
from store.sync.overviews import Overview
from store.sync_models import Connection, Link, SyncRun
from store.words import ConnectionState, Provider

TITLE = "Sync contacts"
# Who is asked for consent, and what groups are called there.
COMPANIES = {Provider.google: "Google", Provider.microsoft: "Microsoft"}
GROUPINGS = {provider: several for provider, (_, several) in vanishing.GROUPINGS.items()}
# Accounts that are named on the page at once, and how much is said of each.
NAMED = 3
TROUBLE_LIMIT = 300


def account(connection: Connection) -> str:
    """An account as people call it, and where it is."""
    return f"{bold(connection.email)}  ·  {ACCOUNTS[connection.provider]}"


def counted(contacts: int, groups: int) -> str:
    """So many contacts and groups, in words."""
    return f"{people(contacts)} and {groups:,} {'group' if groups == 1 else 'groups'}"


def left_out(connection: Connection) -> str:
    """How many of the account have no email, and so are no contacts; nothing where all have one."""
    count = connection.without_email
    if not count:
        return ""
    return f"{count:,} without an email {'is' if count == 1 else 'are'} left out"


def moment(at: datetime) -> str:
    """A moment, which Slack shows everybody by their own clock."""
    elsewhere = f"{at:%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}, {{time}}|{elsewhere}>"


def changes(run: SyncRun) -> str:
    """What a run changed in the book: added, changed, removed."""
    if not (run.added or run.changed or run.removed or run.kept):
        return "nothing changed"
    kept = f", {run.kept:,} kept" if run.kept else ""
    return f"+{run.added:,} ~{run.changed:,} −{run.removed:,}{kept}"


def sources(links: Sequence[tuple[Link, Connection]]) -> list[Block]:
    """The accounts that a contact stands in, each with the way to it there."""
    blocks = []
    for link, connection in links[:NAMED]:
        where, page = ACCOUNTS[connection.provider], pages.of_person(link, connection)
        label = f"Open in {where}, in the account {connection.email}"
        opens = button(f"Open in {where}", "syncing.open_link", url=page, label=label)
        blocks.append(section(f"In *{where}* of {bold(connection.email)}", opens))
    if (more := len(links) - NAMED) > 0:
        blocks.append(note(f"and in {more:,} more {'account' if more == 1 else 'accounts'}"))
    return blocks


def reading(connection: Connection, contacts: int) -> list[Block]:
    """How far the first reading of an account is."""
    far = f" {people(contacts)} so far." if contacts else ""
    told = f":hourglass_flowing_sand: Reading {bold(connection.email)}…{far}"
    return [section(f"{told}\nYou can close this: Roster tells you in your messages.")]


def reading_text(connection: Connection) -> str:
    """How far the first reading of an account is, in a notification."""
    return f"Reading {escape(connection.email)}"


def failure(overview: Overview) -> str:
    """What stopped the last run over an account; nothing where it went well."""
    last = overview.last if overview.connection.failures else None
    return escape(short(last.trouble, TROUBLE_LIMIT)) if last else ""


def stuck(overview: Overview) -> list[Block]:
    """What keeps an account from being read, with a way to it."""
    return [section(stuck_text(overview)), actions([see(overview.connection)])]


def stuck_text(overview: Overview) -> str:
    """What keeps an account from being read, while Roster goes on trying."""
    connection = overview.connection
    again = f" Roster tries again {moment(connection.next_at)}." if connection.next_at else ""
    return f":warning: {account(connection)}: {failure(overview)}{again}"


def synced(overview: Overview) -> str:
    """What came of a run that somebody asked for, in one line."""
    result = f": {changes(overview.last)}" if overview.last else ""
    return f":white_check_mark: {account(overview.connection)} is up to date{result}"


def banner(text: str) -> str:
    """What was told in a message, above the contacts."""
    return f":white_check_mark: {strong(text)}"


def arrived_text(overview: Overview) -> str:
    """What came of connecting an account, in one line."""
    what = counted(overview.contacts, overview.groups)
    return f"{what} from {escape(overview.connection.email)}"


def arrived(overview: Overview) -> list[Block]:
    """What came of connecting an account, and what follows from it."""
    connection = overview.connection
    without = f" {left_out(connection).capitalize()}." if connection.without_email else ""
    where = ACCOUNTS[connection.provider]
    return [
        section(f":white_check_mark: {strong(arrived_text(overview))}"),
        section(
            f"They stand under *All contacts*.{without} From now on Roster follows what changes in "
            f"{where}; it changes nothing there."
        ),
        actions([button("Open contacts", "contacts.open_page"), see(connection)]),
    ]


def ended_text(connection: Connection) -> str:
    """An account does not let Roster in any more, in one line."""
    return f"{escape(connection.email)} is not synced any more"


def ended(connection: Connection) -> list[Block]:
    """An account does not let Roster in any more: why, and the way back."""
    value = address(connection.book_id, connection.id)
    return [
        section(
            f":warning: {strong(ended_text(connection))}\n{trouble(connection)}\n"
            "Its contacts stay as they are, but nothing new comes until you connect it again."
        ),
        actions(
            [
                button("Reconnect", "connecting.again", value=value, style="primary"),
                see(connection),
            ]
        ),
    ]


def leaving(email: str) -> str:
    """An account is being disconnected."""
    return f":hourglass_flowing_sand: Disconnecting {bold(email)}…"


def left(told: Mapping[str, Any]) -> str:
    """An account was disconnected, and what became of its contacts, as its job knows it."""
    removed, kept, provider = told["removed"], told["kept"], Provider(told["provider"])
    counts = [
        f"{people(removed)} removed" if removed else "",
        f"{people(kept)} kept" if kept else "",
    ]
    what = ", ".join(filter(None, counts)) or "it had no contacts of its own"
    text = f":white_check_mark: {bold(told['email'])} was disconnected: {what}."
    if provider is Provider.google and not told.get("revoked", True):
        text += " Google could not be told: take the permission back in your account there."
    return text


def notice(troubled: Sequence[Connection]) -> list[Block]:
    """Stands above the contacts while accounts are not synced."""
    if not troubled:
        return []
    lines = [f":warning: {account(one)}: {state(one)}" for one in troubled[:NAMED]]
    if (more := len(troubled) - NAMED) > 0:
        lines.append(f"and {more:,} more")
    return [section("\n".join(lines), see(troubled[0], "See accounts"), "accounts")]


def state(connection: Connection) -> str:
    """Why an account is not synced, in a few words."""
    match connection.state:
        case ConnectionState.ended:
            return "has to be connected again."
        case ConnectionState.held:
            return trouble(connection)
        case ConnectionState.leaving:
            return "is being disconnected."
        case ConnectionState.active if connection.trouble:
            return trouble(connection)
    return "was not synced for more than a day."


def trouble(connection: Connection) -> str:
    """What is wrong with an account, as Roster noted it."""
    return escape(short(connection.trouble, TROUBLE_LIMIT))


def see(connection: Connection, text: str = TITLE) -> Block:
    """The way to the accounts."""
    return button(text, "syncing.show", value=address(connection.book_id, connection.id))
