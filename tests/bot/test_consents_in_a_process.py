"""Consents at `roster serve`, as people run it: what it writes, and what outlives its end."""

import re

import pytest
from sqlmodel import select

from bot import demo_accounts
from bot.playground.server import Playground
from store.db import connect
from store.secrets import Secrets, new_key
from store.sync.accounts import Accounts
from store.sync_models import Connection, Consent
from store.words import Provider
from tests.consenting import PERSON, PLACE, FakeProvider, ready
from tests.processes import Process
from tests.walking import Walker

HOST = "127.0.0.1"
YES = {"which": "all", "decision": "connect"}


@pytest.fixture
def playground():
    opened = Playground(signing_secret="s", bot_url="", bot_token="xoxb-1")
    opened.start()
    yield opened
    opened.stop()


@pytest.fixture
def settings(playground, sqlite_address):
    return {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "signing-canary",
        "SLACK_API_URL": playground.api_url,
        "DATABASE_URL": sqlite_address,
        "ROSTER_SECRET_KEYS": new_key(),
        "ROSTER_BASE_URL": f"http://{HOST}:{demo_accounts.free_port(HOST)}",
        "ROSTER_LOG_LEVEL": "debug",
        **playground.accounts.settings(playground.url),
    }


@pytest.fixture
def serve(tmp_path, settings):
    port = settings["ROSTER_BASE_URL"].rpartition(":")[2]
    return lambda: Process(tmp_path, "serve", "--host", HOST, "--port", port, **settings)


@pytest.mark.parametrize("provider", list(Provider))
def test_killed_between_the_steps_it_goes_on_and_writes_no_secret(
    serve, settings, playground, sqlite_address, provider
):
    database = connect(sqlite_address)
    book, keys = ready(database), Secrets([settings["ROSTER_SECRET_KEYS"]])
    base = settings["ROSTER_BASE_URL"]
    accounts = Accounts(database, keys, [FakeProvider(provider)], base_url=base)
    with database.writing() as session:
        start = accounts.begin(session, book, person=PERSON, provider=provider, place=PLACE)
    account = playground.accounts.directory.of(provider)[0]
    walker, written = Walker(), ""

    with serve() as roster:
        roster.port()
        walker.go(start)
    written += roster.output
    with database.reading() as session:
        kept = [keys.unseal(one) for one in session.exec(select(Consent.sealed))]
    with serve() as roster:
        roster.port()
        walker.submit(account=account.id, permission="contacts", do="continue")
        if 'type="hidden"' in walker.body:
            walker.submit()
        assert f"Connect {account.email}?" in walker.body
    written += roster.output
    with serve() as roster:
        roster.port()
        walker.go(walker.address, YES)
        assert f"{account.email} is connected" in walker.body
        roster.end()
    written += roster.output

    with database.reading() as session:
        (connection,) = session.exec(select(Connection))
    kept.append(keys.unseal(connection.secret))
    secrets = {word for text in kept for word in re.findall(r"[\w.-]{32,}", text)}
    secrets -= {"login.microsoftonline.com", settings["MICROSOFT_CLIENT_ID"]}
    assert len(secrets) > 2
    settings_kept = [value for name, value in settings.items() if "SECRET" in name]
    for secret in [*secrets, *settings_kept, start.rpartition("/")[2], account.email]:
        assert secret not in written
    database.close()
