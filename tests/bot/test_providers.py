"""Providers: which of them the settings set up, and where they are asked."""

from bot import providers
from bot.settings import load
from store.secrets import new_key
from store.words import Provider

GOOD = {"_env_file": None, "slack_bot_token": "xoxb-1", "slack_signing_secret": "s"}
REST = {"roster_secret_keys": new_key(), "roster_base_url": "https://roster.example.com/"}
GOOGLE = {"google_client_id": "g", "google_client_secret": "s"}
MICROSOFT = {"microsoft_client_id": "m", "microsoft_client_secret": "s"}


def test_one_that_is_left_out_is_not_there(sqlite):
    assert providers.accounts(load(**GOOD), sqlite).providers == ()
    one = providers.accounts(load(**GOOD, **REST, **MICROSOFT), sqlite)
    assert one.providers == (Provider.microsoft,)


def test_both_are_built_without_asking_anybody(sqlite):
    both = providers.accounts(
        load(**GOOD, **REST, **GOOGLE, **MICROSOFT, roster_sync_minutes=30), sqlite
    )
    assert both.providers == tuple(Provider)
    assert both.minutes == 30
    assert both.back(Provider.google) == "https://roster.example.com/connect/google/return"


def test_google_is_asked_where_the_settings_say(sqlite):
    there = {"google_auth_url": "https://auth.example.com/consent"}
    accounts = providers.accounts(load(**GOOD, **REST, **GOOGLE, **there), sqlite)
    back = accounts.back(Provider.google)
    way = accounts.provider(Provider.google).begin(state="s", back=back)
    assert way.address.startswith("https://auth.example.com/consent?")
