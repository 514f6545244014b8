"""The pages of a consent on a running server, for stories about people who connect accounts."""

import urllib.parse
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select, update

from bot import web
from bot.authorize import Workspaces
from bot.connecting import Connecting
from bot.server import Server
from bot.settings import load
from store.columns import now
from store.secrets import Secrets, new_key
from store.sync import consenting
from store.sync.accounts import Accounts
from store.sync.consenting import Stage
from store.sync.consents import LIFE
from store.sync_models import Connection, Consent
from store.words import Provider
from tests.browsing import Browser, Page
from tests.consenting import PERSON, PLACE, FakeProvider, accounts_of, ready
from tests.fake_slack import FakeSlack

YES = {"which": "all", "decision": "connect"}


@dataclass
class Desk:
    """Everything there is: the server, both providers, the book, and who rang for the worker."""

    server: Server
    database: object
    accounts: Accounts
    google: FakeProvider
    microsoft: FakeProvider
    book: object
    rung: list[bool]
    keys: Secrets
    slack: FakeSlack

    def browser(self) -> Browser:
        return Browser(self.server.port)

    def begin(self, provider=Provider.google, *, person=PERSON, connection_id=None) -> str:
        """What stands behind the button in Slack: the address of the first page."""
        with self.database.writing() as session:
            return self.accounts.begin(
                session,
                self.book,
                person=person,
                provider=provider,
                place=PLACE,
                connection_id=connection_id,
            )

    def return_address(self, provider=Provider.google, **answer: str) -> str:
        return f"{self.accounts.back(provider)}?{urllib.parse.urlencode(answer)}"

    def leave(self, browser: Browser, **more) -> str:
        """Go to the provider; the state that went along."""
        return state_of(browser.get(self.begin(**more)))

    def arrive(self, browser: Browser, **more) -> str:
        """Go through the consent at Google; the address of the question."""
        start = self.begin(**more)
        return self.allow(browser, start)

    def allow(self, browser: Browser, start: str) -> str:
        """From the first page on to Google, where the person allows it, and back."""
        leaving = browser.get(start)
        assert leaving.status == 303, leaving.text
        back = browser.get(self.return_address(state=state_of(leaving), code="code-canary"))
        assert back.to == start, back.text
        return start

    def rows(self, table=Connection):
        with self.database.reading() as session:
            return session.exec(select(table)).all()

    def consent_waits(self) -> bool:
        """Whether the account that was let in still waits for its person's yes."""
        return consenting.stage(self.rows(Consent)[-1]) is Stage.waiting

    def age(self, **by: float) -> None:
        """Let so much time go by for all consents."""
        with self.database.writing() as session:
            session.exec(update(Consent).values(expires_at=now() + LIFE - timedelta(**by)))

    def tidy(self) -> None:
        consenting.tidy(self.accounts)

    def is_empty(self) -> bool:
        """Whether nothing was stored: no connection, and no account that waits."""
        return not self.rows() and all(row.sealed is None for row in self.rows(Consent))


def state_of(page: Page) -> str:
    """The state that goes to the provider."""
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(page.to).query))["state"]


@contextmanager
def desk(database, slack, *, keys: Secrets | None = None):
    """A server with the pages on it."""
    keys = keys or Secrets([new_key()])
    google = FakeProvider()
    microsoft = FakeProvider(Provider.microsoft, "https://other.example/consent")
    accounts = accounts_of(database, google, microsoft, keys=keys)
    settings = load(
        _env_file=None,
        slack_bot_token="xoxb-1",
        slack_signing_secret="s",
        slack_api_url=slack.url,
    )
    rung: list[bool] = []
    pages = web.pages(lambda: True)
    workspaces = Workspaces(settings, database)
    Connecting(accounts, workspaces, lambda: rung.append(True)).add_pages(pages)
    server = Server(pages, "127.0.0.1", 0)
    server.start()
    try:
        yield Desk(
            server, database, accounts, google, microsoft, ready(database), rung, keys, slack
        )
    finally:
        server.stop(5)
