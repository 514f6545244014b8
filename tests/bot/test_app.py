"""The app as it is built: what listeners are given, and events that come again."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_bolt import BoltResponse

from bot import app as apps
from bot import web
from bot.guard import Guard
from bot.server import Server
from bot.settings import load
from tests.fake_slack import Answer
from tests.slack_requests import SECRET, action, command, event, post, signed

WAIT = 20


@contextlib.contextmanager
def running(slack, database, register, wake=lambda: None):
    """The built app behind the real server; its port."""
    settings = load(
        _env_file=None,
        slack_bot_token="xoxb-1",
        slack_signing_secret=SECRET,
        slack_api_url=slack.url,
        roster_command_prefix="dev-",
    )
    app = apps.build(settings, database, wake, register=register, threads=4)
    server = Server(web.Door(app, Guard(SECRET), web.pages(lambda: True)), "127.0.0.1", 0)
    server.start()
    try:
        yield server.port
    finally:
        assert server.stop(WAIT)
        assert app.pool.drain(WAIT)


def test_listeners_are_given_the_database_the_bell_and_a_client(slack, sqlite):
    got, rung = [], threading.Event()

    def open_form(ack, client, database, wake, body, context):
        ack()
        wake()
        got.append((database, context.team_id, context.bot_user_id))
        client.views_open(trigger_id=body["trigger_id"], view={"type": "modal"})

    def register(app, *, prefix):
        app.command(f"/{prefix}contacts")(open_form)

    with running(slack, sqlite, register, rung.set) as port:
        assert post(port, command("/dev-contacts"))[0] == 200
    assert got == [(sqlite, "T1", "UBOT")]
    assert rung.is_set()
    (call,) = slack.wait_for("views.open")
    assert call.token == "xoxb-1"
    assert slack.methods() == ["auth.test", "views.open"]


def test_clicks_share_connections_to_slack(slack, sqlite):
    def register(app, **_):
        app.action("a.b")(lambda ack, client: (client.views_publish(user_id="U1", view={}), ack()))

    with running(slack, sqlite, register) as port:
        for _ in range(5):
            assert post(port, action("a.b"))[0] == 200
    assert len({call.connection for call in slack.calls}) == 1


@pytest.fixture
def counting():
    """A listener for events that counts, and the register that adds it."""
    seen = []

    def register(app, **_):
        app.event("app_home_opened")(lambda body: seen.append(body["event_id"]))

    register.seen = seen
    return register


def redelivered(event_id, number):
    body = event(event_id)
    again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"}
    return body, {**signed(body), **(again if number else {})}


def test_an_event_that_slack_delivers_again_is_taken_once(slack, database, counting):
    with running(slack, database, counting) as port:
        for number in range(4):
            assert post(port, *redelivered("Ev1", number))[0] == 200
        assert post(port, *redelivered("Ev2", 0))[0] == 200
    assert counting.seen == ["Ev1", "Ev2"]


def test_also_after_a_restart_and_beside_another_process(slack, database, counting):
    with running(slack, database, counting) as one, running(slack, database, counting) as other:
        posts = [(port, *redelivered("Ev1", n)) for n in range(4) for port in (one, other)]
        with ThreadPoolExecutor(8) as threads:
            assert set(threads.map(lambda args: post(*args)[0], posts)) == {200}
    with running(slack, database, counting) as restarted:
        assert post(restarted, *redelivered("Ev1", 3))[0] == 200
    assert counting.seen == ["Ev1"]


def test_an_event_that_failed_before_the_answer_is_tried_when_it_comes_again(slack, sqlite):
    tries = []

    def fail_once():
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("the database was away")

    def register(app, **_):
        app.event("app_home_opened")(fail_once)

    with running(slack, sqlite, register) as port:
        statuses = [post(port, *redelivered("Ev1", number))[0] for number in range(3)]
    assert statuses == [500, 200, 200]
    assert len(tries) == 2


def test_an_event_whose_failure_was_told_is_not_tried_again(slack, sqlite):
    tries = []

    def register(app, **_):
        app.event("app_home_opened")(lambda: tries.append(1 / 0))
        app.error(lambda: (tries.append("told"), BoltResponse(status=200))[1])

    with running(slack, sqlite, register) as port:
        assert [post(port, *redelivered("Ev1", n))[0] for n in range(2)] == [200, 200]
    assert tries == ["told"]


def test_a_workspace_whose_token_was_taken_back_is_told_and_slack_is_left_alone(slack, sqlite):
    slack.plan = lambda _: Answer({"ok": False, "error": "account_inactive"})

    def register(app, **_):
        app.command("/contacts")(lambda ack: ack("never"))

    body = command().replace(b"response_url", b"no_response_url")
    with running(slack, sqlite, register) as port:
        answers = [post(port, body) for _ in range(5)]
    assert {status for status, _ in answers} == {200}
    assert all("install it again" in text for _, text in answers)
    assert len(slack.calls) == 1
