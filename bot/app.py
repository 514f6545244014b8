"""The Bolt app, built by a function: who may act, what each listener is given, where it runs."""

import logging
from collections.abc import Callable

from slack_bolt import App

import handlers
from bot import installing, listeners, providers
from bot.authorize import Workspaces
from bot.middleware import Provide, Reopen, TakeOnce
from bot.settings import Settings
from store.db import Database
from store.sync.accounts import Accounts

NOT_INSTALLED = (
    ":warning: Roster has no access to this workspace any more. "
    "Ask whoever installed it to install it again."
)


class RosterApp(App):
    """Bolt's App, and the pool that its lazy listeners run on."""

    pool: listeners.Pool


def build(
    settings: Settings,
    database: Database,
    wake: Callable[[], None],
    *,
    workspaces: Workspaces | None = None,
    accounts: Accounts | None = None,
    register: Callable[..., None] = handlers.register,
    threads: int = listeners.THREADS,
) -> RosterApp:
    """Make the app. `wake` tells the worker of due work; `register` adds the listeners."""
    workspaces = workspaces or Workspaces(settings, database)
    accounts = accounts or providers.accounts(settings, database)
    app = RosterApp(
        name="roster",
        logger=logging.getLogger("slack_bolt"),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        client=workspaces.client,
        before_authorize=Provide(database, wake, accounts, workspaces.client),
        authorize=workspaces,  # type: ignore[arg-type]  # Bolt takes None, though it does not say so
        user_facing_authorize_error_message=NOT_INSTALLED,
        process_before_response=True,  # Bolt polls for each answer otherwise: 11 ms for nothing
    )
    app.use(TakeOnce(database))
    app.pool = listeners.take_over(app, Reopen(database), threads)
    installing.register(app, workspaces, database, accounts)
    register(app, prefix=settings.roster_command_prefix)
    return app
