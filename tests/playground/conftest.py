"""A playground with a stand-in bot, a Web API client, and people to act."""

import pytest
from slack_sdk import WebClient

from bot.playground.person import Person
from bot.playground.server import Playground
from tests.playground.standin import SECRET, TOKEN, StandIn

IMPORT, SAVE, NEW = (
    {"name": name, "type": kind, "callback_id": callback_id, "description": f"{name}, that is"}
    for name, kind, callback_id in (
        ("Import contacts", "message", "import"),
        ("Save", "message", "save"),
        ("New contact", "global", "new"),
    )
)
MANIFEST = {
    "display_information": {"name": "Stand-in", "description": "Stands in"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Standin"},
        "slash_commands": [
            {"command": "/do", "description": "Does it", "usage_hint": "[this]"},
            {"command": "/link", "should_escape": True},
        ],
        "shortcuts": [IMPORT, SAVE, NEW],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "commands",
                "chat:write",
                "im:write",
                "im:history",
                "files:read",
                "files:write",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "app_uninstalled",
                "message.im",
                "tokens_revoked",
            ]
        },
        "interactivity": {
            "is_enabled": True,
            "message_menu_options_url": "https://standin.example.com/slack/events",
        },
    },
}


class Clock:
    """Slack's clock, which a test can put forward."""

    def __init__(self):
        self.seconds = 1_800_000_000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def bot():
    standin = StandIn()
    standin.url = standin.start()
    yield standin
    standin.stop()


@pytest.fixture
def playground(bot, clock):
    slack = Playground(
        signing_secret=SECRET, bot_url=bot.url, bot_token=TOKEN, manifest=MANIFEST, now=clock
    )
    slack.start()
    yield slack
    slack.stop()


@pytest.fixture
def client(playground):
    return WebClient(TOKEN, base_url=playground.api_url, retry_handlers=[])


@pytest.fixture
def carla(playground):
    person = Person(playground.url, "carla", patience=2)
    yield person
    person.close_connections()


@pytest.fixture
def amir(playground):
    person = Person(playground.url, "amir", patience=2)
    yield person
    person.close_connections()


@pytest.fixture
def page(browser, playground):
    """Carla's browser, on a machine in Madrid."""
    context = browser.new_context(timezone_id="Europe/Madrid", locale="en-GB")
    opened = context.new_page()
    opened.goto(playground.url)
    yield opened
    context.close()
