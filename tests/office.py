"""An empty account at the playground's Office 365, and Roster on its way into it."""

import html
import json
import re
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

import requests

from bot.playground.accounts.faults import Fault
from bot.playground.accounts.microsoft import GRAPH
from bot.playground.accounts.microsoft_consent import CLIENT_SECRET
from bot.playground.accounts.microsoft_tokens import CLIENT_ID
from bot.playground.accounts.people import MICROSOFT, Account
from bot.playground.server import Playground
from store.sync.bounded import Limits
from store.sync.microsoft import Microsoft

BACK = "http://localhost:3000/connect/microsoft/return"
STATE = "a-word-that-nobody-guesses"
TENANT = "5d1f6c1e-7f5b-4a53-9d6f-3b0c2f6f0a11"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


class Clock:
    """The provider's clock, which a test can put forward; Roster's own stays where it is."""

    def __init__(self, now):
        self.late = 0.0
        self._now = now

    def __call__(self):
        return self._now() + self.late


class Office:
    """The fake (`fake`), one account there, and the provider as Roster knows it."""

    def __init__(self, playground, clock):
        self.playground, self.clock = playground, clock
        self.fake = playground.accounts.microsoft
        self.account = playground.accounts.directory.add(
            Account(
                MICROSOFT,
                id="7ab6fd7e-0c1c-4c3b-9b0e-000000000009",
                email="ana@studio.example",
                name="Ana",
                tenant=TENANT,
            )
        )
        self.provider = self.knowing()

    def knowing(self, *, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, **given):
        """The provider for somebody who has these words for the app."""
        here = f"{self.playground.url}/microsoft"
        addresses = {"login_url": here, "graph_url": f"{here}{GRAPH}", **given}
        limits = addresses.pop("limits", Limits(connect=2, read=2, seconds=5))
        return Microsoft(client_id, client_secret, limits=limits, **addresses)

    def answer(self, address, *, do="continue", account=None):
        """What comes back from the consent page for somebody who presses a button there."""
        page = requests.get(address, timeout=10)
        assert page.status_code == 200, page.text
        chosen = (account or self.account).id
        back = requests.post(
            address, data={"do": do, "account": chosen}, timeout=10, allow_redirects=False
        )
        if back.is_redirect:
            return dict(parse_qsl(urlsplit(back.headers["Location"]).query))
        assert f'action="{BACK}"' in back.text
        return {html.unescape(k): html.unescape(v) for k, v in HIDDEN.findall(back.text)}

    def let_in(self, provider=None, **given):
        """Go through the whole consent; hands out what it is worth."""
        provider = provider or self.provider
        way = provider.begin(state=STATE, back=BACK)
        return provider.finish(
            state=STATE, back=BACK, kept=way.kept, answer=self.answer(way.address, **given)
        )

    def open(self):
        """The account, to be read."""
        return self.provider.open(self.let_in().secret)


def fill(account, count, **given):
    """Put so many people into an account; their ids there."""
    return [
        account.add(first_name=f"P{at}", emails=[f"p{at}@example.org"], **given).id
        for at in range(count)
    ]


def fails(there, what, content, status=400, times=1):
    """Let the next requests for something be answered with this."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    there.fake.faults.add(what, Fault(status=status, body=body), times=times)


@contextmanager
def office(now):
    """A playground with the account in it; `now` is the time."""
    clock = Clock(now)
    playground = Playground(
        signing_secret="s", bot_url="http://127.0.0.1:9", bot_token="xoxb", now=clock
    )
    with playground:
        yield Office(playground, clock)
