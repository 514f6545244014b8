"""Consent at Google, and the tokens that come of it: what google-auth-oauthlib is needed for.

The secret of an account is a JSON text: its tokens, and what they allow.
"""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import google.auth.exceptions
import google.auth.jwt
import requests
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import Flow
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from store.sync.asking import Asking, plain
from store.sync.bounded import LOOPBACK, Limits
from store.sync.google_source import ENDED, NOT_ALLOWED, SENSELESS, GoogleSource
from store.sync.provider import Admitted, Declined, Way
from store.sync.source import Broken, Ended, Later, Misconfigured, Source, Trouble
from store.text import clean
from store.words import Provider

AUTH_URL = "https://accounts.google.com/o/oauth2/auth"
TOKEN_URL = "https://oauth2.googleapis.com/token"
REVOKE_URL = "https://oauth2.googleapis.com/revoke"
PEOPLE_URL = "https://people.googleapis.com"
NAME = "Google"
ISSUER = "https://accounts.google.com"
CONTACTS = "https://www.googleapis.com/auth/contacts.readonly"
# What is kept of the tokens.
KEPT = ("refresh_token", "access_token", "expires_at")
SCOPES = ["openid", "https://www.googleapis.com/auth/userinfo.email", CONTACTS]
NONSENSE = (ValueError, TypeError, AttributeError, KeyError)
OURS = {"invalid_client", "unauthorized_client", "deleted_client", "redirect_uri_mismatch"}
MISCONFIGURED = (
    "Google does not know this Roster any more. Whoever runs it has to look at GOOGLE_CLIENT_ID, "
    "GOOGLE_CLIENT_SECRET and the redirect address in the Google Cloud console."
)
NOTHING = "Nothing was connected."
UNTICKED = (
    f"The permission to see contacts was not ticked, and Roster needs nothing else there. {NOTHING}"
)


class Google:
    """Google, for the app that is registered there under this id."""

    provider = Provider.google

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        auth_url: str = AUTH_URL,
        token_url: str = TOKEN_URL,
        revoke_url: str = REVOKE_URL,
        people_url: str = PEOPLE_URL,
        limits: Limits | None = None,
    ) -> None:
        self._client_id, self._client_secret = client_id, client_secret
        self._auth_url, self._token_url, self._revoke_url = auth_url, token_url, revoke_url
        self._people_url = people_url.rstrip("/")
        self._asking = Asking(NAME, token_url, revoke_url, people_url, limits=limits)
        if _is_at_this_machine(auth_url) or _is_at_this_machine(token_url):
            # oauthlib refuses to speak to anybody without https, even here
            os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

    def begin(self, *, state: str, back: str, hint: str = "") -> Way:
        """As in Consenting; the verifier is what has to be kept."""
        flow = self._flow(SCOPES, state=state, back=back)
        # Without being asked anew, who has consented before gives no token that lasts.
        hints = {"login_hint": hint} if hint else {}
        address, _ = flow.authorization_url(prompt="consent", **hints)
        return Way(address, flow.code_verifier)

    def finish(self, *, state: str, back: str, kept: str, answer: Mapping[str, str]) -> Admitted:
        """As in Consenting."""
        if answer.get("state") != state or answer.get("iss", ISSUER) != ISSUER:
            raise Declined(f"This answer belongs to another consent. {NOTHING}")
        if "error" in answer or not answer.get("code"):
            raise _declined(answer.get("error", ""))
        token = self._exchange(answer["code"], state, back, kept)
        try:
            return self._admitted(token)
        except (Declined, Trouble):
            with suppress(Trouble):
                self._give_back(token)
            raise

    def open(self, secret: str) -> Source:
        """As in Consenting."""
        key = _Key(self._held, self._renew, secret)
        return GoogleSource(self._asking, self._people_url, key)

    def revoke(self, secret: str) -> None:
        """As in Consenting; it ends all that this account ever allowed Roster."""
        with suppress(Ended):
            self._give_back(_content(secret))

    def _flow(self, scopes: list[str] | None, *, state: str, back: str, kept: str = "") -> Any:  # noqa: ANN401 (Flow has no types)
        place = {"auth_uri": self._auth_url, "token_uri": self._token_url}
        app = {"client_id": self._client_id, "client_secret": self._client_secret, **place}
        return Flow.from_client_config(
            {"web": app}, scopes, state=state, redirect_uri=back, code_verifier=kept or None
        )

    def _exchange(self, code: str, state: str, back: str, kept: str) -> dict[str, Any]:
        """The tokens for a code. Raises Declined, Misconfigured, Later, Broken."""
        # Without scopes of its own oauthlib takes what was granted, and does not fail over less.
        flow = self._flow(None, state=state, back=back, kept=kept)
        session = flow.oauth2session
        session.adapters = self._asking.session.adapters
        session.trust_env = self._asking.session.trust_env
        session.register_compliance_hook("access_token_response", self._understand)
        try:
            with self._asking.troubles():
                return dict(flow.fetch_token(code=code, include_client_id=True))
        except OAuth2Error as error:
            raise _declined(str(error.error)) from None
        except ValueError:
            raise Broken(SENSELESS) from None

    def _understand(self, answer: requests.Response) -> requests.Response:
        # what is no answer at all oauthlib would take for one without a token
        self._asking.understood(answer)
        return answer

    def _admitted(self, token: Mapping[str, Any]) -> Admitted:
        if CONTACTS not in _words(token.get("scope", SCOPES)):
            raise Declined(UNTICKED)
        if not token.get("refresh_token"):
            raise Declined(f"Google let Roster in for an hour only, which is too short. {NOTHING}")
        claims = self._claims(token.get("id_token"))
        account = str(claims["sub"])
        secret = json.dumps({name: token.get(name) for name in KEPT})
        return Admitted(account, clean(str(claims.get("email") or account)), secret)

    def _claims(self, card: object) -> Mapping[str, Any]:
        """Whose account it is. The card came from Google itself, so its signature says no more."""
        try:
            claims: Mapping[str, Any] = google.auth.jwt.decode(str(card), verify=False)
        except (ValueError, google.auth.exceptions.GoogleAuthError):
            raise Broken(SENSELESS) from None
        if claims.get("aud") != self._client_id or not claims.get("sub"):
            raise Broken(SENSELESS)
        return claims

    def _give_back(self, token: Mapping[str, Any]) -> None:
        given = str(token.get("refresh_token") or token.get("access_token") or "")
        answer = self._asking.post(self._revoke_url, {"token": given})
        if not answer.is_good and answer.content.get("error") != "invalid_token":
            raise Broken(SENSELESS)

    def _renew(self, held: Credentials) -> None:
        """Get a new access token. Raises Ended, Misconfigured, Later, Broken."""
        said: dict[str, Any] = {}

        def ask(url: str, method: str, **given: Any) -> SimpleNamespace:  # noqa: ANN401 (google-auth's own)
            with self._asking.troubles():
                answer = self._asking.session.request(
                    method, url, data=given["body"], headers=given["headers"], auth=plain
                )
            said.update(self._asking.understood(answer).content)
            return SimpleNamespace(status=answer.status_code, data=answer.content)

        try:
            held.refresh(ask)
        except (google.auth.exceptions.GoogleAuthError, *NONSENSE):
            raise _not_renewed(said.get("error")) from None
        if CONTACTS not in _words(said.get("scope", SCOPES)):
            raise Ended(NOT_ALLOWED)

    def _held(self, secret: str) -> Credentials:
        kept = _content(secret)
        held = Credentials(
            kept.get("access_token"),
            refresh_token=kept["refresh_token"],
            token_uri=self._token_url,
            client_id=self._client_id,
            client_secret=self._client_secret,
        )
        # google-auth reckons in UTC that does not say so; without an end a token is good for ever
        until = datetime.fromtimestamp(kept.get("expires_at") or 0, UTC)
        held.expiry = until.replace(tzinfo=None)
        return held


class _Key:
    """The tokens of one account, renewed when they are old."""

    def __init__(
        self, hold: Callable[[str], Credentials], renew: Callable[[Credentials], None], secret: str
    ) -> None:
        self._hold, self._renew, self._secret = hold, renew, secret
        self._held: Credentials | None = None

    @property
    def secret(self) -> str:
        return self._secret

    def token(self, *, anew: bool = False) -> str:
        """What a request carries. Raises Ended, Misconfigured, Later, Broken."""
        held = self._held = self._held or self._hold(self._secret)
        if anew or not held.valid:
            self._renew(held)
            until = held.expiry.replace(tzinfo=UTC).timestamp() if held.expiry else None
            kept = (held.refresh_token, held.token, until)
            self._secret = json.dumps(dict(zip(KEPT, kept, strict=True)))
        return str(held.token)


def _content(secret: str) -> dict[str, Any]:
    """What is in a secret. Raises Ended where that is nothing to begin with."""
    try:
        content = json.loads(secret)
    except ValueError:
        raise Ended(ENDED) from None
    if not isinstance(content, dict) or not content.get("refresh_token"):
        raise Ended(ENDED)
    return content


def _declined(error: str) -> Declined | Trouble:
    """What it means that there is no code, or no token for one."""
    if error in OURS:
        return Misconfigured(MISCONFIGURED)
    if error == "access_denied":
        return Declined(f"Roster was not let into the account. {NOTHING}")
    if error in ("admin_policy_enforced", "org_internal"):
        return Declined(
            "In your organisation an administrator has to allow Roster first. "
            "Ask one, and then connect the account again."
        )
    if error == "missing_token":
        return Broken(SENSELESS)
    return Declined(f"This consent took too long, or was used before. {NOTHING}")


def _not_renewed(error: object) -> Trouble:
    """What it means that there is no new access token."""
    if error == "invalid_grant":
        return Ended(ENDED)
    if error in OURS:
        return Misconfigured(MISCONFIGURED)
    if error is None:
        return Broken(SENSELESS)
    return Later("Google cannot answer at the moment.")


def _words(scopes: object) -> list[str]:
    """Scopes, which come as a text or as a list."""
    given = scopes.split() if isinstance(scopes, str) else scopes
    return given if isinstance(given, list) else []


def _is_at_this_machine(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in LOOPBACK
