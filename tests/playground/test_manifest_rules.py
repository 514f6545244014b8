"""The manifest: what Slack would not take, in sentences."""

import copy

import pytest

from bot.playground import manifest
from bot.playground.manifest_rules import ManifestError
from tests.playground.conftest import IMPORT, MANIFEST


def changed(*, shortcuts=None, events=(), scopes=(), without=()):
    content = copy.deepcopy(MANIFEST)
    if shortcuts is not None:
        content["features"]["shortcuts"] = shortcuts
    content["settings"]["event_subscriptions"]["bot_events"] += events
    named = content["oauth_config"]["scopes"]
    named["bot"] = [one for one in [*named["bot"], *scopes] if one not in without]
    return content


def numbered(count):
    return [{**IMPORT, "callback_id": str(number)} for number in range(count)]


@pytest.mark.parametrize(
    "content",
    [
        changed(shortcuts=[{**IMPORT, "name": "x" * 24, "description": "x" * 150}]),
        changed(shortcuts=[{**IMPORT, "callback_id": "x" * 255, "type": "global"}]),
        changed(shortcuts=numbered(10)),
        changed(shortcuts=[]),
        changed(scopes=["users:read.email"]),
    ],
)
def test_a_manifest_may_go_to_the_limits(content):
    assert manifest.parse(content).name == "Standin"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            changed(shortcuts=[{**IMPORT, "name": "x" * 25}]),
            r"\[0\].name: must be a text of 1 to 24",
        ),
        (changed(shortcuts=[{**IMPORT, "name": ""}]), r"\[0\].name"),
        (changed(shortcuts=[{**IMPORT, "callback_id": "x" * 256}]), "1 to 255 characters"),
        (changed(shortcuts=[{**IMPORT, "description": "x" * 151}]), "1 to 150 characters"),
        (changed(shortcuts=[{"name": "x"}]), r"type: must be message or global, not None"),
        (changed(shortcuts=[{**IMPORT, "type": "channel"}]), "not 'channel'"),
        (changed(shortcuts=numbered(11)), "11 are more than 10"),
        (changed(shortcuts=[IMPORT, IMPORT]), r"\[1\].callback_id: import is there twice"),
        (changed(without=["commands"]), "features.shortcuts: needs the scope commands"),
        (changed(without=["app_mentions:read"]), "app_mention: needs the scope app_mentions:read"),
        (changed(without=["im:history"]), "message.im: needs the scope im:history"),
        (changed(events=["message.channels"]), "needs the scope channels:history"),
        (
            changed(scopes=["users:read.email"], without=["users:read"]),
            "users:read.email: needs the scope users:read",
        ),
    ],
)
def test_a_manifest_that_slack_would_not_take_is_refused(content, problem):
    with pytest.raises(ManifestError, match=problem):
        manifest.parse(content)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(ManifestError) as caught:
        manifest.parse(changed(shortcuts=[{**IMPORT, "name": ""}], without=["commands"]))
    assert len(str(caught.value).splitlines()) == 3
