"""The fake Microsoft's consent page, and the address where codes and tokens are changed."""

import json
import re
import uuid
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request

from bot.playground.accounts import consent_pages as pages
from bot.playground.accounts.faults import Faults
from bot.playground.accounts.google_tokens import TokenError
from bot.playground.accounts.microsoft_tokens import CLIENT_ID, SCOPES, MicrosoftTokens
from bot.playground.accounts.people import MICROSOFT, Directory
from bot.playground.json_types import JSON

CLIENT_SECRET = "8Q~playground"
LOOPBACK = ("localhost", "127.0.0.1")
# Whoever asks takes this for Microsoft's address, wherever the playground is.
LOGIN = "https://login.microsoftonline.com/common"
WAY = "/common/oauth2/v2.0"
NEEDED = ("client_id", "redirect_uri", "response_type", "scope")
DECLINED = "AADSTS65004: User declined to consent to access the app."
UNAPPROVED = (
    "AADSTS90094: The grant requires administrator permission. An administrator must consent."
)


class MicrosoftConsent:
    """The way in: a page that asks, and what its answer is changed for.

    `redirects` are the addresses to which it sends people back (any on this machine, unless some
    are named); `needs_administrator` lets nobody say yes by themselves.
    """

    def __init__(self, directory: Directory, tokens: MicrosoftTokens, faults: Faults) -> None:
        self._directory, self._tokens, self._faults = directory, tokens, faults
        self.redirects: set[str] = set()
        self.needs_administrator = False

    def add_to(self, side: Blueprint) -> None:
        """The table of addresses."""
        known = "/common/v2.0/.well-known/openid-configuration"
        side.add_url_rule(known, view_func=self.configuration)
        side.add_url_rule(f"{WAY}/authorize", view_func=self.ask)
        side.add_url_rule(f"{WAY}/authorize", "answer", self.answer, methods=["POST"])
        side.add_url_rule(f"{WAY}/token", view_func=self.token, methods=["POST"])

    def configuration(self) -> Response:
        """Where everything is."""
        way = f"{LOGIN}/oauth2/v2.0"
        content = {
            "issuer": "https://login.microsoftonline.com/{tenantid}/v2.0",
            "authorization_endpoint": f"{way}/authorize",
            "token_endpoint": f"{way}/token",
            "device_authorization_endpoint": f"{way}/devicecode",
            "response_modes_supported": ["query", "fragment", "form_post"],
        }
        fault = self._faults.take("configuration", {})
        answer = _json(content)
        return self._faults.suffer(fault, answer) if fault else answer

    def ask(self) -> Response:
        """The page: which account, and what the app may do with it."""
        if wrong := self._wrong():
            return pages.refused("Microsoft", wrong)
        accounts = self._directory.of(MICROSOFT)
        hint = request.args.get("login_hint", "")
        return pages.consent(
            "Microsoft",
            app="Roster",
            accounts=accounts,
            chosen=next((one.id for one in accounts if one.email == hint), accounts[0].id),
            permission="Read your contacts",
            can_untick=False,
        )

    def answer(self) -> Response:
        """Send the person back, with a code or without."""
        if wrong := self._wrong():
            return pages.refused("Microsoft", wrong)
        if request.form.get("do") != "continue":
            refused = {"error": "access_denied", "error_subcode": "cancel"}
            return _back({**refused, "error_description": DECLINED})
        if self.needs_administrator:
            return _back({"error": "access_denied", "error_description": UNAPPROVED})
        account = self._directory.get(MICROSOFT, request.form.get("account", ""))
        if account is None:
            return pages.refused("Microsoft", "AADSTS50058: Choose an account.")
        code = self._tokens.admit(
            account,
            request.args["scope"].split(),
            request.args["redirect_uri"],
            request.args.get("code_challenge", ""),
            request.args.get("nonce", ""),
        )
        return _back({"code": code, "session_state": str(uuid.uuid4())})

    def token(self) -> Response:
        """Change a code, or a refresh token, for an access token."""
        # what was asked is recorded without its secrets
        fault = self._faults.take("token", {"grant_type": request.form.get("grant_type", "")})
        if fault and (fault.status or fault.body is not None) and not fault.after:
            return self._faults.suffer(fault, Response())
        try:
            answer = _json(self._token())
        except TokenError as refused:
            answer = _json(_explained(refused.answer), refused.status)
        return self._faults.suffer(fault, answer) if fault else answer

    def _token(self) -> JSON:
        form = request.form
        if form.get("client_id") != CLIENT_ID:
            words = "AADSTS700016: Application was not found in the directory."
            raise TokenError("unauthorized_client", words)
        if form.get("client_secret") != CLIENT_SECRET:
            words = "AADSTS7000215: Invalid client secret provided."
            raise TokenError("invalid_client", words, 401)
        if form.get("grant_type") == "authorization_code":
            verifier = form.get("code_verifier", "")
            back = form.get("redirect_uri", "")
            return self._tokens.exchange(form.get("code", ""), back, verifier)
        if form.get("grant_type") == "refresh_token":
            scopes = form.get("scope", "").split()
            return self._tokens.refresh(form.get("refresh_token", ""), scopes)
        words = "AADSTS70003: The app requested an unsupported grant type."
        raise TokenError("unsupported_grant_type", words)

    def _wrong(self) -> str:
        """What is wrong with a request for consent, as Microsoft's own page says it."""
        asked = request.args
        missing = [name for name in NEEDED if not asked.get(name)]
        if missing:
            return f"AADSTS900144: The request must contain the parameter: {missing[0]}."
        if asked["client_id"] != CLIENT_ID:
            return "AADSTS700016: Application was not found in the directory."
        if not self._is_known(asked["redirect_uri"]):
            return f"AADSTS50011: The redirect URI {asked['redirect_uri']} is not registered."
        if asked["response_type"] != "code":
            return "AADSTS700054: response_type is not enabled for the application."
        if asked.get("response_mode", "query") not in ("query", "form_post"):
            return "AADSTS90012: The playground knows query and form_post only."
        if unknown := [one for one in asked["scope"].split() if one not in SCOPES]:
            return f"AADSTS70011: The provided value for scope is not valid: {unknown[0]}"
        if "code_challenge" in asked and asked.get("code_challenge_method") != "S256":
            return "AADSTS50148: The playground knows S256 only."
        return ""

    def _is_known(self, address: str) -> bool:
        if self.redirects:
            return address in self.redirects
        return urlsplit(address).hostname in LOOPBACK


def _back(answer: dict[str, str]) -> Response:
    """To where the request came from, in the way that it wants: as a form, or in the address."""
    asked = request.args
    if "state" in asked:
        answer["state"] = asked["state"]
    if asked.get("response_mode") == "form_post":
        page = render_template("form_post.html", to=asked["redirect_uri"], answer=answer)
        return make_response(page)
    mark = "&" if "?" in asked["redirect_uri"] else "?"
    return make_response(redirect(f"{asked['redirect_uri']}{mark}{urlencode(answer)}"))


def _explained(refusal: JSON) -> JSON:
    """A refusal with all that Microsoft says beside it."""
    numbers = re.findall(r"AADSTS(\d+)", str(refusal["error_description"]))
    ids = {"trace_id": str(uuid.uuid4()), "correlation_id": str(uuid.uuid4())}
    return {**refusal, "error_codes": [int(one) for one in numbers], **ids}


def _json(content: JSON, status: int = 200) -> Response:
    kind = "application/json; charset=utf-8"
    return Response(json.dumps(content), status, {"Cache-Control": "no-store"}, content_type=kind)
