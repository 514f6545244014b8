"""The manifest, the README and the code name the same commands, events and scopes."""

import re
from pathlib import Path

import pytest
import yaml
from slack_bolt import App
from slack_sdk import WebClient

import handlers
from bot.settings import Settings
from handlers.views.help import COMMANDS, GROUP_COMMANDS, MEMBERSHIP_COMMANDS, SEGMENT_COMMANDS

ROOT = Path(__file__).parent.parent
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text())
README = (ROOT / "README.md").read_text()

# Which Web API methods need which scope, of those that Roster calls; the others need none.
SCOPES = {
    "chat_postMessage": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_update": "chat:write",
    "conversations_open": "im:write",
    "files_info": "files:read",
    "files_upload_v2": "files:write",
    "users_info": "users:read",
}
WITHOUT_SCOPE = {"views_open", "views_push", "views_update", "views_publish", "auth_test"}
# Scopes that are asked for by what Slack sends, not by what Roster calls.
BY_MANIFEST = {
    "app_mentions:read": "app_mention'",
    "commands": "slash_commands",
    "im:history": "message.im",
}
# What else Slack puts into its answers with one more scope.
BY_ANSWER = {"users:read.email": 'profile.get("email")'}


def commands():
    return {entry["command"] for entry in MANIFEST["features"]["slash_commands"]}


def events():
    return set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])


def scopes():
    return set(MANIFEST["oauth_config"]["scopes"]["bot"])


def code():
    """All that is said to Slack, and heard of it."""
    files = [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "bot").glob("*.py")]
    return "\n".join(path.read_text() for path in files)


def calls():
    """Every Web API method that the code calls by the client's name for it."""
    named = set(re.findall(r"client\.([a-z]+_[A-Za-z0-9_]+)", code()))
    return named & (set(SCOPES) | WITHOUT_SCOPE)


def register_commands(app, prefix):
    for commands in (handlers.commands, handlers.membership_commands):
        commands.register(app, prefix)


def test_the_code_answers_the_commands_of_the_manifest():
    app = App(
        signing_secret="secret",
        client=WebClient(token="xoxb-1"),
        token_verification_enabled=False,
    )
    named = []
    app.command = lambda name: named.append(name) or (lambda **_: None)
    register_commands(app, "")
    assert set(named) == commands()


def test_a_prefix_stands_before_every_command():
    named = []

    class Recorder:
        def command(self, name):
            named.append(name)
            return lambda **_: None

    register_commands(Recorder(), "coach-")
    assert set(named) == {f"/coach-{name[1:]}" for name in commands()}


def test_the_code_answers_the_events_of_the_manifest():
    named = events() - {"message.im"}
    assert named == {"app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked"}
    for event in named:
        assert f'"{event}"' in code()
    assert '"message"' in code()


def test_the_code_answers_the_shortcuts_of_the_manifest():
    named = {entry["callback_id"] for entry in MANIFEST["features"]["shortcuts"]}
    assert set(re.findall(r'app\.shortcut\("([a-z_.]+)"\)', code())) == named


def test_the_manifest_asks_for_every_scope_that_is_used_and_for_no_other():
    used = {SCOPES[method] for method in calls() if method in SCOPES}
    used |= {scope for scope, why in BY_MANIFEST.items() if why in str(MANIFEST)}
    used |= {scope for scope, why in BY_ANSWER.items() if why in code()}
    assert scopes() == used


def test_the_readme_names_every_command_and_scope():
    for name in commands() | scopes():
        assert f"`{name}`" in README or f"`{name} " in README, name


@pytest.mark.parametrize(
    "words",
    [f"/contacts {words}" for words in COMMANDS if words]
    + [f"/groups {words}" for words in GROUP_COMMANDS if words]
    + [f"/memberships {words}" for words in MEMBERSHIP_COMMANDS if words]
    + [f"/segments {words}" for words in SEGMENT_COMMANDS if words],
)
def test_the_readme_shows_the_words_of_the_help(words):
    assert f"`{words}`" in README


def test_slack_knows_where_to_ask_for_the_options_of_a_select():
    interactivity = MANIFEST["settings"]["interactivity"]
    assert interactivity["message_menu_options_url"] == interactivity["request_url"]


def test_the_manifest_keeps_slacks_own_rules():
    display = MANIFEST["display_information"]
    assert MANIFEST["_metadata"]["major_version"] == 2
    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert 175 <= len(display["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-fA-F]{6}", display["background_color"])
    for entry in MANIFEST["features"]["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", entry["command"])
        assert len(entry["description"]) <= 2000
        assert len(entry["usage_hint"]) <= 1000
    for entry in MANIFEST["features"]["shortcuts"]:
        assert len(entry["name"]) <= 24
        assert len(entry["description"]) <= 150
    assert MANIFEST["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_every_address_of_the_manifest_is_on_one_host():
    addresses = re.findall(r"https?://[^\s\"]+", (ROOT / "manifest.yml").read_text())
    assert {address.split("/")[2] for address in addresses} == {"roster.example.com"}
    paths = {"/" + address.split("/", 3)[3] for address in addresses}
    assert paths == {"/slack/events", "/slack/oauth_redirect"}


def test_the_readme_names_every_setting():
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", README))
    assert named == {name.upper() for name in Settings.model_fields}
