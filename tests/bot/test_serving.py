"""The running Roster in Socket Mode: clicks over a web socket, HTTP for health and consents."""

import urllib.error
import urllib.request

import pytest
from sqlmodel import update

from bot.serving import CannotStart, Roster
from bot.settings import load
from store.columns import now
from store.secrets import Secrets, new_key
from store.work_models import Job
from tests.browsing import Browser
from tests.consenting import connected, ready
from tests.fake_slack import Answer, fake_slack
from tests.fake_socket import FakeSocket
from tests.slack_requests import command, event, post

COMMAND = {
    "command": "/contacts",
    "text": "help",
    "user_id": "U1",
    "team_id": "T1",
    "channel_id": "C1",
    "trigger_id": "1.2",
    "response_url": "https://hooks.slack.com/commands/T1/1/x",
}
EVENT = {
    "type": "event_callback",
    "event_id": "Ev1",
    "team_id": "T1",
    "event": {"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D1"},
}


@pytest.fixture
def link():
    fake = FakeSocket()
    yield fake
    fake.stop()


@pytest.fixture
def slack(link):
    def plan(call):
        if call.method == "apps.connections.open":
            return Answer({"ok": True, "url": link.url})
        return None

    with fake_slack() as fake:
        fake.plan = plan
        yield fake


@pytest.fixture
def settings(slack, tmp_path):
    return {
        "_env_file": None,
        "slack_bot_token": "xoxb-1",
        "slack_app_token": "xapp-1",
        "slack_api_url": slack.url,
        "roster_data": tmp_path / "data",
    }


@pytest.fixture
def roster(settings):
    running = Roster(load(**settings), host="127.0.0.1", port=0)
    running.start()
    yield running
    assert running.stop()


@pytest.mark.usefixtures("roster")
def test_a_command_over_the_socket_is_answered_over_the_socket(link, slack):
    link.send("slash_commands", COMMAND, envelope="E1", accepts_response_payload=True)
    answer = link.answers.get(timeout=10)
    assert answer["envelope_id"] == "E1"
    assert "contacts" in str(answer["payload"])
    assert slack.wait_for("apps.connections.open")[0].token == "xapp-1"


def test_an_event_that_comes_again_is_taken_once(roster, link, slack):
    for number in range(3):
        given = {"retry_attempt": number, "retry_reason": "timeout"} if number else {}
        link.send("events_api", EVENT, envelope=f"E{number}", **given)
        assert link.answers.get(timeout=10)["envelope_id"] == f"E{number}"
    assert roster.stop()
    assert slack.methods().count("views.publish") == 1


def test_http_is_not_for_slack(roster):
    with urllib.request.urlopen(f"http://127.0.0.1:{roster.port}/healthz", timeout=5) as answer:
        assert answer.status == 200
    assert post(roster.port, command())[0] == 404
    assert post(roster.port, event("Ev1"))[0] == 404


def test_consents_have_their_pages_in_socket_mode_too(roster):
    page = Browser(roster.port).get("/connect/unknown")
    assert page.status == 410
    assert "does not work any more" in page.text


def test_accounts_that_no_key_opens_are_logged_once(settings, sqlite_address, caplog):
    roster = Roster(load(**settings, database_url=sqlite_address), host="127.0.0.1", port=0)
    connected(roster.database, ready(roster.database), Secrets([new_key()]).seal("token"))
    roster.start()
    for _ in range(2):
        with roster.database.writing() as session:
            session.exec(update(Job).values(due_at=now(), lease_until=None))
        roster.worker.work()
    assert roster.stop()
    logged = [one for one in caplog.messages if "opens the tokens of 1 connected account." in one]
    assert len(logged) == 1


def test_a_database_that_is_not_there_is_said(settings):
    lost = load(**settings, database_url="postgresql://nobody@127.0.0.1:1/x")
    roster = Roster(lost, host="127.0.0.1", port=0)
    with pytest.raises(CannotStart, match="cannot be opened"):
        roster.start()
    roster.stop()
