"""The fake Google of the playground for tests: an account there, its owner, and Roster's way in."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

import requests

from bot.playground.accounts.faults import Fault
from bot.playground.accounts.google import Google as FakeGoogle
from bot.playground.accounts.people import GOOGLE, Account
from bot.playground.server import Playground
from store.sync.bounded import Limits
from store.sync.google import Google
from store.sync.provider import Admitted, Way

BACK = "http://localhost:3000/connect/google/return"
STATE = "a-word-that-is-used-once"
LIMITS = Limits(connect=2, read=2, seconds=2, size=2_000_000)


class Outside:
    """A playground with an empty account at Google, the clock of that Google, and our client."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.fake: FakeGoogle = playground.accounts.google
        self.account = playground.accounts.directory.add(
            Account(GOOGLE, id="108300000000000000999", email="ana@gmail.example", name="Ana")
        )
        self.ahead = 0.0
        self.google = self.client()

    def client(self, **other: object) -> Google:
        """Roster's side; `other` settings than the usual ones."""
        named = self.playground.accounts.settings(self.playground.url)
        given = {
            "client_id": named["GOOGLE_CLIENT_ID"],
            "client_secret": named["GOOGLE_CLIENT_SECRET"],
            "auth_url": named["GOOGLE_AUTH_URL"],
            "token_url": named["GOOGLE_TOKEN_URL"],
            "revoke_url": named["GOOGLE_REVOKE_URL"],
            "people_url": named["GOOGLE_PEOPLE_URL"],
            "limits": LIMITS,
        }
        return Google(**{**given, **other})

    def begin(self) -> Way:
        """The way to the consent page."""
        return self.google.begin(state=STATE, back=BACK)

    def answer(self, way: Way, *, do: str = "continue", ticked: bool = True) -> dict[str, str]:
        """What the browser brings back from the consent page."""
        form = {"account": self.account.id, "do": do}
        if ticked:
            form["permission"] = "contacts"
        said = requests.post(way.address, data=form, allow_redirects=False, timeout=5)
        assert said.status_code == 302, said.text
        assert said.headers["Location"].startswith(f"{BACK}?")
        return dict(parse_qsl(urlsplit(said.headers["Location"]).query))

    def finish(self, way: Way, answer: dict[str, str]) -> Admitted:
        """What that is worth."""
        return self.google.finish(state=STATE, back=BACK, kept=way.kept, answer=answer)

    def admitted(self) -> Admitted:
        """The whole way in, without any trouble."""
        way = self.begin()
        return self.finish(way, self.answer(way))

    def now(self) -> float:
        """Google's clock."""
        return time.time() + self.ahead


def refusal(error: str) -> Fault:
    """Google refuses with this error."""
    return Fault(400, body=json.dumps({"error": error, "error_description": "canary"}).encode())


@contextmanager
def outside() -> Iterator[Outside]:
    place: list[Outside] = []
    playground = Playground(
        signing_secret="s", bot_url="", bot_token="t", now=lambda: place[0].now() if place else 0.0
    )
    with playground:
        place.append(Outside(playground))
        yield place[0]
