"""Google and Microsoft, as the settings name them: whose accounts can be connected."""

from collections.abc import Iterator

from bot.settings import Settings
from store.db import Database
from store.secrets import Secrets
from store.sync.accounts import Accounts
from store.sync.google import Google
from store.sync.microsoft import Microsoft
from store.sync.provider import Consenting
from store.words import Provider


def accounts(settings: Settings, database: Database) -> Accounts:
    """The accounts that can be connected; none where no provider is set up."""
    return Accounts(
        database,
        Secrets(settings.secret_keys),
        list(_set_up(settings)),
        base_url=settings.roster_base_url,
        minutes=settings.roster_sync_minutes,
    )


def _set_up(settings: Settings) -> Iterator[Consenting]:
    if Provider.google in settings.providers:
        yield Google(
            settings.google_client_id,
            settings.google_client_secret.get_secret_value(),
            auth_url=settings.google_auth_url,
            token_url=settings.google_token_url,
            revoke_url=settings.google_revoke_url,
            people_url=settings.google_people_url,
        )
    if Provider.microsoft in settings.providers:
        yield Microsoft(
            settings.microsoft_client_id,
            settings.microsoft_client_secret.get_secret_value(),
            login_url=settings.microsoft_login_url,
            graph_url=settings.microsoft_graph_url,
        )
