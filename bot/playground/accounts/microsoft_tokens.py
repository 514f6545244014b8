"""What the fake Microsoft has given out: as Google's, but refresh tokens follow one another."""

import base64
import json
import secrets
from collections.abc import Callable

from bot.playground.accounts.faults import Habits
from bot.playground.accounts.google_tokens import Grant, TokenError, Tokens
from bot.playground.accounts.people import Account
from bot.playground.json_types import JSON

CLIENT_ID = "0b5c1a2e-91c3-4f7b-8a56-9b1f3b2d4c01"
CONTACTS, USER = "Contacts.Read", "User.Read"
GRAPH = "https://graph.microsoft.com"
# The tenant of everybody whose account is a personal one.
PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"
# What says something about the sign-in, and is never part of what an access token is good for.
ABOUT = ("openid", "profile", "email", "offline_access")
SCOPES = (*ABOUT, CONTACTS, USER)


class MicrosoftTokens(Tokens):
    """The grants of all accounts, one for each."""

    scopes: tuple[str, ...] = SCOPES

    def __init__(self, habits: Callable[[], Habits], now: Callable[[], float]) -> None:
        super().__init__(CLIENT_ID, habits, now)
        self._nonces: dict[str, str] = {}

    def admit(
        self, account: Account, scopes: list[str], redirect: str, challenge: str, nonce: str
    ) -> str:
        """A new code, as `code`; the nonce comes back with what it is worth."""
        offline = "offline_access" in scopes
        name = self.code(account, scopes, redirect, challenge, offline=offline)
        self._nonces[name] = nonce
        return name

    def exchange(self, name: str, redirect: str, verifier: str) -> JSON:
        """What a code is worth, once."""
        try:
            answer = super().exchange(name, redirect, verifier)
        except TokenError:
            words = "AADSTS70008: The provided authorization code or refresh token has expired."
            raise TokenError("invalid_grant", words) from None
        grant = self.holder(str(answer["access_token"]))
        if grant and "id_token" in answer:
            answer["id_token"] = self._card(grant, self._nonces.pop(name, ""))
        return answer

    def refresh(self, token: str, scopes: list[str]) -> JSON:
        """A new access token, and a new refresh token; the old one stays good."""
        with self._lock:
            grant = self._of(token)
            if grant is None or token not in grant.refresh:
                words = "AADSTS50173: The provided grant has expired due to it being revoked."
                raise TokenError("invalid_grant", words)
            asked = {scope.removeprefix(f"{GRAPH}/") for scope in scopes}
            if not asked - set(ABOUT) <= set(grant.scopes):
                words = "AADSTS65001: The user or administrator has not consented to use this app."
                refused = TokenError("invalid_grant", words)
                refused.answer["suberror"] = "consent_required"
                raise refused
            if self._habits().rotates:
                grant.refresh.clear()
            answer = self._access(grant)
            answer["refresh_token"] = f"0.AXkA{secrets.token_urlsafe(60)}"
            grant.refresh.add(str(answer["refresh_token"]))
            return answer

    def _access(self, grant: Grant) -> JSON:
        token, seconds = f"EwB4{secrets.token_urlsafe(60)}", self._habits().token_seconds
        grant.access[token] = self._now() + seconds
        answer: JSON = {"token_type": "Bearer", "scope": " ".join(_named(grant))}
        answer |= {"expires_in": seconds, "ext_expires_in": seconds, "access_token": token}
        who = {"uid": grant.account.id, "utid": grant.account.tenant}
        answer["client_info"] = _packed(who)
        if "openid" in grant.scopes:
            answer["id_token"] = self._card(grant)
        return answer

    def _card(self, grant: Grant, nonce: str = "") -> str:
        at, account = int(self._now()), grant.account
        claims: JSON = {"aud": CLIENT_ID, "iat": at, "nbf": at, "exp": at + 3600, "ver": "2.0"}
        claims["iss"] = f"https://login.microsoftonline.com/{account.tenant}/v2.0"
        claims |= {"oid": account.id, "tid": account.tenant, "sub": f"sub-{account.id}"}
        if "profile" in grant.scopes:
            claims |= {"name": account.name, "preferred_username": account.email}
        if nonce:
            claims["nonce"] = nonce
        head = {"typ": "JWT", "alg": "RS256", "kid": "playground"}
        return ".".join([_packed(head), _packed(claims), "dW5zaWduZWQ"])


def _named(grant: Grant) -> list[str]:
    """What was granted, in another order; with an address in front in accounts of single people."""
    front = f"{GRAPH}/" if grant.account.tenant == PERSONAL else ""
    scopes = [one for one in reversed(grant.scopes) if one != "offline_access"]
    return [one if one in ABOUT else front + one for one in scopes]


def _packed(content: JSON) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
