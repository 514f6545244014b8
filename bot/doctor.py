"""`roster doctor`: what is missing or wrong, each in a sentence that says what to do."""

import email.utils
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import urllib3
from rich.table import Table
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.client import Client
from bot.installing import SCOPES
from bot.settings import Settings, SettingsError, load
from store import db, health, rotating
from store.errors import ACCOUNTS
from store.health import Standing
from store.rotating import Closed
from store.secrets import Secrets
from store.sync.accounts import START
from store.words import Provider

CLOCK_OFF = 240  # seconds; Slack's signatures are good for 300
DATABASE = {
    Standing.current: (True, "It answers, and its tables are up to date."),
    Standing.empty: (True, "It answers and is empty; `roster serve` makes the tables."),
    Standing.older: (True, "It answers; `roster serve` brings its tables up to date."),
    Standing.newer: (
        False,
        "A newer Roster wrote it. Start that version, or restore a backup as old as this one.",
    ),
    Standing.unreachable: (
        False,
        "It cannot be opened. Check DATABASE_URL, that the server runs or the file is whole, and "
        "who may write there.",
    ),
}
LOCKED = (
    "No key in ROSTER_SECRET_KEYS opens the tokens of {}. Put the key that they were encrypted "
    "with back, after a comma, and restart Roster; else what they open has to be connected again."
)
REGISTER = {
    Provider.google: (
        "The client in the Google Cloud console needs the redirect address {}, and its project the "
        "People API. While the app is in testing there, Google ends each connection after 7 days "
        "and lets in 100 people at most: publish it."
    ),
    Provider.microsoft: (
        "The app registration in Microsoft Entra needs the redirect address {} (Web), the "
        "permissions User.Read and Contacts.Read, and accounts in any organization and personal "
        "ones. Its client secret ends after two years at most."
    ),
}
REFUSALS = {
    "invalid_auth": "Slack does not know this token. Copy it again from OAuth & Permissions.",
    "token_revoked": "This token was revoked. Install the app in the workspace again.",
    "account_inactive": "Roster was removed from the workspace. Install the app there again.",
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    about: str
    fine: bool
    words: str


def examine(settings: Settings | None = None) -> list[Finding]:
    """Look at everything that can be looked at from here; changes nothing."""
    try:
        settings = settings or load()
    except SettingsError as error:
        return [Finding("Settings", False, sentence) for sentence in error.sentences]
    return [
        Finding("Settings", True, "Complete."),
        *_database(settings),
        *_slack(settings),
        *_accounts(settings),
    ]


def table(findings: list[Finding]) -> Table:
    """The findings as people read them in a terminal."""
    shown = Table(show_header=False, box=None, padding=(0, 1))
    for finding in findings:
        mark = "[green]✓[/]" if finding.fine else "[red]✗[/]"
        shown.add_row(mark, f"[bold]{finding.about}[/]", finding.words)
    return shown


def _database(settings: Settings) -> Iterator[Finding]:
    file = settings.database_file
    if file and not file.exists():
        yield _new_file(file)
        return
    database = db.connect(settings.database_address)
    try:
        standing = health.standing(database)
        yield Finding("Database", *DATABASE[standing])
        if standing is Standing.current:
            with database.reading() as session:
                closed = rotating.unreadable(session, Secrets(settings.secret_keys))
            if settings.secret_keys or closed.total:
                yield _keys(closed)
    finally:
        database.close()


def _new_file(file: Path) -> Finding:
    folder = next(place for place in file.absolute().parents if place.exists())
    if os.access(folder, os.W_OK):
        return Finding("Database", True, f"`roster serve` makes a new one: {file}.")
    return Finding("Database", False, f"{folder} cannot be written to. Set ROSTER_DATA.")


def _keys(closed: Closed) -> Finding:
    if closed.total:
        return Finding("Secret keys", False, LOCKED.format(closed))
    return Finding("Secret keys", True, "They open every stored token.")


def _slack(settings: Settings) -> Iterator[Finding]:
    client = Client(settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url)
    if settings.has_token:
        yield from _token(client)
    if settings.socket_mode:
        yield _socket(client, settings.slack_app_token.get_secret_value())
    else:
        yield _address(settings)


def _token(client: Client) -> Iterator[Finding]:
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        code = str(error.response.get("error"))
        yield Finding("Bot token", False, REFUSALS.get(code, f"Slack refuses it: {code}."))
        return
    except OSError:
        words = f"Slack could not be reached at {client.base_url}. Check the network."
        yield Finding("Bot token", False, words)
        return
    yield Finding("Bot token", True, f"It works in the workspace {answer.get('team')}.")
    yield from _scopes(answer)
    yield from _clock(answer)


def _scopes(answer: SlackResponse) -> Iterator[Finding]:
    granted = _header(answer, "x-oauth-scopes")
    if not granted:
        return
    missing = [scope for scope in SCOPES if scope not in granted.replace(" ", "").split(",")]
    if missing:
        words = f"Missing: {', '.join(missing)}. Add them and install the app again."
        yield Finding("Permissions", False, words)
    else:
        yield Finding("Permissions", True, "All that Roster needs.")


def _clock(answer: SlackResponse) -> Iterator[Finding]:
    try:
        theirs = email.utils.parsedate_to_datetime(_header(answer, "date"))
    except ValueError:
        return
    off = abs((datetime.now(UTC) - theirs).total_seconds())
    if off > CLOCK_OFF:
        words = f"This machine's clock is {off:.0f} seconds off: Roster would refuse Slack. Set it."
        yield Finding("Clock", False, words)


def _socket(client: Client, token: str) -> Finding:
    try:
        client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        words = f"Slack refuses it: {error.response.get('error')}. It needs connections:write."
        return Finding("App token", False, words)
    except OSError:
        return Finding("App token", False, "Slack could not be reached. Check the network.")
    return Finding("App token", True, "Socket Mode works; no public address is needed.")


def _address(settings: Settings) -> Finding:
    base = settings.roster_base_url
    if not base:
        words = (
            "Not set. Slack must reach POST /slack/events; set ROSTER_BASE_URL to have it tried."
        )
        return Finding("Public address", not settings.many_workspaces, words)
    try:
        answer = urllib3.PoolManager(retries=False).request("GET", f"{base}/healthz", timeout=5)
        fine = answer.status == 200
    except urllib3.exceptions.HTTPError:
        fine = False
    if fine:
        return Finding("Public address", True, f"Roster answers at {base}.")
    words = f"Roster does not answer at {base}. Is `roster serve` running, and forwarded to?"
    return Finding("Public address", False, words)


def _accounts(settings: Settings) -> Iterator[Finding]:
    """Which accounts people can connect, and what has to be registered at their providers."""
    for provider in Provider:
        name, setting = ACCOUNTS[provider], provider.upper()
        if provider not in settings.providers:
            words = f"Not offered. Set {setting}_CLIENT_ID and {setting}_CLIENT_SECRET to offer it."
            yield Finding(name, True, words)
            continue
        back = f"{settings.roster_base_url}{START}/{provider}/return"
        yield Finding(name, True, f"Offered. {REGISTER[provider].format(back)}")


def _header(answer: SlackResponse, name: str) -> str:
    headers = {key.lower(): value for key, value in dict(answer.headers).items()}
    return str(headers.get(name, ""))
