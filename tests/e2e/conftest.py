"""A playground, a running Roster and three people, joined over HTTP as in `roster demo`."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot import settings
from bot.demo_accounts import free_port
from bot.playground import payloads
from bot.playground.people import TEAM_ID
from bot.playground.person import Person
from bot.playground.server import Playground
from bot.serving import Roster
from store import books, contacts
from store.contacts import Fields
from store.models import Book
from store.secrets import new_key

SECRET = "a-signing-secret"
TOKEN = "xoxb-a-token"


@dataclass
class Scene:
    """Everything that a story needs: the people, the local Slack and Roster itself."""

    playground: Playground
    roster: Roster
    carla: Person
    amir: Person
    cleo: Person

    def team_book(self) -> Book:
        with self.roster.database.writing() as session:
            return books.team(session, workspace=TEAM_ID)

    def fill(self, people: int) -> None:
        """Put numbered people into the team book, as if they had been there for long."""
        book = self.team_book()
        with self.roster.database.writing() as session:
            for number in range(people):
                name = f"Person {number:03}"
                fields = Fields(email=f"person{number:03}@example.com", first_name=name)
                contacts.add(session, book, person=self.carla.id, fields=fields)

    def forge(self, person: Person, action_id: str, value: str) -> None:
        """Send a rightly signed click on a button that no screen shows."""
        workspace = self.playground.workspace
        button = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
        with workspace.lock:
            member, home = workspace.person(person.id), workspace.views.homes[person.id]
            payload = payloads.click_in_view(workspace, member, home, button)
        self.playground.delivery.interact(payload, action_id)

    def admit(self, person: Person, role: str) -> None:
        """Carla lets somebody into the team book."""
        self._open_access()
        self.carla.choose("Let somebody in, or change what they may do", _name(person))
        self.carla.choose("As", ROLES[role])
        self.carla.submit()
        self.carla.see("has access now.")
        self.carla.close()

    def dismiss(self, person: Person) -> None:
        """Carla takes somebody's access away."""
        self._open_access()
        self.carla.click("Take access away", near=_name(person))
        self.carla.see("has no access any more.")
        self.carla.close()

    def _open_access(self) -> None:
        self.carla.home()
        self.carla.click("People with access")


ROLES = {
    "Viewer": "Viewer: sees and stars contacts",
    "Editor": "Editor: also adds, changes, groups, imports, exports, deletes them",
    "Owner": "Owner: also decides who has access",
}


@pytest.fixture
def slack(sqlite_address: str) -> Iterator[Scene]:
    """The scene, fresh for each story, on SQLite."""
    yield from play(sqlite_address)


@pytest.fixture
def slack_on_postgres(postgres_address: str) -> Iterator[Scene]:
    """The same on PostgreSQL."""
    yield from play(postgres_address)


@pytest.fixture
def accounts(sqlite_address: str) -> Iterator[Scene]:
    """The scene with accounts at Google and Microsoft that can be connected."""
    yield from play(sqlite_address, with_accounts=True)


@pytest.fixture
def accounts_on_postgres(postgres_address: str) -> Iterator[Scene]:
    """The same on PostgreSQL."""
    yield from play(postgres_address, with_accounts=True)


def play(address: str, *, with_accounts: bool = False) -> Iterator[Scene]:
    """Start everything, hand out the scene, stop everything."""
    playground = Playground(signing_secret=SECRET, bot_url="", bot_token=TOKEN)
    playground.start()
    roster = start(playground, address, with_accounts=with_accounts)
    people = [Person(playground.url, name) for name in ("carla", "amir", "cleo")]
    yield Scene(playground, roster, *people)
    for person in people:
        person.close_connections()
    assert roster.stop()
    playground.stop()


def start(playground: Playground, address: str, *, with_accounts: bool = False) -> Roster:
    """Start Roster on this database, and tell the playground where it is."""
    port = free_port("127.0.0.1")
    providers: dict[str, str] = {}
    if with_accounts:
        named = playground.accounts.settings(playground.url)
        providers = {name.lower(): value for name, value in named.items()}
        providers["roster_secret_keys"] = new_key()
        providers["roster_base_url"] = f"http://127.0.0.1:{port}"
    chosen = settings.load(
        _env_file=None,
        slack_bot_token=TOKEN,
        slack_signing_secret=SECRET,
        slack_api_url=playground.api_url,
        database_url=address,
        **providers,
    )
    roster = Roster(chosen, host="127.0.0.1", port=port if with_accounts else 0)
    roster.start()
    playground.delivery.url = f"http://127.0.0.1:{roster.port}/slack/events"
    return roster


def _name(person: Person) -> str:
    return str(person.state["me"]["real_name"])
