"""HTTP: Slack's requests through the guard to Bolt, the few pages, and the server under them."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, Response
from slack_bolt import App, BoltResponse
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from bot.guard import LIMIT, Guard, Refused, is_ssl_check

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

THREADS = 16
CONNECTIONS = 800  # below the usual limit of 1,024 open files
SECONDS_TO_SEND = 20  # for one whole request
EVENTS = "/slack/events"
PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
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


class Channel(HTTPChannel):
    """A connection whose request must arrive whole in time, however often a byte of it comes."""

    _began: float | None = None

    def received(self, data: bytes) -> bool:
        """Count the time from a request's first byte; waitress counts from its last."""
        taken = super().received(data)
        if self.request is None:
            self._began = None
        else:
            self._began = self._began or time.time()
            self.last_activity = self._began
        return bool(taken)


class Listener(TcpWSGIServer):
    """Waitress's listening socket, with our channels."""

    channel_class = Channel


class Server:
    """A threaded WSGI server that can be stopped without dropping what it has taken."""

    def __init__(
        self,
        web: "WSGIApplication",
        host: str,
        port: int,
        *,
        threads: int = THREADS,
        seconds_to_send: int = SECONDS_TO_SEND,
    ) -> None:
        # bound here: waitress would leave its pipes open where the port is taken
        listening = socket.create_server((host, port), family=_family(host), backlog=1024)
        limits = Adjustments(
            threads=threads,
            connection_limit=CONNECTIONS,
            channel_timeout=seconds_to_send,
            cleanup_interval=max(seconds_to_send // 4, 1),
            max_request_body_size=LIMIT,
            max_request_header_size=32 * 1024,
            asyncore_use_poll=True,
            ident=None,
        )
        about = (listening.family, listening.type, listening.proto, listening.getsockname())
        self._server = Listener(web, _sock=listening, adj=limits, sockinfo=about, bind_socket=False)
        self.port = int(self._server.effective_port)
        self._asked_to_stop = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="web", daemon=True)

    def start(self) -> None:
        """Serve from now on, on threads of its own."""
        self._thread.start()

    def stop(self, seconds: float) -> bool:
        """Take no new connection, answer what has come; False when that took too long."""
        if not self._asked_to_stop:
            self._asked_to_stop = True
            if self._thread.ident is None:  # never started
                self._thread.start()
            # runs on the server's own thread, which is woken for it
            self._server.trigger.pull_trigger(self._stopping.set)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            self._turn()
        self._server.del_channel()
        self._server.socket.close()
        while any(c.requests or c.total_outbufs_len for c in self._channels()):
            self._turn()
        self._server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._server._map)

    def _turn(self) -> None:
        wasyncore.loop(timeout=0.5, map=self._server._map, use_poll=True, count=1)

    def _channels(self) -> list[Any]:
        return list(self._server.active_channels.values())


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


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
