"""What happens to each request between Bolt and a listener: what it is given, and taken once."""

import logging
from collections.abc import Callable

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.listener.listener_completion_handler import ListenerCompletionHandler
from slack_bolt.middleware import Middleware

from bot.client import Client
from store import deliveries
from store.db import Database
from store.sync.accounts import Accounts

log = logging.getLogger("roster")


class Provide(Middleware):
    """Gives each listener the database, the worker's bell, the accounts that can be connected and a
    client of the shared pool."""

    def __init__(
        self, database: Database, wake: Callable[[], None], accounts: Accounts, client: Client
    ) -> None:
        self._database = database
        self._wake = wake
        self._accounts = accounts
        self._client = client

    def process(
        self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        """Put them where Bolt looks for a listener's arguments."""
        req.context["database"] = self._database
        req.context["wake"] = self._wake
        req.context["accounts"] = self._accounts
        req.context["client"] = self._client.with_token(None)
        req.context["logger"] = log
        next()
        return resp


class TakeOnce(Middleware):
    """Answers an event that was delivered before without running it again.

    Slack delivers an event up to four times; the database knows, for all processes and restarts.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def process(
        self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        """Let the first delivery through."""
        key = _key(req)
        if key:
            with self._database.writing() as session:
                first = deliveries.once(session, key)
            if not first:
                return BoltResponse(status=200, body="")
        next()
        return resp


class Reopen(ListenerCompletionHandler):
    """Forgets an event that failed before Slack was answered, so that its repetition is tried."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def handle(self, request: BoltRequest, response: BoltResponse | None) -> None:
        """Called by Bolt after each listener."""
        key = _key(request)
        if key and response is not None and response.status >= 500:
            with self._database.writing() as session:
                deliveries.forget(session, key)


def _key(request: BoltRequest) -> str | None:
    event = request.body.get("event_id")
    return f"event:{event}" if event and request.body.get("type") == "event_callback" else None
