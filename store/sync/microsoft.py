"""Consent at Microsoft, and the tokens that come of it: what msal is needed for.

Everything that msal keeps of an account is one text, and this text is the account's secret.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote, urlsplit

import msal
import requests

from store.sync.asking import Asking
from store.sync.bounded import Limits
from store.sync.microsoft_graph import ENDED, SENSELESS, MicrosoftSource
from store.sync.provider import Admitted, Declined, Way
from store.sync.source import Broken, Ended, Later, Misconfigured, Source, Trouble
from store.text import clean
from store.words import Provider

LOGIN_URL = "https://login.microsoftonline.com"
GRAPH_URL = "https://graph.microsoft.com/v1.0"
NAME = "Office 365"
# Of organisations and of single people alike.
TENANT = "common"
SCOPES = ["User.Read", "Contacts.Read"]
READING = {"contacts.read", "contacts.readwrite"}
OVER = {"invalid_grant", "interaction_required", "consent_required", "login_required"}
OURS = {"invalid_client", "unauthorized_client"}
# Microsoft's numbers for somebody who may not say yes, as only an administrator may.
ADMINISTRATORS = ("AADSTS90094", "AADSTS90097", "AADSTS65001")
MISCONFIGURED = (
    "Office 365 does not know this Roster any more. Whoever runs it has to look at "
    "MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET: a secret is good for two years at most."
)
NOTHING = "Nothing was connected."


class Microsoft:
    """Microsoft, for the app that is registered there under this id."""

    provider = Provider.microsoft

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        login_url: str = LOGIN_URL,
        graph_url: str = GRAPH_URL,
        limits: Limits | None = None,
    ) -> None:
        self._client_id, self._client_secret = client_id, client_secret
        self._graph_url = graph_url.rstrip("/")
        self._graph = Asking(NAME, graph_url, limits=limits)
        self._door = _Door(login_url.rstrip("/"), limits)

    def begin(self, *, state: str, back: str, hint: str = "") -> Way:
        """As in Consenting."""
        with _sense():
            flow = self._app(msal.SerializableTokenCache()).initiate_auth_code_flow(
                SCOPES,
                redirect_uri=back,
                state=state,
                prompt="select_account",
                login_hint=hint or None,
                response_mode="form_post",
            )
        return Way(self._door.address(flow["auth_uri"]), json.dumps(flow))

    def finish(self, *, state: str, back: str, kept: str, answer: Mapping[str, str]) -> Admitted:
        """As in Consenting."""
        flow = {**json.loads(kept), "redirect_uri": back}
        if not state == flow["state"] == answer.get("state"):
            raise Declined(f"This answer belongs to another consent. {NOTHING}")
        cache = msal.SerializableTokenCache()
        with _sense():
            app = self._app(cache)
            said = app.acquire_token_by_auth_code_flow(flow, dict(answer))
            if "error" in said:
                raise self._declined(said)
            return self._admitted(said, app.get_accounts(), cache)

    def open(self, secret: str) -> Source:
        """As in Consenting."""
        return MicrosoftSource(self._graph, self._graph_url, _Key(self._app, secret))

    def revoke(self, secret: str) -> None:
        """Nothing: Microsoft has a page for that, where only the person can do it."""

    def _app(self, cache: msal.SerializableTokenCache) -> msal.ConfidentialClientApplication:
        """Made where it is needed, for it asks Microsoft where everything is."""
        return msal.ConfidentialClientApplication(
            self._client_id,
            self._client_secret,
            authority=f"{self._door.named}/{TENANT}",
            token_cache=cache,
            http_client=self._door,
            instance_discovery=False,
        )

    def _admitted(
        self,
        said: Mapping[str, Any],
        accounts: list[dict[str, str]],
        cache: msal.SerializableTokenCache,
    ) -> Admitted:
        claims = said["id_token_claims"]
        if claims["aud"] != self._client_id:
            raise Broken(SENSELESS)
        if not _reading(cache):
            raise Declined(f"Roster was not allowed to read contacts there. {NOTHING}")
        if not list(cache.search(cache.CredentialType.REFRESH_TOKEN)):
            raise Declined(f"{NAME} let Roster in for an hour only, which is too short. {NOTHING}")
        (account,) = {one["home_account_id"] for one in accounts}
        email = self._email(said["access_token"]) or claims.get("preferred_username") or account
        return Admitted(account, clean(str(email)), cache.serialize())

    def _email(self, token: str) -> str:
        """What people call the account: often not the name under which its owner signs in."""
        with suppress(Trouble):
            answer = self._graph.get(
                f"{self._graph_url}/me", token=token, params={"$select": "mail"}
            )
            return str(answer.content.get("mail") or "")
        return ""

    def _declined(self, said: Mapping[str, Any]) -> Declined | Trouble:
        """What it means that there is no consent, or no token for it."""
        error, reason = said["error"], str(said.get("error_description", ""))
        if any(number in reason for number in ADMINISTRATORS):
            page = f"{self._door.named}/{TENANT}/adminconsent?client_id={quote(self._client_id)}"
            return Declined(
                "In your organisation an administrator has to approve Roster first. "
                f"Ask one to open {page} and then connect the account again."
            )
        if error in {"access_denied", "consent_required"}:
            return Declined(f"Roster was not let into the account. {NOTHING}")
        if error in OVER:
            return Declined(f"This consent took too long, or was used before. {NOTHING}")
        return _trouble(said)


class _Key:
    """The tokens of one account, renewed when they are old."""

    def __init__(self, app: Any, secret: str) -> None:  # noqa: ANN401 (Microsoft._app; msal has no types)
        self._make, self._secret = app, secret
        self._app: Any = None

    @property
    def secret(self) -> str:
        return self._secret

    def token(self, *, anew: bool = False) -> str:
        """What a request carries. Raises Ended, Misconfigured, Later, Broken."""
        with _sense():
            app = self._app = self._app or self._open()
            account = next(iter(app.get_accounts()), None)
            scopes = _reading(app.token_cache) or SCOPES
            said = app.acquire_token_silent_with_error(scopes, account, force_refresh=anew)
            if app.token_cache.has_state_changed:
                self._secret = app.token_cache.serialize()
            if said is None:
                raise Ended(ENDED)
            if "error" in said:
                raise _trouble(said)
            return str(said["access_token"])

    def _open(self) -> Any:  # noqa: ANN401 (an app of msal, which has no types)
        cache = msal.SerializableTokenCache()
        try:
            cache.deserialize(self._secret)
        except ValueError:
            raise Ended(ENDED) from None
        return self._make(cache)


class _Door:
    """How msal asks: within limits, nobody but Microsoft, and with troubles said at once.

    What fails is raised before msal sees it. It would remember the failure and hide from us when
    Microsoft wants to be asked again, and write an answer that it cannot read into the log.
    `named` is what msal takes for Microsoft's address: it insists on https.
    """

    def __init__(self, login_url: str, limits: Limits | None) -> None:
        self.named = login_url if urlsplit(login_url).scheme == "https" else LOGIN_URL
        self._login_url = login_url
        self._asking = Asking(NAME, login_url, limits=limits)
        self._known: dict[str, requests.Response] = {}

    def address(self, url: str) -> str:
        """Where it really is: a login at this machine has no https."""
        place, rest = url[: len(self.named)], url[len(self.named) :]
        return self._login_url + rest if place == self.named and rest[:1] == "/" else url

    def get(self, url: str, **given: Any) -> requests.Response:  # noqa: ANN401 (msal's own)
        """Where everything is at Microsoft; asked once."""
        if url not in self._known:
            answer = self._ask("GET", url, **given)
            if not {"authorization_endpoint", "token_endpoint"} <= set(answer.json()):
                raise Broken(SENSELESS)
            self._known[url] = answer
        return self._known[url]

    def post(self, url: str, **given: Any) -> requests.Response:  # noqa: ANN401 (msal's own)
        """A token, or why there is none."""
        return self._ask("POST", url, **given)

    def close(self) -> None:
        """Nothing: the session is everybody's."""

    def _ask(self, method: str, url: str, **given: Any) -> requests.Response:  # noqa: ANN401 (msal's own)
        with self._asking.troubles():
            answer = self._asking.session.request(
                method, self.address(url), auth=_plain, allow_redirects=False, **given
            )
        if not self._asking.understood(answer).content:
            raise Broken(SENSELESS)
        return answer


def _plain(request: requests.PreparedRequest) -> requests.PreparedRequest:
    # a form carries its own secret: nothing of a .netrc file is put on
    return request


def _reading(cache: msal.SerializableTokenCache) -> list[str]:
    """The permission to read contacts, as Microsoft wrote it beside a token that is good: at times
    with an address in front. msal finds the token only by the very same words."""
    tokens = cache.search(cache.CredentialType.ACCESS_TOKEN)
    granted = [scope for token in tokens for scope in token["target"].split()]
    return [scope for scope in granted if scope.lower().rpartition("/")[2] in READING][:1]


def _trouble(said: Mapping[str, Any]) -> Trouble:
    """What it means that there is no token."""
    if said["error"] in OVER:
        return Ended(ENDED)
    if said["error"] in OURS:
        return Misconfigured(MISCONFIGURED)
    return Later(f"{NAME} cannot answer at the moment.")


@contextmanager
def _sense() -> Iterator[None]:
    """Says Broken where msal stumbles over an answer, and nothing of what was in it."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, RuntimeError):
        raise Broken(SENSELESS) from None
