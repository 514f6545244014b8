"""The way of a consent in the browser: out to Google or Microsoft, back, and whether it is meant.

A person comes with a word that only they were given. It stands in the address of each page, tied
to their browser by a cookie; what the provider answers is taken out of the address at once.
"""

import logging
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from flask import Flask, Response, request
from slack_sdk.errors import SlackApiError
from werkzeug.exceptions import HTTPException

from bot import connecting_pages as pages
from bot.authorize import Workspaces
from handlers.access import Visitor
from handlers.connecting import came_to_nothing
from handlers.telling import courtesy
from store import books, people
from store.errors import Rejected
from store.sync import confirming, consenting
from store.sync.accounts import START, Accounts
from store.sync.consenting import Answered, Elsewhere, Failed, Stage
from store.sync_models import Consent
from store.words import Provider

COOKIE = "roster_browser"
BROWSER = re.compile(r"[\w-]{43}", re.ASCII)
COOKIE_LIFE = 60 * 60
# Of the server's threads, which have to answer Slack too, so many may wait for a provider.
AT_ONCE = 4
log = logging.getLogger("roster.connecting")


class Busy(Exception):
    """Too many people wait for a provider just now."""


class Connecting:
    """The pages over the accounts; `wake` lets the worker begin with an account at once."""

    def __init__(
        self, accounts: Accounts, workspaces: Workspaces, wake: Callable[[], None]
    ) -> None:
        self._accounts = accounts
        self._workspaces = workspaces
        self._wake = wake
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def add_pages(self, web: Flask) -> None:
        """Put the pages under their addresses."""
        one = f"{START}/<word>"
        back = f"{START}/<any({','.join(Provider)}):provider>/return"
        web.add_url_rule(one, "connect", self.show, methods=["GET"])
        web.add_url_rule(one, "confirm", self.decide, methods=["POST"])
        web.add_url_rule(back, "return", self.come_back, methods=["GET", "POST"])
        for status in (404, 405):
            web.register_error_handler(status, _astray)

    def show(self, word: str) -> Response:
        """Where the consent stands: on to the provider, the question, or what came of it."""
        if _only_looks():
            return Response(status=204)
        browser = _browser() or secrets.token_urlsafe(32)
        page = self._answer(word, lambda: self._stand(word, browser))
        page.set_cookie(
            COOKIE,
            browser,
            max_age=COOKIE_LIFE,
            path=START,
            secure=self._accounts.address(word).startswith("https:"),
            httponly=True,
            samesite="Lax",
        )
        return page

    def come_back(self, provider: str) -> Response:
        """Take what the provider answered, once, and go on without it in the address."""
        answer = request.values.to_dict()
        word, browser = answer.get("state", ""), _browser()
        if request.method == "POST" and not browser:
            # Another site's form brings no cookie with it; where it is sent on to, it does.
            return _go(f"{self._accounts.back(Provider(provider))}?{urlencode(answer)}")

        return self._answer(word, lambda: self._take(word, Provider(provider), browser, answer))

    def decide(self, word: str) -> Response:
        """Connect the account or let it go, once, and go on to what came of it."""
        return self._answer(word, lambda: self._decide(word, _browser()))

    def _take(
        self, word: str, provider: Provider, browser: str, answer: dict[str, str]
    ) -> Response:
        try:
            with self._place():
                consenting.come_back(
                    self._accounts, word=word, provider=provider, browser=browser, answer=answer
                )
        except Failed as failed:
            self._say_in_slack(failed.consent, str(failed))
            raise
        return _go(self._accounts.address(word))

    def _stand(self, word: str, browser: str) -> Response:
        consent = consenting.visit(self._accounts, word=word, browser=browser)
        match consenting.stage(consent):
            case Stage.begun:
                with self._place():
                    return _go(consenting.leave(self._accounts, consent, word=word))
            case Stage.asking:
                return pages.asking(consent.provider)
            case Stage.waiting:
                return self._ask(consent)
            case Stage.done:
                found = consenting.connection(self._accounts, consent)
                return pages.connected(found) if found else pages.nothing()
            case Stage.failed:
                return pages.nothing()

    def _decide(self, word: str, browser: str) -> Response:
        if not browser:
            raise Elsewhere
        consent = consenting.visit(self._accounts, word=word, browser=browser)
        if consenting.stage(consent) is not Stage.waiting:
            raise Answered
        if request.form.get("decision") != "connect":
            confirming.cancel(self._accounts, consent, word=word)
            self._say_in_slack(consent)
            return _go(self._accounts.address(word))
        chosen = request.form.getlist("group") if request.form.get("which") == "some" else None
        try:
            confirming.confirm(self._accounts, consent, word=word, chosen=chosen)
        except Rejected as rejected:
            return self._ask(consent, chosen=chosen, wrong=rejected.reason)
        log.info("an account was connected")
        self._wake()
        return _go(self._accounts.address(word))

    def _ask(
        self, consent: Consent, *, chosen: list[str] | None = None, wrong: str = ""
    ) -> Response:
        waiting = confirming.waiting(self._accounts, consent)
        workspace = waiting.seat.book.workspace
        with self._accounts.database.reading() as session:
            known = people.get(session, workspace=workspace, person=consent.person)
        return pages.ask(
            waiting,
            consent.provider,
            person=known.name if known else consent.person,
            workspace=self._name(workspace),
            chosen=chosen,
            wrong=wrong,
        )

    def _say_in_slack(self, consent: Consent, reason: str = "") -> None:
        """Whoever goes back to Slack finds there that no account was connected, and why."""
        with self._accounts.database.reading() as session:
            workspace = books.get(session, book_id=consent.book_id).workspace
        who = Visitor(workspace, consent.person, self._accounts.providers)
        with courtesy():
            if client := self._workspaces.client_for(workspace):
                came_to_nothing(client, who, self._accounts.database, consent.place, reason)

    def _name(self, workspace: str) -> str:
        """What people call the workspace, where Slack says it."""
        client = None
        try:
            client = self._workspaces.client_for(workspace)
            named = client.auth_test().get("team") if client else None
        except (SlackApiError, OSError):
            return workspace
        return str(named or workspace)

    def _answer(self, word: str, page: Callable[[], Response]) -> Response:
        """The page, or why there is none; no address is logged, for it holds the word."""
        try:
            return page()
        except Answered:
            return _go(self._accounts.address(word))
        except Busy:
            return pages.busy()
        except Exception as error:
            return pages.refuse(error, again=self._accounts.address(word))

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the few places to wait for a provider. Raises Busy when all are taken."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            self._places.release()


def _browser() -> str:
    """The word in this browser's cookie; nothing where it has none that could be ours."""
    held = request.cookies.get(COOKIE, "")
    return held if BROWSER.fullmatch(held) else ""


def _only_looks() -> bool:
    """Whether nobody sees the page: whoever merely looks ahead must not use up the link."""
    return request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", "")


def _astray(error: HTTPException) -> Response | HTTPException:
    """Whoever looks for a consent where none is finds a page all the same."""
    return pages.unknown() if f"{request.path}/".startswith(f"{START}/") else error


def _go(address: str) -> Response:
    response = Response(status=303)
    response.headers["Location"] = address
    return response
