"""The `roster` command: serve, demo, doctor, key, rotate."""

import gc
import logging
import os
import signal
import socket
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.panel import Panel

from bot import demo as demos
from bot import doctor as doctors
from bot import logs
from bot.serving import CannotStart, Roster
from bot.settings import Settings, SettingsError, load
from store import db, health, rotating
from store.errors import StoreError
from store.health import Standing
from store.rotating import Rotated
from store.secrets import Secrets, new_key

# Bolt reads these by itself, but what `settings` hands it is all that it should know.
READ_BY_BOLT = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_APP_TOKEN")

NO_KEY = (
    "Stored tokens that none of the keys opens: {:,}. Put the key that they were "
    "encrypted with back, after a comma, and run this again; else what they open has to be "
    "connected again."
)

app = typer.Typer(
    help="Roster, the address book of coaches and small businesses, inside Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
screen = Console(stderr=True)

Port = Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 picks one.")]
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Data = Annotated[
    Path | None, typer.Option(help="A folder to keep the data in; without it nothing is kept.")
]


@app.command()
def serve(port: Port = 3000, host: Host = "0.0.0.0") -> None:
    """Run Roster for Slack: brings the database up to date, then answers until it is stopped.

    Settings come from the environment or a .env file; `roster doctor` checks them.
    """
    try:
        settings = load()
    except SettingsError as error:
        raise _stop("Roster cannot start yet", *error.sentences) from None
    logs.set_up(settings.roster_log_level, settings.secrets)
    for name in READ_BY_BOLT:
        os.environ.pop(name, None)
    try:
        roster = Roster(settings, host=host, port=port)
    except OSError as error:
        raise _stop("Roster cannot start", _port_trouble(port, error)) from None
    ended = _end_of_day()
    try:
        roster.start()
    except CannotStart as error:
        raise _stop("Roster cannot start", str(error)) from None
    _settle()
    ended.recv(1)
    _leave(roster.stop())


@app.command()
def demo(port: Port = 8000, data: Data = None) -> None:
    """Try Roster in the browser: a small local Slack with Roster and sample contacts in it.

    Needs no Slack workspace, no account and no network. Ctrl-C ends it.
    """
    logs.set_up("warning")
    ended = _end_of_day()
    try:
        running = demos.start(port=port, data=data, tell=screen.print)
    except OSError as error:
        raise _stop("The demo cannot start", _port_trouble(port, error)) from None
    _settle()
    screen.print(Panel.fit(running.greeting, title="Roster", border_style="green"))
    ended.recv(1)
    screen.print("Stopping…")
    _leave(running.stop())


@app.command()
def doctor() -> None:
    """Say in plain words what is missing or wrong; ends with 1 if anything is."""
    logs.set_up("error")
    with screen.status("Looking…"):
        findings = doctors.examine()
    screen.print(doctors.table(findings))
    if not all(finding.fine for finding in findings):
        raise typer.Exit(1)


@app.command()
def key() -> None:
    """Print a new key for ROSTER_SECRET_KEYS."""
    typer.echo(new_key())


@app.command()
def rotate() -> None:
    """Encrypt every stored token anew, with the first of ROSTER_SECRET_KEYS.

    Put a new key in front of the old one, restart Roster, run this, then remove the old key. It can
    be run again at any time. Ends with 1 if there are tokens that no key opens.
    """
    logs.set_up("error")
    try:
        rotated = _rotate(load())
    except SettingsError as error:
        raise _stop("The keys cannot be turned yet", *error.sentences) from None
    except StoreError as error:
        raise _stop("The keys cannot be turned", str(error)) from None
    screen.print(f"Stored tokens under the first key now: {rotated.done:,}.")
    if rotated.closed:
        raise _stop("Some tokens stay as they are", NO_KEY.format(rotated.closed))


def _rotate(settings: Settings) -> Rotated:
    if not settings.secret_keys:
        raise SettingsError(["ROSTER_SECRET_KEYS is missing. `roster key` makes one."])
    if settings.database_file and not settings.database_file.exists():
        raise SettingsError(["There is no database yet; `roster serve` makes one."])
    database = db.connect(settings.database_address)
    try:
        standing = health.standing(database)
        if standing is not Standing.current:
            raise SettingsError([f"The database: {doctors.DATABASE[standing][1]}"])
        return rotating.rotate(database, Secrets(settings.secret_keys))
    finally:
        database.close()


def main() -> None:
    """Run the command line."""
    app()


def _end_of_day() -> socket.socket:
    """Brings a byte when Ctrl-C or whoever runs us wants the end; listened for from the start.

    Python calls a handler only when the main thread comes to its next instruction: a signal that
    arrives just before that thread begins to wait for a queue would be missed, for ever. The byte
    is written by the signal itself.
    """
    ended, woken = socket.socketpair()
    woken.setblocking(False)
    signal.set_wakeup_fd(woken.detach())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    return ended


def _settle() -> None:
    """All that is loaded by now stays to the end: Python's collector of garbage need not walk over
    it again and again, which takes a tenth to a third of the time that accounts are read."""
    gc.collect()
    gc.freeze()


def _leave(clean: bool) -> None:
    """Exit with 0. A listener that hangs on Slack must not keep the process for a minute."""
    logging.shutdown()
    if not clean:
        os._exit(0)


def _port_trouble(port: int, error: OSError) -> str:
    if port and "in use" in str(error).lower():
        return f"Port {port} is in use by another program. Choose one with --port, or --port 0."
    return f"{error.strerror or error}."


def _stop(title: str, *sentences: str) -> typer.Exit:
    screen.print(Panel("\n".join(f"• {line}" for line in sentences), title=title, style="red"))
    return typer.Exit(1)


if __name__ == "__main__":
    main()
