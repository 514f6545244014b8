"""`roster rotate`: what it says, and that nobody has to connect an account again."""

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.settings import Settings
from store.db import connect
from store.secrets import Secrets, new_key
from tests.consenting import FakeProvider, accounts_of, ready
from tests.consenting import connected as connected_as

OLD, NEW = new_key(), new_key()


@pytest.fixture
def rotate(monkeypatch, tmp_path, sqlite_address):
    """Run the command with these keys; its exit code, and what it said."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

    def run(*keys, address=sqlite_address):
        given = {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": "s",
            "DATABASE_URL": address,
            "ROSTER_SECRET_KEYS": ",".join(keys),
        }
        ran = CliRunner().invoke(app, ["rotate"], env=given)
        return ran.exit_code, " ".join(ran.output.replace("│", " ").split())

    return run


@pytest.fixture
def connected(sqlite):
    """An account that was connected under the old key."""
    return connected_as(sqlite, ready(sqlite), Secrets([OLD]).seal("token-canary"))


def reopened(address, connection, *keys):
    database = connect(address)
    with database.reading() as session:
        row = session.get(type(connection), (connection.book_id, connection.id))
    source = accounts_of(database, FakeProvider(), keys=Secrets(keys)).open(row)
    database.close()
    return source.secret


def test_the_old_key_can_be_removed_afterwards(rotate, connected, sqlite_address):
    code, said = rotate(NEW, OLD)
    assert code == 0
    assert "Stored tokens under the first key now: 1." in said
    assert reopened(sqlite_address, connected, NEW) == "token-canary"


def test_a_key_that_is_missing_is_said_and_destroys_nothing(rotate, connected, sqlite_address):
    code, said = rotate(NEW)
    assert code == 1
    assert "Stored tokens that none of the keys opens: 1." in said
    assert "canary" not in said
    assert reopened(sqlite_address, connected, OLD) == "token-canary"


@pytest.mark.parametrize("keys", [[], ["not-a-key"]])
def test_without_usable_keys_it_says_so(rotate, connected, keys):
    code, said = rotate(*keys)
    assert code == 1
    assert "ROSTER_SECRET_KEYS" in said


def test_a_database_that_is_not_there_is_not_made(rotate, tmp_path):
    code, said = rotate(NEW, address=f"sqlite:///{tmp_path}/none.db")
    assert code == 1
    assert "There is no database yet" in said
    assert not (tmp_path / "none.db").exists()


def test_a_database_that_does_not_answer_is_said(rotate):
    code, said = rotate(NEW, address="postgresql://nobody@127.0.0.1:1/x")
    assert code == 1
    assert "cannot be opened" in said
