"""The playground's Google and Microsoft, and a running Roster that knows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlmodel import select

from bot import demo_accounts
from bot.playground.server import Playground
from bot.serving import Roster
from bot.settings import load
from store.secrets import new_key
from store.sync_models import Connection
from tests.consenting import PERSON, PLACE, ready

HOST = "127.0.0.1"


@dataclass
class World:
    """The playground and a Roster that knows its providers."""

    playground: Playground
    roster: Roster
    book: object

    def begin(self, provider):
        with self.roster.database.writing() as session:
            return self.roster.accounts.begin(
                session, self.book, person=PERSON, provider=provider, place=PLACE
            )

    def rows(self, table=Connection):
        with self.roster.database.reading() as session:
            return session.exec(select(table)).all()

    def account(self, provider):
        return self.playground.accounts.directory.of(provider)[0]


@contextmanager
def running(address: str, *, providers: str = HOST) -> Iterator[World]:
    """Both on this machine; `providers` is what the one of the providers is called there."""
    playground = Playground(signing_secret="s", bot_url="", bot_token="xoxb-1")
    playground.start()
    port = demo_accounts.free_port(HOST)
    named = playground.accounts.settings(playground.url.replace(HOST, providers))
    settings = load(
        _env_file=None,
        slack_bot_token="xoxb-1",
        slack_signing_secret="s",
        slack_api_url=playground.api_url,
        database_url=address,
        roster_secret_keys=new_key(),
        roster_base_url=f"http://{HOST}:{port}",
        **{name.lower(): value for name, value in named.items()},
    )
    roster = Roster(settings, host=HOST, port=port)
    roster.start()
    yield World(playground, roster, ready(roster.database))
    assert roster.stop()
    playground.stop()
