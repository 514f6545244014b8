"""A running door whose listeners only count, a fake Slack, a clock, and the pages of a consent."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot import web
from bot.guard import Guard
from bot.server import Server
from tests.bot.connecting_desk import Desk, desk
from tests.bot.working import Clock
from tests.fake_slack import FakeSlack, fake_slack
from tests.slack_requests import SECRET


@dataclass
class Door:
    """Where the server listens, and which listeners ran."""

    port: int
    ran: list[str] = field(default_factory=list)


@pytest.fixture
def door() -> Iterator[Door]:
    app = App(
        name="counting",
        logger=logging.getLogger("slack_bolt"),
        signing_secret=SECRET,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
        process_before_response=True,
    )
    guarded = web.Door(app, Guard(SECRET), web.pages(lambda: True))
    server = Server(guarded, "127.0.0.1", 0, threads=4)
    opened = Door(server.port)

    def count(name):
        def listener(ack):
            opened.ran.append(name)
            ack()

        return listener

    app.command("/contacts")(count("command"))
    app.action("contacts.add")(count("action"))
    app.view("contacts.save")(count("view"))
    app.options("contacts.suggest")(count("options"))
    app.event("app_home_opened")(count("event"))
    server.start()
    yield opened
    assert server.stop(5)


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A Slack that is content with everything, until a test says otherwise."""
    with fake_slack() as fake:
        yield fake


@pytest.fixture
def clock() -> Clock:
    """A clock that goes ahead as a test says."""
    return Clock()


@pytest.fixture
def at(sqlite) -> Iterator[Desk]:
    """The pages of a consent, with Slack and two providers that do as a test says."""
    with fake_slack() as slack, desk(sqlite, slack) as opened:
        yield opened


@pytest.fixture
def at_both(database) -> Iterator[Desk]:
    """The same on SQLite and PostgreSQL."""
    with fake_slack() as slack, desk(database, slack) as opened:
        yield opened
