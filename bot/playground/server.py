"""The playground as a process of its own: start it, tell it where the app is, stop it."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from bot.playground import manifest as manifests
from bot.playground.accounts import samples
from bot.playground.accounts.both import Accounts
from bot.playground.acts import Acts
from bot.playground.delivery import DEADLINE, Delivery
from bot.playground.events import Events
from bot.playground.faults import Faults
from bot.playground.log import Log
from bot.playground.person_side import PersonSide
from bot.playground.slack_side import SlackSide
from bot.playground.web_api import WebApi
from bot.playground.workspace import Workspace

LARGEST_REQUEST = 110 * 1024 * 1024


class Playground:
    """A local Slack with one workspace and one app, whose requests go to `bot_url`.

    `manifest` is the app's manifest.yml (found by itself unless given) or what stands in it.
    `faults`, `delivery` and `events` are for tests: troubles of the Web API, the requests that
    were sent (to replay or forge), the events (to repeat or re-deliver). `accounts` are those at
    Google and Microsoft. `now` is the clock by which triggers, response urls and tokens expire.
    """

    def __init__(
        self,
        *,
        signing_secret: str,
        bot_url: str,
        bot_token: str,
        manifest: Path | dict[str, Any] | None = None,
        deadline: float = DEADLINE,
        now: Callable[[], float] = time.time,
    ) -> None:
        content = manifest if isinstance(manifest, dict) else None
        known = manifests.parse(content) if content else manifests.read(_path(manifest))
        self.workspace = Workspace(known, now=now)
        self.log, self.faults = Log(), Faults()
        self.delivery = Delivery(bot_url, signing_secret, self.log, deadline)
        self.events = Events(self.workspace, self.delivery)
        self._acts = Acts(self.workspace, self.delivery, self.events, self.log)
        self._api = WebApi(self.workspace, self.events, self.log, bot_token)
        self.accounts = Accounts(samples.directory(), now=now)
        self._server: _Server | None = None
        self._thread = threading.Thread(target=self._serve, name="playground", daemon=True)

    @property
    def url(self) -> str:
        """Where the page is, without a slash at the end."""
        return self.workspace.address

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL must be."""
        return f"{self.url}/api/"

    def start(self, port: int = 0, host: str = "127.0.0.1") -> str:
        """Begin to answer, at a free port unless one is named (OSError if taken); the address."""
        with socket.create_server((host, port), backlog=128) as bound:
            # a socket of our own, for werkzeug would end the process over a busy port
            self._server = _Server(host, port, self._app(), bound)
        self.workspace.address = f"http://{host}:{self._server.port}"
        self._thread.start()
        return self.url

    def stop(self) -> None:
        """End all that is under way and let go of the port."""
        self.workspace.stop()
        self.faults.end()
        self.accounts.end()
        if self._server:
            self._server.shutdown()
            self._thread.join()
        self.events.stop()
        if self._server:
            self._server.server_close()
        self.delivery.close()

    def uninstall(self) -> None:
        """Take the app out of the workspace: its token is worthless, and it is told so."""
        self.workspace.installed = False
        self.events.uninstalled()

    def __enter__(self) -> "Playground":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _app(self) -> Flask:
        app = Flask("bot.playground", static_folder=None)
        app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
        app.config["MAX_FORM_MEMORY_SIZE"] = 4 * 1024 * 1024  # a view may be posted as a form field
        app.register_blueprint(SlackSide(self.workspace, self._api, self.faults, self.log).routes())
        app.register_blueprint(PersonSide(self.workspace, self._acts, self.log).routes())
        self.accounts.register(app)
        return app

    def _serve(self) -> None:
        if self._server:
            self._server.serve_forever(poll_interval=0.05)


def _path(manifest: object) -> Path:
    return manifest if isinstance(manifest, Path) else manifests.find()


class _Handler(WSGIRequestHandler):
    """Answers at once and silently: the log pane shows what happened."""

    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: ANN401 (werkzeug's signature)
        """Write errors only."""
        if type == "error":
            super().log(type, message, *args)


class _Server(ThreadedWSGIServer):
    """One thread for each connection; those that are still open are closed at the end."""

    def __init__(self, host: str, port: int, app: Flask, bound: socket.socket) -> None:
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(host, port, app, _Handler, fd=bound.fileno())

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 (socketserver's signature)
        """Remember a connection that begins."""
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 (socketserver's signature)
        """Forget a connection that ends."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """End every connection, so that no thread stays behind waiting for a next request."""
        with self._guard:
            still_open = list(self._open)
        for connection in still_open:
            with contextlib.suppress(OSError):  # the other side was quicker
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()
