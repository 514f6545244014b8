"""`roster demo`: a local Slack with Roster in it, and sample contacts brought in by hand."""

import os
import secrets
import socket
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot import demo_accounts
from bot.playground.accounts.people import GOOGLE
from bot.playground.person import NotOnScreen, Person
from bot.playground.server import Playground
from bot.serving import Roster
from bot.settings import Settings, load
from store import db

HOST = "127.0.0.1"
SAMPLE = Path(__file__).parent / "sample_contacts.csv"
SECONDS_TO_IMPORT = 60
GROUPS = {
    "Yoga on Mondays": ("Agnieszka Żółkiewska", "Anaïs Lefèvre", "Aoife Byrne", "Björn Åkesson"),
    "VIP": ("Aino Mäkelä", "Anaïs Lefèvre"),
}
# Whom, of what, how paid, from and until how many days from today on.
MEMBERSHIPS = (
    ("Agnieszka Żółkiewska", "Yoga 101", "Paid", -40, 50),
    ("Aino Mäkelä", "Yoga 101", "Comped", -200, 165),
    ("Aino Mäkelä", "Retreat 2027", "Paid", 60, 67),
    ("Amelia Clarke", "Pilates", "Paid", -90, 9),
    ("Anaïs Lefèvre", "Yoga 101", "Paid", -120, -30),
    ("Anaïs Lefèvre", "Pilates", "Paid", -10, 80),
    ("Ann Lee", "Yoga 101", "Free", -20, 10),
    ("Antonín Dvořák", "Yoga 101", "Paid", -300, -120),
    ("Aoife Byrne", "Pilates", "Comped", -70, -8),
    ("Björn Åkesson", "Retreat 2027", "Paid", 60, 67),
)
SEGMENT = "status:expired AND NOT status:active"
KEPT = "What you add is kept in {folder}."
NOT_KEPT = "Nothing is kept: the next demo starts afresh (--data FOLDER keeps it)."


@dataclass(frozen=True)
class Demo:
    """The playground and the bot, running."""

    playground: Playground
    roster: Roster
    scratch: tempfile.TemporaryDirectory[str] | None
    greeting: str

    def stop(self) -> bool:
        """End both; False when something did not end in time."""
        ended = self.roster.stop()
        self.playground.stop()
        if self.scratch:
            self.scratch.cleanup()
        return ended


def start(*, port: int, data: Path | None, tell: Callable[[str], None]) -> Demo:
    """Start everything on this machine; `tell` hears how far it is. OSError for a busy port."""
    socket.create_server((HOST, port)).close()  # the playground's server would just exit
    scratch = None if data else tempfile.TemporaryDirectory(prefix="roster-demo-")
    folder = data or Path(scratch.name if scratch else "")
    is_new = not (folder / "roster.db").exists()
    token, secret = f"xoxb-demo-{secrets.token_hex(8)}", secrets.token_hex(16)
    playground = Playground(signing_secret=secret, bot_url="", bot_token=token)
    tell("Starting a small Slack…")
    playground.start(port=port, host=HOST)
    pages = demo_accounts.free_port(HOST)
    chosen = {
        **demo_accounts.settings(playground, folder, f"http://{HOST}:{pages}"),
        "slack_api_url": playground.api_url,
        "slack_bot_token": token,
        "slack_signing_secret": secret,
    }
    roster = Roster(_settings(folder, chosen), host=HOST, port=pages)
    playground.delivery.url = f"http://{HOST}:{roster.port}/slack/events"
    tell("Starting Roster…")
    if not is_new:
        db.migrate(roster.database)
        demo_accounts.remember(playground, roster)
    roster.start()
    demo = Demo(playground, roster, scratch, _greeting(playground.url, data))
    if is_new:
        tell("Importing sample contacts…")
        if not move_in(playground):
            tell("The sample contacts could not be brought in whole; the rest works.")
    return demo


def move_in(playground: Playground) -> bool:
    """As the coach would on her first day: contacts with their stars and labels, groups, products
    and who has them, a segment, and an assistant let in."""
    carla = Person(playground.url, "carla", patience=SECONDS_TO_IMPORT)
    try:
        _bring_contacts(carla)
        for name, people in GROUPS.items():
            _group(carla, name, people)
        _sell(carla)
        _save_segment(carla)
        _let_amir_in(carla)
        _connect_an_account(carla, playground)
    except (NotOnScreen, OSError):
        return False
    finally:
        carla.close_connections()
    return True


def _bring_contacts(carla: Person) -> None:
    """Drop a Google Contacts export into the chat with Roster, and say yes."""
    carla.home()
    carla.open_messages()
    carla.drop("google-contacts.csv", SAMPLE.read_bytes())
    carla.click("Import 104 contacts")
    carla.see("104 contacts added")
    carla.home()


def _group(carla: Person, name: str, people: Sequence[str]) -> None:
    """Tick some people, and make a group of them."""
    carla.click("Select")
    carla.tick(*people)
    carla.click("Create group")
    carla.type("Name", name)
    carla.submit()
    carla.see(f"added to “{name}”.")
    carla.click("Done")
    carla.see_no("ticked")


def _sell(carla: Person) -> None:
    """Make the products, and give them to people."""
    carla.click("Products")
    for product in sorted({product for _, product, *_ in MEMBERSHIPS}):
        carla.click("New product")
        carla.type("Name", product)
        carla.submit()
        carla.see(f"The product {product} was made.")
    carla.click("Memberships")
    for membership in MEMBERSHIPS:
        _give(carla, *membership)


def _give(carla: Person, name: str, product: str, payment: str, starts: int, ends: int) -> None:
    today = date.today()
    carla.click("Add membership")
    carla.see("First day")
    (known,) = carla.offered("Email", name)
    carla.choose("Email", known, query=name)
    carla.choose("Product", product)
    carla.choose("Payment type", payment)
    carla.type("First day", str(today + timedelta(days=starts)))
    carla.type("Last day", str(today + timedelta(days=ends)))
    carla.submit()
    carla.see(f"{name} has {product} from")


def _save_segment(carla: Person) -> None:
    """Whoever is not a member any more."""
    carla.home()
    carla.click("All contacts")
    carla.see("of 104")
    carla.click("Add filter")
    carla.click("Write it instead")
    carla.type("Filter", SEGMENT)
    carla.type("Save as segment", "Lapsed")
    carla.submit()
    carla.see("The segment Lapsed was saved.")
    carla.click("Clear filter")
    carla.see("of 104")


def _let_amir_in(carla: Person) -> None:
    carla.click("People with access")
    carla.choose("Let somebody in, or change what they may do", "Amir Assistant")
    carla.submit()
    carla.see("Amir Assistant has access now.")
    carla.close()


def _connect_an_account(carla: Person, playground: Playground) -> None:
    """Let Roster into her Google account; the other accounts are left to whoever tries the demo."""
    carla.click("Sync contacts")
    carla.click("Google Contacts")
    demo_accounts.let_in(playground, carla.link("Continue to Google"))
    carla.see(f"groups from {playground.accounts.directory.of(GOOGLE)[0].email}")
    carla.close(everything=True)
    carla.home()


def _settings(folder: Path, chosen: dict[str, str]) -> Settings:
    # every setting that this shell may hold for the real Roster is given, so that none is read
    plain = {name: field.default for name, field in Settings.model_fields.items()}
    here = {"roster_data": folder, "roster_log_level": "warning"}
    return load(_env_file=None, **{**plain, **here, **chosen})


def _greeting(url: str, data: Path | None) -> str:
    kept = KEPT.format(folder=os.fspath(data)) if data else NOT_KEPT
    return (
        f"Open [bold link={url}]{url}[/] in your browser.\n\n"
        "You are Carla, a coach who owns the team book. You can choose there\n"
        "to be her assistant or her client instead. The accounts that Roster\n"
        f"syncs with are at [link={url}/accounts]{url}/accounts[/].\n\n"
        f"{kept}\nCtrl-C ends the demo."
    )
