"""Which token acts in which workspace: one from the settings, or one for each installation."""

import threading
import time
from collections.abc import Callable
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize

from bot.client import Client
from bot.settings import Settings
from store import installations
from store.db import Database
from store.secrets import Secrets

KEEP = 60  # seconds that a decrypted token stays in memory
REST = 60  # seconds before a token that Slack refused is tried again


class Workspaces(Authorize):
    """Finds the token for a request or a job without asking Slack each time."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        client: Client | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.client = client or Client(base_url=settings.slack_api_url)
        self.client.on_dead_token = self.refuse
        self._token = settings.slack_bot_token.get_secret_value()
        self._many = settings.many_workspaces
        self._secrets = Secrets(settings.secret_keys)
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._own: AuthorizeResult | None = None
        self._known: dict[str, tuple[float, AuthorizeResult]] = {}
        self._resting: dict[str, float] = {}

    def __call__(self, *, team_id: str | None, **_: Any) -> AuthorizeResult | None:  # noqa: ANN401 (Bolt passes more)
        """Bolt's question; None where Roster is not installed, or Slack took its token back."""
        return self.find(team_id or "")

    def find(self, workspace: str) -> AuthorizeResult | None:
        """The token and the bot of a workspace."""
        if self._many and (found := self._installed(workspace)):
            return found
        own = self._own_workspace()
        if own and self._many and own.team_id != workspace:
            return None
        return own

    def client_for(self, workspace: str) -> Client | None:
        """A client that acts in the workspace, for work that no request began."""
        found = self.find(workspace)
        return self.client.with_token(found.bot_token) if found else None

    def refuse(self, token: str) -> None:
        """Slack no longer takes this token: look again soon, and leave Slack alone until then."""
        with self._lock:
            self._resting[token] = self._clock() + REST
            self._own = None
            self._known = {
                workspace: kept
                for workspace, kept in self._known.items()
                if kept[1].bot_token != token
            }

    def forget(self, workspace: str) -> None:
        """Roster was uninstalled, or installed again."""
        with self._lock:
            self._known.pop(workspace, None)

    def _own_workspace(self) -> AuthorizeResult | None:
        if not self._token or self._is_resting(self._token):
            return None
        own = self._own
        if own:
            return own
        answer = self.client.with_token(self._token).auth_test()
        self._own = AuthorizeResult(
            enterprise_id=answer.get("enterprise_id"),
            team_id=answer.get("team_id"),
            bot_token=self._token,
            bot_id=answer.get("bot_id"),
            bot_user_id=answer.get("user_id"),
            bot_scopes=answer.headers.get("x-oauth-scopes"),
        )
        return self._own

    def _installed(self, workspace: str) -> AuthorizeResult | None:
        kept = self._known.get(workspace)
        if kept and kept[0] > self._clock():
            return kept[1]
        with self._database.reading() as session:
            found = installations.get(session, self._secrets, workspace=workspace)
        if found is None or self._is_resting(found.bot_token):
            return None
        result = AuthorizeResult(
            enterprise_id=None,
            team_id=workspace,
            bot_token=found.bot_token,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user,
        )
        self._known[workspace] = (self._clock() + KEEP, result)
        return result

    def _is_resting(self, token: str) -> bool:
        return self._resting.get(token, 0) > self._clock()
