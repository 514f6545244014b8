"""One running Roster: database, app, worker and server, started in order and stopped in order."""

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot import app as apps
from bot import doctor, installing, providers, web
from bot.authorize import Workspaces
from bot.connecting import Connecting
from bot.guard import Guard
from bot.server import THREADS, Server
from bot.settings import Settings
from bot.worker import Worker
from store import db, health, presence, rotating
from store.errors import StoreError
from store.health import Standing
from store.secrets import Secrets

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

STOP_WITHIN = 7  # seconds; who stops us kills after ten
log = logging.getLogger("roster")


class CannotStart(Exception):
    """Why the process ends at once, in a sentence."""


class Roster:
    """The process. Build it, `start` it, `stop` it."""

    def __init__(self, settings: Settings, *, host: str, port: int) -> None:
        self._settings = settings
        if not settings.database_url.get_secret_value():
            Path(settings.roster_data).mkdir(parents=True, exist_ok=True, mode=0o700)
        self.database = db.connect(settings.database_address)
        workspaces = Workspaces(settings, self.database)
        self.accounts = providers.accounts(settings, self.database)
        self.worker = Worker(
            self.database, workspaces, api_url=settings.slack_api_url, accounts=self.accounts
        )
        self.app = apps.build(
            settings, self.database, self.worker.wake, workspaces=workspaces, accounts=self.accounts
        )
        self._socket: SocketModeHandler | None = None
        self._presence: int | None = None
        self._server = Server(self._answer_http(workspaces), host, port)
        self.port = self._server.port

    def start(self) -> None:
        """Bring the database up to date, then answer; CannotStart says why not."""
        if not health.answers(self.database):
            raise CannotStart(doctor.DATABASE[Standing.unreachable][1])
        try:
            db.migrate(self.database)
        except StoreError as error:
            raise CannotStart(str(error)) from error
        if file := self._settings.database_file:
            self._presence = presence.enter(self.database, file)
        self._warn_of_keys()
        self.worker.start()
        self._server.start()
        if self._settings.socket_mode:
            token = self._settings.slack_app_token.get_secret_value()
            self._socket = SocketModeHandler(self.app, token, concurrency=THREADS)
            self._socket.connect()  # type: ignore[no-untyped-call]  # Bolt leaves its type out
        log.info("ready on port %s", self.port)

    def stop(self, within: float = STOP_WITHIN) -> bool:
        """Take nothing new, finish what was taken; False when something did not end in time."""
        until = time.monotonic() + within
        if self._socket:
            self._socket.close()  # type: ignore[no-untyped-call]  # as above
        steps: list[Callable[[float], bool]] = [
            self._server.stop,
            self.app.pool.drain,
            self.worker.stop,
        ]
        ended = [step(max(until - time.monotonic(), 0.1)) for step in steps]
        self.database.close()
        if self._presence is not None and all(ended):
            os.close(self._presence)  # what still runs is not dead before the process is
            self._presence = None
        log.info("stopped" if all(ended) else "stopped; unfinished work goes on at the next start")
        return all(ended)

    def _warn_of_keys(self) -> None:
        """Once, and not at each run over an account: keys do not come or go while this runs."""
        with self.database.reading() as session:
            closed = rotating.unreadable(session, Secrets(self._settings.secret_keys))
        if closed.total:
            log.error(doctor.LOCKED.format(closed))

    def _answer_http(self, workspaces: Workspaces) -> "WSGIApplication":
        pages = web.pages(lambda: health.answers(self.database))
        Connecting(self.accounts, workspaces, self.worker.wake).add_pages(pages)
        if self._settings.many_workspaces:
            installing.add_pages(pages, installing.flow(self._settings, self.database, workspaces))
        if self._settings.socket_mode:
            return pages
        secret = self._settings.slack_signing_secret.get_secret_value()
        return web.Door(self.app, Guard(secret), pages)
