"""What the fake Google has given out: codes, refresh tokens and access tokens."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.playground.accounts.faults import Habits
from bot.playground.accounts.people import Account
from bot.playground.json_types import JSON

CONTACTS = "https://www.googleapis.com/auth/contacts.readonly"
EMAIL = "https://www.googleapis.com/auth/userinfo.email"
SCOPES = ("openid", EMAIL, "https://www.googleapis.com/auth/userinfo.profile", CONTACTS)
CODE_SECONDS = 600


@dataclass
class Code:
    """A code on its way through a browser: good once."""

    account: Account
    scopes: tuple[str, ...]
    redirect: str
    challenge: str
    offline: bool
    until: float
    used: bool = False


@dataclass
class Grant:
    """That an account lets the app in: with these scopes, by these tokens."""

    account: Account
    scopes: list[str]
    refresh: set[str] = field(default_factory=set)
    access: dict[str, float] = field(default_factory=dict)


class TokenError(Exception):
    """A refusal of the token endpoint, as OAuth words it."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.answer = {"error": error, "error_description": description}
        self.status = status


class Tokens:
    """The grants of all accounts, one for each; `client` is the app's id."""

    scopes: tuple[str, ...] = SCOPES

    def __init__(self, client: str, habits: Callable[[], Habits], now: Callable[[], float]) -> None:
        self._client, self._habits, self._now = client, habits, now
        self._codes: dict[str, Code] = {}
        self._grants: dict[str, Grant] = {}
        self._lock = threading.Lock()

    def knows(self, account: Account) -> bool:
        """Whether this account has let the app in before."""
        return account.id in self._grants

    def code(
        self, account: Account, scopes: list[str], redirect: str, challenge: str, *, offline: bool
    ) -> str:
        """A new code; `offline` asks for a refresh token."""
        name = f"4/0A{secrets.token_urlsafe(24)}"
        granted = tuple(one for one in scopes if one not in self._habits().withheld)
        until = self._now() + CODE_SECONDS
        self._codes[name] = Code(account, granted, redirect, challenge, offline, until)
        return name

    def exchange(self, name: str, redirect: str, verifier: str) -> JSON:
        """What a code is worth, once."""
        with self._lock:
            code = self._codes.get(name)
            if code is None or code.used or code.until < self._now():
                raise TokenError("invalid_grant", "Bad Request")
            if code.redirect != redirect:
                raise TokenError("redirect_uri_mismatch", "Bad Request")
            if not verifier and code.challenge:
                raise TokenError("invalid_grant", "Missing code verifier.")
            if code.challenge and challenge_of(verifier) != code.challenge:
                raise TokenError("invalid_grant", "Invalid code verifier.")
            code.used = True
            grant = self._grants.setdefault(code.account.id, Grant(code.account, []))
            grant.scopes = list(code.scopes)
            answer = self._access(grant)
            if code.offline and not self._habits().no_refresh_token:
                answer["refresh_token"] = _refresh(grant)
            return answer

    def refresh(self, token: str, scopes: list[str]) -> JSON:
        """A new access token."""
        with self._lock:
            grant = self._of(token)
            if grant is None or token not in grant.refresh:
                raise TokenError("invalid_grant", "Token has been expired or revoked.")
            if not set(scopes) <= set(grant.scopes):
                raise TokenError("invalid_scope", "Some requested scopes were invalid.")
            answer = self._access(grant)
            if self._habits().rotates:
                grant.refresh.discard(token)
                answer["refresh_token"] = _refresh(grant)
            return answer

    def holder(self, access: str) -> Grant | None:
        """Whose access token this is, if it is still good."""
        with self._lock:
            grant = self._of(access)
            return grant if grant and grant.access.get(access, 0) > self._now() else None

    def revoke(self, token: str) -> None:
        """End the grant that a token of any kind belongs to, with all its tokens."""
        with self._lock:
            grant = self._of(token)
            if grant is None:
                raise TokenError("invalid_token", "Token expired or revoked")
            del self._grants[grant.account.id]

    def end(self, account: Account) -> None:
        """As if the owner of the account had put the app out."""
        with self._lock:
            self._grants.pop(account.id, None)

    def restore(self, account: Account, refresh: Iterable[str]) -> None:
        """Take these refresh tokens, which were given out before the playground was restarted."""
        with self._lock:
            self._grants[account.id] = Grant(account, list(self.scopes), set(refresh))

    def expire(self, account: Account) -> None:
        """Let the access tokens of an account be too old."""
        with self._lock:
            if grant := self._grants.get(account.id):
                grant.access = dict.fromkeys(grant.access, 0.0)

    def shrink(self, account: Account, scope: str) -> None:
        """Take one permission back."""
        with self._lock:
            if grant := self._grants.get(account.id):
                grant.scopes = [one for one in grant.scopes if one != scope]

    def _of(self, token: str) -> Grant | None:
        grants = self._grants.values()
        return next((one for one in grants if token in one.refresh or token in one.access), None)

    def _access(self, grant: Grant) -> JSON:
        token, seconds = f"ya29.{secrets.token_urlsafe(32)}", self._habits().token_seconds
        grant.access[token] = self._now() + seconds
        answer: JSON = {"access_token": token, "expires_in": seconds, "token_type": "Bearer"}
        answer["scope"] = " ".join(reversed(grant.scopes))
        if "openid" in grant.scopes:
            answer["id_token"] = self._card(grant)
        return answer

    def _card(self, grant: Grant) -> str:
        at, account = int(self._now()), grant.account
        claims: JSON = {"iss": "https://accounts.google.com", "aud": self._client, "iat": at}
        claims |= {"exp": at + 3600, "sub": account.id}
        if EMAIL in grant.scopes:
            claims |= {"email": account.email, "email_verified": True}
        parts = ({"alg": "RS256", "typ": "JWT", "kid": "playground"}, claims)
        return ".".join([*(_word(json.dumps(one).encode()) for one in parts), _word(b"unsigned")])


def challenge_of(verifier: str) -> str:
    """What a verifier looks like on the way through a browser (PKCE, S256)."""
    return _word(hashlib.sha256(verifier.encode()).digest())


def _refresh(grant: Grant) -> str:
    token = f"1//0{secrets.token_urlsafe(40)}"
    grant.refresh.add(token)
    return token


def _word(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
