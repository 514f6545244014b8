"""A browser and a careless app in front of the playground's Google, for tests."""

from urllib.parse import parse_qsl, urlsplit

import requests

from bot.playground.accounts.google_consent import CLIENT_ID, CLIENT_SECRET
from bot.playground.accounts.google_tokens import CONTACTS, EMAIL, challenge_of
from bot.playground.accounts.people import GOOGLE, Account

BACK = "http://localhost:3000/back"
VERIFIER = "v" * 64
FIELDS = "metadata,names,emailAddresses"


class Browser:
    """Somebody in front of Google, and an app that is careless where it is told to be."""

    def __init__(self, playground):
        self.fake, self.url = playground.accounts.google, f"{playground.url}/google"
        self.account = playground.accounts.directory.add(
            Account(GOOGLE, id="1", email="ana@gmail.example")
        )
        self.access = ""

    def ask(self, **other):
        """The consent page."""
        return requests.get(self._page, params=asked(**other), timeout=5)

    def answer(self, *, form=None, **other):
        """What the person brings back."""
        given = {"account": "1", "do": "continue", "permission": "contacts"} | (form or {})
        said = requests.post(
            self._page, params=asked(**other), data=given, allow_redirects=False, timeout=5
        )
        return dict(parse_qsl(urlsplit(said.headers["Location"]).query))

    def token(self, **form):
        """What the token endpoint says."""
        app = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        form = {k: v for k, v in {**app, **form}.items() if v is not None}
        return requests.post(f"{self.url}/token", data=form, timeout=5)

    def exchange(self, right, **other):
        given = {"grant_type": "authorization_code", "code": right, "redirect_uri": BACK}
        return self.token(**{**given, "code_verifier": VERIFIER, **other})

    def refresh(self, token, **other):
        return self.token(grant_type="refresh_token", refresh_token=token, **other)

    def let_in(self):
        said = self.exchange(self.answer()["code"]).json()
        self.access = said["access_token"]
        return said

    def get(self, what="people/me/connections", **params):
        headers = {"Authorization": f"Bearer {self.access}"}
        return requests.get(f"{self.url}/v1/{what}", params=params, headers=headers, timeout=5)

    def people(self, **params):
        given = {"personFields": FIELDS, "requestSyncToken": "true", "pageSize": "2"}
        return self.get(**{**given, **params})

    @property
    def _page(self):
        return f"{self.url}/o/oauth2/v2/auth"


def asked(**other):
    given = {
        "client_id": CLIENT_ID,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": f"openid {EMAIL} {CONTACTS}",
        "state": "s",
        "access_type": "offline",
        "prompt": "consent",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    }
    return {name: value for name, value in {**given, **other}.items() if value is not None}
