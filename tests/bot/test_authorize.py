"""Authorize: which token acts where, without asking Slack each time, nor for ever."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.authorize import KEEP, REST, Workspaces
from bot.settings import load
from store import installations
from store.installations import Installed
from store.secrets import Secrets, new_key
from tests.fake_slack import Answer

KEY = new_key()


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.time = 1000.0

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


def settings(slack, **given):
    return load(_env_file=None, slack_signing_secret="s", slack_api_url=slack.url, **given)


@pytest.fixture
def one(slack, sqlite, clock):
    return Workspaces(settings(slack, slack_bot_token="xoxb-own"), sqlite, clock=clock)


@pytest.fixture
def many(slack, sqlite, clock):
    given = {"slack_client_id": "1.2", "slack_client_secret": "c", "roster_secret_keys": KEY}
    return Workspaces(settings(slack, **given), sqlite, clock=clock)


def install(database, workspace, token):
    installed = Installed(bot_token=token, bot_id="B", bot_user="UBOT", installed_by="U1")
    with database.writing() as session:
        installations.save(session, Secrets([KEY]), workspace=workspace, installed=installed)


def test_one_workspace_asks_slack_once(one, slack):
    for _ in range(3):
        found = one(team_id="T1")
        assert (found.bot_token, found.team_id, found.bot_user_id) == ("xoxb-own", "T1", "UBOT")
    assert slack.methods() == ["auth.test"]


def test_a_refused_token_is_left_alone_for_a_while_and_then_tried_again(one, slack, clock):
    slack.plan = lambda _: Answer({"ok": False, "error": "invalid_auth"})
    with pytest.raises(SlackApiError):
        one(team_id="T1")
    for _ in range(5):
        assert one(team_id="T1") is None
    assert slack.methods() == ["auth.test"]
    slack.plan = lambda _: None
    clock.time += REST + 1
    assert one(team_id="T1").bot_token == "xoxb-own"


def test_a_token_refused_by_a_later_call_is_looked_up_again(one, slack):
    client = one.client_for("T1")
    slack.plan = lambda _: Answer({"ok": False, "error": "token_revoked"})
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="D1", text="x")
    assert one.client_for("T1") is None


def test_each_workspace_has_its_own_token_and_slack_is_not_asked(many, sqlite, slack):
    install(sqlite, "T1", "xoxb-1")
    install(sqlite, "T2", "xoxb-2")
    assert many(team_id="T1").bot_token == "xoxb-1"
    assert many(team_id="T2").bot_token == "xoxb-2"
    assert many(team_id="T3") is None
    assert many(team_id=None) is None
    assert slack.calls == []


def test_a_token_is_kept_for_a_minute_and_forgotten_at_once_when_told(many, sqlite, clock):
    install(sqlite, "T1", "xoxb-1")
    assert many(team_id="T1").bot_token == "xoxb-1"
    install(sqlite, "T1", "xoxb-new")
    assert many(team_id="T1").bot_token == "xoxb-1"
    clock.time += KEEP + 1
    assert many(team_id="T1").bot_token == "xoxb-new"
    with sqlite.writing() as session:
        installations.delete_one(session, workspace="T1")
    many.forget("T1")
    assert many(team_id="T1") is None


def test_one_refused_workspace_does_not_disturb_the_others(many, sqlite):
    install(sqlite, "T1", "xoxb-1")
    install(sqlite, "T2", "xoxb-2")
    assert many(team_id="T1")
    assert many(team_id="T2")
    many.refuse("xoxb-1")
    assert many(team_id="T1") is None
    assert many(team_id="T2").bot_token == "xoxb-2"
    install(sqlite, "T1", "xoxb-again")
    assert many(team_id="T1").bot_token == "xoxb-again"


def test_a_token_that_no_key_opens_is_no_installation(many, sqlite):
    stranger = Secrets([new_key()])
    installed = Installed(bot_token="xoxb-1", bot_id="B", bot_user="U", installed_by="U1")
    with sqlite.writing() as session:
        installations.save(session, stranger, workspace="T1", installed=installed)
    assert many(team_id="T1") is None


def test_with_both_the_own_token_serves_its_workspace_only(slack, sqlite):
    both = settings(
        slack,
        slack_bot_token="xoxb-own",
        slack_client_id="1.2",
        slack_client_secret="c",
        roster_secret_keys=KEY,
    )
    workspaces = Workspaces(both, sqlite)
    install(sqlite, "T2", "xoxb-2")
    assert workspaces(team_id="T1").bot_token == "xoxb-own"
    assert workspaces(team_id="T2").bot_token == "xoxb-2"
    assert workspaces(team_id="T3") is None
