"""The fake Google's consent page, and the addresses where codes and tokens are changed."""

import base64
import json
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, make_response, redirect, request

from bot.playground.accounts import consent_pages as pages
from bot.playground.accounts.faults import Faults
from bot.playground.accounts.google_tokens import CONTACTS, SCOPES, TokenError, Tokens
from bot.playground.accounts.people import GOOGLE, Account, Directory
from bot.playground.json_types import JSON

CLIENT_ID, CLIENT_SECRET = "playground.apps.googleusercontent.com", "GOCSPX-playground"
LOOPBACK = ("localhost", "127.0.0.1")
NEEDED = ("client_id", "redirect_uri", "response_type", "scope")


class GoogleConsent:
    """The way in: a page that asks, and what its answer is changed for."""

    def __init__(self, directory: Directory, tokens: Tokens, faults: Faults) -> None:
        self._directory, self._tokens, self._faults = directory, tokens, faults
        self.redirects: set[str] = set()

    def add_to(self, side: Blueprint) -> None:
        """The table of addresses."""
        side.add_url_rule("/o/oauth2/v2/auth", view_func=self.ask)
        side.add_url_rule("/o/oauth2/v2/auth", "answer", self.answer, methods=["POST"])
        side.add_url_rule("/token", view_func=self.token, methods=["POST"])
        side.add_url_rule("/revoke", view_func=self.revoke, methods=["POST"])

    def ask(self) -> Response:
        """The page: which account, and whether it may be read."""
        if wrong := self._wrong():
            return pages.refused("Google", wrong)
        accounts = self._directory.of(GOOGLE)
        return pages.consent(
            "Google",
            app="Roster",
            accounts=accounts,
            chosen=_meant(accounts, request.args.get("login_hint", "")),
            permission="See and download your contacts",
            can_untick=True,
        )

    def answer(self) -> Response:
        """Send the person back, with a code or without."""
        if wrong := self._wrong():
            return pages.refused("Google", wrong)
        account = self._directory.get(GOOGLE, request.form.get("account", ""))
        if request.form.get("do") != "continue":
            return _back({"error": "access_denied"})
        if account is None:
            return pages.refused("Google", "Choose an account.")
        scopes = request.args["scope"].split()
        if "permission" not in request.form:
            scopes = [one for one in scopes if one != CONTACTS]
        code = self._tokens.code(
            account,
            scopes,
            request.args["redirect_uri"],
            request.args.get("code_challenge", ""),
            offline=self._is_offline(account),
        )
        return _back({"code": code, "scope": " ".join(scopes), "authuser": "0"})

    def token(self) -> Response:
        """Change a code, or a refresh token, for an access token."""
        return self._said("token", self._token)

    def revoke(self) -> Response:
        """Let the app be put out."""
        return self._said("revoke", self._revoke)

    def _wrong(self) -> str:
        """What is wrong with a request for consent, as Google's own page says it."""
        asked = request.args
        missing = [name for name in NEEDED if not asked.get(name)]
        if missing:
            return f"Error 400: invalid_request. Required parameter is missing: {missing[0]}"
        if asked["client_id"] != CLIENT_ID:
            return "Error 401: invalid_client. The OAuth client was not found."
        if not self._is_known(asked["redirect_uri"]):
            return f"Error 400: redirect_uri_mismatch. {asked['redirect_uri']}"
        if asked["response_type"] != "code":
            return f"Error 400: unsupported_response_type. {asked['response_type']}"
        unknown = [one for one in asked["scope"].split() if one not in SCOPES]
        if unknown:
            return f"Error 400: invalid_scope. Some requested scopes were invalid: {unknown}"
        if "code_challenge" in asked and asked.get("code_challenge_method") != "S256":
            return "Error 400: invalid_request. The playground knows S256 only."
        return ""

    def _is_known(self, address: str) -> bool:
        if self.redirects:
            return address in self.redirects
        return urlsplit(address).hostname in LOOPBACK

    def _is_offline(self, account: Account) -> bool:
        # who has let the app in before gets no refresh token, unless they were asked anew
        asked_anew = "consent" in request.args.get("prompt", "").split()
        is_offline = request.args.get("access_type") == "offline"
        return is_offline and (asked_anew or not self._tokens.knows(account))

    def _said(self, what: str, do: Callable[[], JSON]) -> Response:
        # what was asked is recorded without its secrets
        fault = self._faults.take(what, {"grant_type": request.form.get("grant_type", "")})
        if fault and (fault.status or fault.body is not None) and not fault.after:
            return self._faults.suffer(fault, Response())
        try:
            answer = _json(do())
        except TokenError as refused:
            answer = _json(refused.answer, refused.status)
        return self._faults.suffer(fault, answer) if fault else answer

    def _token(self) -> JSON:
        form = request.form
        if _client() != (CLIENT_ID, CLIENT_SECRET):
            raise TokenError("invalid_client", "The provided client secret is invalid.", 401)
        if form.get("grant_type") == "authorization_code":
            verifier = form.get("code_verifier", "")
            return self._tokens.exchange(
                form.get("code", ""), form.get("redirect_uri", ""), verifier
            )
        if form.get("grant_type") == "refresh_token":
            scopes = form.get("scope", "").split()
            return self._tokens.refresh(form.get("refresh_token", ""), scopes)
        raise TokenError("unsupported_grant_type", "Invalid grant_type")

    def _revoke(self) -> JSON:
        self._tokens.revoke(request.form.get("token", ""))
        return {}


def _client() -> tuple[str, str]:
    """Who asks: in the form, or in the header."""
    kind, _, word = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic":
        id, _, secret = base64.b64decode(word).decode().partition(":")
        return id, secret
    return request.form.get("client_id", ""), request.form.get("client_secret", "")


def _back(answer: dict[str, str]) -> Response:
    asked = request.args
    answer["iss"] = "https://accounts.google.com"
    if "state" in asked:
        answer["state"] = asked["state"]
    mark = "&" if "?" in asked["redirect_uri"] else "?"
    return make_response(redirect(f"{asked['redirect_uri']}{mark}{urlencode(answer)}"))


def _meant(accounts: list[Account], hint: str) -> str:
    return next((one.id for one in accounts if one.email == hint), accounts[0].id)


def _json(content: JSON, status: int = 200) -> Response:
    kind = "application/json; charset=utf-8"
    return Response(json.dumps(content), status, {"Cache-Control": "no-store"}, content_type=kind)
