"""Listeners: lazy ones on a pool of ours, failures told, everything finished before the end."""

import logging
import threading

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.listener.listener_completion_handler import DefaultListenerCompletionHandler

from bot import listeners
from tests.slack_requests import SECRET, action, signed

WAIT = 20


class Uncopyable:
    """Something like a database: a copy would be another one."""

    def __deepcopy__(self, _):
        raise TypeError("one of a kind")


@pytest.fixture
def app():
    made = App(
        logger=logging.getLogger("slack_bolt"),
        signing_secret=SECRET,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
        process_before_response=True,
    )
    made.pool = listeners.take_over(made, DefaultListenerCompletionHandler(made.logger), threads=2)
    yield made
    assert made.pool.drain(WAIT)


def click(app, action_id="a.b"):
    body = action(action_id, "v")
    return app.dispatch(BoltRequest(body=body.decode(), headers=signed(body)))


def test_the_answer_does_not_wait_for_the_lazy_listener(app):
    may_end, done = threading.Event(), threading.Event()

    def lazy():
        assert may_end.wait(WAIT)
        done.set()

    app.action("a.b")(ack=lambda ack: ack(), lazy=[lazy])
    assert click(app).status == 200
    assert not done.is_set()
    may_end.set()
    assert done.wait(WAIT)


def test_a_lazy_listener_gets_the_very_database_the_request_got(app):
    database, got = Uncopyable(), []
    app.use(lambda context, next: (context.update(database=database), next()))

    def lazy(database, body, context, request):
        got.append((database, body["actions"][0]["value"], context.user_id, request.lazy_only))

    app.action("a.b")(ack=lambda ack: ack(), lazy=[lazy])
    click(app)
    assert app.pool.drain(WAIT)
    assert got == [(database, "v", "U1", True)]


def test_what_a_lazy_listener_raises_reaches_the_apps_error_listener(app):
    told = []
    app.error(lambda error, context: told.append((str(error), context.user_id)))
    app.action("a.b")(ack=lambda ack: ack(), lazy=[lambda: 1 / 0])
    assert click(app).status == 200
    assert app.pool.drain(WAIT)
    assert told == [("division by zero", "U1")]


def test_an_error_listener_that_fails_too_is_logged_and_hurts_nobody(app, caplog):
    def worse():
        raise RuntimeError("Slack is down")

    app.error(worse)
    app.action("a.b")(ack=lambda ack: ack(), lazy=[lambda: 1 / 0])
    click(app)
    assert app.pool.drain(WAIT)
    assert [record.name for record in caplog.records] == ["roster.listeners"] * 2


def test_an_error_before_the_answer_is_answered_by_the_apps_error_listener(app):
    app.error(lambda: BoltResponse(status=200, body="sorry"))
    app.action("a.b")(lambda: 1 / 0)
    answer = click(app)
    assert (answer.status, answer.body) == (200, "sorry")


def test_draining_finishes_what_waits_and_takes_nothing_more(app):
    may_end, done = threading.Event(), []

    def lazy():
        may_end.wait(WAIT)
        done.append(1)

    app.action("a.b")(ack=lambda ack: ack(), lazy=[lazy])
    for _ in range(5):
        click(app)
    assert app.pool.drain(0.05) is False
    may_end.set()
    assert app.pool.drain(WAIT)
    assert len(done) == 5
    assert click(app).status == 500
