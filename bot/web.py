"""HTTP: Slack's requests through the guard to Bolt, and the few pages beside them."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response
from slack_bolt import App, BoltResponse

from bot.guard import LIMIT, Guard, Refused, is_ssl_check

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EVENTS = "/slack/events"
PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
log = logging.getLogger("roster.web")


class Door:
    """Takes POST /slack/events itself, without Flask's share of each click; the rest is pages."""

    def __init__(self, app: App, guard: Guard, pages: "WSGIApplication") -> None:
        self._app = app
        self._guard = guard
        self._pages = pages

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"] != EVENTS or environ["REQUEST_METHOD"] != "POST":
            return self._pages(environ, start)
        try:
            answer = self._answer(environ)
        except Refused as refused:
            log.warning("refused %s: %s", refused.status, refused.reason)
            answer = BoltResponse(status=refused.status, body="")
        body = answer.body.encode()
        headers = [(name, value) for name, values in answer.headers.items() for value in values]
        headers += [("Content-Length", str(len(body))), ("X-Content-Type-Options", "nosniff")]
        start(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
        return [body]

    def _answer(self, environ: "WSGIEnvironment") -> BoltResponse:
        body = _read(environ)
        if is_ssl_check(body):
            return BoltResponse(status=200, body="")
        return self._app.dispatch(self._guard.admit(_headers(environ), body))


def pages(ready: Callable[[], bool]) -> Flask:
    """The pages that every process has; `ready` asks whether the database answers."""
    web = Flask("roster", static_folder=None)
    web.url_map.merge_slashes = False  # it would redirect, to whatever host was named

    @web.get("/healthz")
    def healthz() -> tuple[str, int]:
        """200 when a click could be answered."""
        return ("ok\n", 200) if ready() else ("the database does not answer\n", 503)

    @web.after_request
    def protect(response: Response) -> Response:
        """No page is cached, framed or told where its reader came from."""
        response.headers.update(PAGE_HEADERS)
        return response

    return web


def _read(environ: "WSGIEnvironment") -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > LIMIT:
        raise Refused(413, "body too large")
    body: bytes = environ["wsgi.input"].read(length)
    return body


def _headers(environ: "WSGIEnvironment") -> dict[str, str]:
    found = {
        name[5:].lower().replace("_", "-"): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    return {**found, "content-type": environ.get("CONTENT_TYPE", "")}
