"""The doctor: what is wrong, in words that say what to do, without changing anything."""

import email.utils
import time

import pytest
from sqlalchemy import text

from bot import doctor, web
from bot.installing import SCOPES
from bot.server import Server
from bot.settings import load
from store import db, installations
from store.installations import Installed
from store.secrets import Secrets, new_key
from tests.consenting import connected, ready
from tests.fake_slack import AUTH, Answer, fake_slack

ALL = {"X-OAuth-Scopes": ",".join([*SCOPES, "users:read.email"])}


@pytest.fixture
def slack():
    with fake_slack() as fake:
        fake.plan = lambda _: Answer(dict(AUTH), headers=ALL)
        yield fake


@pytest.fixture
def examine(slack, tmp_path, monkeypatch):
    """Examine with these settings over good ones; what was said about each thing."""
    monkeypatch.chdir(tmp_path)

    def run(**given):
        good = {
            "slack_bot_token": "xoxb-1",
            "slack_signing_secret": "s",
            "slack_api_url": slack.url,
        }
        findings = doctor.examine(load(_env_file=None, **{**good, **given}))
        return {finding.about: (finding.fine, finding.words) for finding in findings}

    return run


def test_a_good_setup_is_fine_and_nothing_is_made(examine, tmp_path):
    said = examine()
    assert all(fine for fine, _ in said.values())
    assert "Studio" in said["Bot token"][1]
    assert "makes a new one" in said["Database"][1]
    assert list(tmp_path.iterdir()) == []


def test_missing_settings_are_the_only_thing_said(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    findings = doctor.examine()
    assert {finding.about for finding in findings} == {"Settings"}
    assert not any(finding.fine for finding in findings)


def test_a_database_is_judged_by_its_tables(examine, sqlite_address, tmp_path):
    assert "up to date" in examine(database_url=sqlite_address)["Database"][1]
    database = db.connect(sqlite_address)
    with database.connecting() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'future'"))
    database.close()
    fine, words = examine(database_url=sqlite_address)["Database"]
    assert not fine
    assert "newer" in words
    (tmp_path / "broken.db").write_bytes(b"no database at all, whatever it is called" * 100)
    fine, words = examine(database_url=f"sqlite:///{tmp_path}/broken.db")["Database"]
    assert not fine
    assert "cannot be opened" in words


def test_a_server_that_does_not_answer_is_said(examine):
    fine, words = examine(database_url="postgresql://nobody:canary@127.0.0.1:1/x")["Database"]
    assert not fine
    assert "canary" not in words


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive", "other"])
def test_a_token_that_slack_refuses_is_said(examine, slack, code):
    slack.plan = lambda _: Answer({"ok": False, "error": code})
    fine, words = examine()["Bot token"]
    assert not fine
    assert words.endswith(".")


def test_slack_out_of_reach_is_said(examine):
    fine, words = examine(slack_api_url="http://127.0.0.1:1/api/")["Bot token"]
    assert not fine
    assert "could not be reached" in words


def test_missing_permissions_are_named(examine, slack):
    slack.plan = lambda _: Answer(dict(AUTH), headers={"X-OAuth-Scopes": "commands,chat:write"})
    fine, words = examine()["Permissions"]
    assert not fine
    assert "files:read" in words
    assert "commands" not in words


def test_a_clock_that_is_off_is_said(examine, slack):
    then = email.utils.formatdate(time.time() - 1000, usegmt=True)
    slack.plan = lambda _: Answer(dict(AUTH), headers={**ALL, "Date": then})
    slack.server.RequestHandlerClass.send_response = (
        slack.server.RequestHandlerClass.send_response_only
    )
    fine, words = examine()["Clock"]
    assert not fine
    assert "1000 seconds" in words or "1001 seconds" in words


def test_socket_mode_is_tried(examine, slack):
    assert examine(slack_app_token="xapp-1")["App token"][0]
    slack.plan = lambda call: (
        Answer({"ok": False, "error": "missing_scope"})
        if call.method == "apps.connections.open"
        else Answer(dict(AUTH), headers=ALL)
    )
    fine, words = examine(slack_app_token="xapp-1")["App token"]
    assert not fine
    assert "connections:write" in words


def test_a_public_address_is_tried(examine):
    server = Server(web.pages(lambda: True), "127.0.0.1", 0)
    server.start()
    address = f"http://127.0.0.1:{server.port}"
    assert examine(roster_base_url=address)["Public address"][0]
    server.stop(5)
    fine, words = examine(roster_base_url=address)["Public address"]
    assert not fine
    assert "does not answer" in words


def test_keys_that_do_not_open_stored_tokens_are_said(examine, sqlite_address):
    old, new = new_key(), new_key()
    database = db.connect(sqlite_address)
    installed = Installed(bot_token="xoxb-2", bot_id="B", bot_user="U", installed_by="U1")
    with database.writing() as session:
        installations.save(session, Secrets([old]), workspace="T1", installed=installed)
    database.close()
    many = {
        "slack_client_id": "1.2",
        "slack_client_secret": "c",
        "slack_bot_token": "",
        "database_url": sqlite_address,
    }
    assert examine(**many, roster_secret_keys=f"{new},{old}")["Secret keys"][0]
    fine, words = examine(**many, roster_secret_keys=new)["Secret keys"]
    assert not fine
    assert "opens the tokens of 1 workspace." in words


@pytest.mark.parametrize("keys", [new_key(), ""], ids=["another key", "no key"])
def test_how_many_accounts_no_key_opens_is_said_with_another_key_and_with_none(
    examine, sqlite_address, keys
):
    database = db.connect(sqlite_address)
    book, lost = ready(database), Secrets([new_key()])
    for name in ("a", "b"):
        connected(database, book, lost.seal("token"), name=name)
    database.close()
    said = examine(database_url=sqlite_address, roster_secret_keys=keys)
    fine, words = said["Secret keys"]
    assert not fine
    assert "opens the tokens of 2 connected accounts. Put the key" in words


def test_providers_that_are_not_set_up_are_no_fault_and_said(examine):
    said = examine()
    for name, setting in (("Google Contacts", "GOOGLE"), ("Office 365", "MICROSOFT")):
        fine, words = said[name]
        assert fine
        assert f"Set {setting}_CLIENT_ID and {setting}_CLIENT_SECRET" in words


def test_what_has_to_be_registered_at_a_provider_is_said(examine):
    both = {
        "google_client_id": "g",
        "google_client_secret": "secret-canary",
        "microsoft_client_id": "m",
        "microsoft_client_secret": "secret-canary",
        "roster_secret_keys": new_key(),
        "roster_base_url": "https://127.0.0.1:1",
    }
    said = examine(**both)
    assert "https://127.0.0.1:1/connect/google/return" in said["Google Contacts"][1]
    assert "ends each connection after 7 days" in said["Google Contacts"][1]
    assert "https://127.0.0.1:1/connect/microsoft/return" in said["Office 365"][1]
    assert "canary" not in str(said)
