"""Settings: what is read, and what is said about what is missing or wrong."""

import pytest

from bot.settings import PROVIDER_ADDRESSES, Settings, SettingsError, load
from store.secrets import new_key

GOOD = {"slack_bot_token": "xoxb-1", "slack_signing_secret": "s"}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def problems(**given):
    with pytest.raises(SettingsError) as caught:
        load(**given)
    return caught.value.sentences


def test_a_token_and_a_signing_secret_are_enough():
    settings = load(**GOOD)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_address == "sqlite:///data/roster.db"
    assert not settings.socket_mode
    assert not settings.many_workspaces


def test_settings_come_from_the_environment_and_win_over_the_env_file(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_SIGNING_SECRET=from-file\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN", " xoxb-environment\n")
    settings = load()
    assert settings.slack_bot_token.get_secret_value() == "xoxb-environment"
    assert settings.slack_signing_secret.get_secret_value() == "from-file"


def test_everything_missing_is_said_at_once():
    said = "\n".join(problems())
    assert "SLACK_BOT_TOKEN is missing" in said
    assert "SLACK_SIGNING_SECRET is missing" in said


@pytest.mark.parametrize("empty", ["", "   "])
def test_an_empty_signing_secret_is_a_missing_one(empty):
    assert "SLACK_SIGNING_SECRET" in problems(slack_bot_token="x", slack_signing_secret=empty)[0]


def test_socket_mode_needs_no_signing_secret_but_a_bot_token():
    assert load(slack_bot_token="xoxb-1", slack_app_token="xapp-1").socket_mode
    assert "SLACK_BOT_TOKEN" in " ".join(problems(slack_app_token="xapp-1"))


def test_many_workspaces_need_both_halves_and_a_key():
    half = {"slack_signing_secret": "s", "slack_client_id": "1.2"}
    assert "belong together" in " ".join(problems(**half))
    both = {**half, "slack_client_secret": "c"}
    assert "ROSTER_SECRET_KEYS" in " ".join(problems(**both))
    assert load(**both, roster_secret_keys=new_key()).many_workspaces


@pytest.mark.parametrize(
    "url",
    [
        "https://slack.com/api",
        "http://127.0.0.1:8000/api/",
        "http://localhost:1/api",
        "http://[::1]:1/",
    ],
)
def test_the_api_address_is_https_or_on_this_machine(url):
    assert load(**GOOD, slack_api_url=url).slack_api_url == url.rstrip("/") + "/"


@pytest.mark.parametrize(
    "url",
    [
        "http://slack.com/api/",
        "http://10.0.0.1/",
        "ftp://localhost/",
        "slack.com",
        "http://localhost.evil.example/",
    ],
)
def test_a_token_is_not_sent_in_the_clear(url):
    assert problems(**GOOD, slack_api_url=url) == [
        "SLACK_API_URL must begin with https:// (http:// only for this machine)."
    ]


def test_what_is_wrong_is_said_without_the_value():
    said = problems(
        **GOOD,
        roster_secret_keys="canary-key",
        database_url="mysql://canary-password@x/y",
        roster_log_level="loud",
        roster_command_prefix="UPPER CASE",
    )
    assert len(said) == 4
    assert "canary" not in str(said)
    assert "ROSTER_LOG_LEVEL must be one of: debug, info, warning, error." in said


def test_a_hosting_services_postgres_address_is_understood():
    settings = load(**GOOD, database_url="postgres://me:pw@db.example.com/roster")
    assert settings.database_address == "postgresql+psycopg://me:pw@db.example.com/roster"
    assert settings.database_file is None
    assert "pw" in settings.secrets


def test_no_secret_is_shown_when_settings_are_printed():
    shown = repr(load(slack_bot_token="xoxb-canary", slack_signing_secret="canary"))
    assert "canary" not in shown


PROVIDERS = ("google", "microsoft")


def set_up(provider, **given):
    half = {f"{provider}_client_id": "id", f"{provider}_client_secret": "client-canary"}
    rest = {"roster_secret_keys": new_key(), "roster_base_url": "https://roster.example.com"}
    return {**GOOD, **half, **rest, **given}


def test_no_account_can_be_connected_until_its_provider_is_set_up():
    assert load(**GOOD).providers == []
    assert load(**set_up("google")).providers == ["google"]
    assert load(**{**set_up("google"), **set_up("microsoft")}).providers == list(PROVIDERS)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("half", ["client_id", "client_secret"])
def test_half_of_a_provider_is_said(provider, half):
    said = problems(**set_up(provider, **{f"{provider}_{half}": ""}))
    name = provider.upper()
    assert said == [f"{name}_CLIENT_ID and {name}_CLIENT_SECRET belong together: set both."]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_needs_keys_and_the_address_to_come_back_to(provider):
    said = problems(**set_up(provider, roster_secret_keys="", roster_base_url=""))
    assert len(said) == 2
    assert "ROSTER_SECRET_KEYS is missing" in said[0]
    assert "ROSTER_BASE_URL must be the public address" in said[1]
    assert problems(**set_up(provider, roster_base_url="http://roster.example.com"))
    assert load(**set_up(provider, roster_base_url="http://127.0.0.1:3000")).providers


def test_providers_are_asked_at_their_real_addresses_unless_told_otherwise():
    settings = load(**GOOD)
    for name in PROVIDER_ADDRESSES:
        assert getattr(settings, name).startswith("https://")
    there = load(**GOOD, google_people_url="http://127.0.0.1:8000/google/")
    assert there.google_people_url == "http://127.0.0.1:8000/google"


@pytest.mark.parametrize("name", PROVIDER_ADDRESSES)
@pytest.mark.parametrize("url", ["http://example.com/token", "ftp://localhost/", "x", "https://"])
def test_no_provider_is_asked_in_the_clear(name, url):
    assert problems(**GOOD, **{name: url}) == [
        f"{name.upper()} must begin with https:// (http:// only for this machine)."
    ]


@pytest.mark.parametrize("minutes", ["0", "-1", "1441", "soon", "1.5", "²"])
def test_minutes_that_make_no_sense_are_said(minutes):
    assert problems(**GOOD, roster_sync_minutes=minutes) == [
        "ROSTER_SYNC_MINUTES must be a number of minutes from 1 to 1440."
    ]


def test_accounts_are_read_every_quarter_of_an_hour_unless_told_otherwise():
    assert load(**GOOD).roster_sync_minutes == 15
    assert load(**GOOD, roster_sync_minutes=" 60 ").roster_sync_minutes == 60


def test_client_secrets_are_kept_out_of_logs():
    settings = load(**set_up("google"), microsoft_client_id="m", microsoft_client_secret="two")
    assert {"client-canary", "two"} <= set(settings.secrets)
    assert "client-canary" not in repr(settings)
