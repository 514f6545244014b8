"""Google and Microsoft, as the settings name them: whose accounts can be connected."""

from bot.settings import Settings
from store.db import Database
from store.secrets import Secrets
from store.sync.accounts import Accounts
from store.sync.provider import Consenting


def accounts(settings: Settings, database: Database) -> Accounts:
    """The accounts that can be connected; none where no provider is set up."""
    known: list[Consenting] = []
    return Accounts(
        database,
        Secrets(settings.secret_keys),
        known,
        base_url=settings.roster_base_url,
        minutes=settings.roster_sync_minutes,
    )
