"""Channels: what people say there, and what the app hears when it was let in."""

import copy
from dataclasses import replace

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.people import BOT_USER_ID
from bot.playground.person import Person
from bot.playground.server import Playground
from bot.playground.wire import Forbidden
from tests.playground.conftest import MANIFEST
from tests.playground.standin import SECRET, TOKEN


@pytest.fixture
def general(carla, amir):
    """Both are in #general."""
    for person in (carla, amir):
        person.go("#general")


def test_people_talk_and_the_app_hears_nothing(general, bot, carla, amir):
    carla.say("Ask @amir, or ann@x.com")
    amir.see("Ask @Amir Assistant, or ann@x.com")
    assert carla.conversation[0]["text"] == f"Ask <@{amir.id}>, or <mailto:ann@x.com|ann@x.com>"
    assert bot.heard == []


def test_several_files_come_in_one_message(general, carla, amir):
    carla.drop_all({"a.csv": b"a", "b.csv": b"b"}, text="Both")
    (message,) = amir.conversation
    assert [file["name"] for file in message["files"]] == ["a.csv", "b.csv"]
    assert amir.download("b.csv") == b"b"


def test_the_app_is_let_in_and_taken_out_again(general, client, carla, amir):
    assert not carla.app_is_here
    carla.invite()
    assert amir.app_is_here
    amir.see("@Standin has joined the channel")
    joined = {"channel": "C0GENERAL1", "ts": amir.conversation[-1]["ts"]}
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        client.chat_delete(**joined)
    client.chat_postMessage(channel="#general", text="Hello")
    with pytest.raises(Forbidden, match="already in this channel"):
        amir.invite()
    amir.remove_app()
    carla.see("@Standin has left the channel")
    assert not carla.app_is_here
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.chat_postMessage(channel="#general", text="Hello")
    with pytest.raises(Forbidden, match="is not in this channel"):
        amir.remove_app()


def test_nobody_else_is_invited_and_nobody_into_a_chat(general, bot, carla):
    with pytest.raises(Forbidden, match="Only the app"):
        carla.command("/invite @amir")
    carla.place = carla.dm
    with pytest.raises(Forbidden, match="works in channels only"):
        carla.invite()
    assert bot.heard == []


def test_a_mention_is_heard_where_the_app_is(general, bot, carla):
    carla.invite()
    carla.say("@standin who is Ann?")
    event = bot.last("app_mention")["event"]
    assert event["text"] == f"<@{BOT_USER_ID}> who is Ann?"
    assert set(event) == {
        *("type", "user", "ts", "text", "team", "client_msg_id", "blocks", "channel", "event_ts"),
    }
    assert bot.kinds() == ["app_mention"]  # message.channels is not in the manifest


def test_a_mention_brings_its_files(general, bot, client, carla):
    carla.invite()
    carla.drop_all({"a.csv": b"a", "b.csv": b"b"}, text="@Standin please")
    event = bot.last("app_mention")["event"]
    assert [file["name"] for file in event["files"]] == ["a.csv", "b.csv"]
    assert event["upload"] is False
    assert "subtype" not in event
    assert "channel_type" not in event
    assert client.files_info(file=event["files"][0]["id"])["ok"]


def test_a_mention_is_not_heard_elsewhere(general, bot, carla):
    carla.say("@Standin are you there?")
    carla.see("You mentioned Standin, but it is not in this channel.")
    assert bot.heard == []
    carla.place = carla.dm
    carla.say("@Standin are you there?")
    assert bot.kinds() == ["message"]


def test_a_name_that_only_looks_alike_is_no_mention(general, bot, carla):
    carla.invite()
    carla.say(f"<@{BOT_USER_ID}> @standins ann@standin.com")
    assert bot.heard == []


def test_without_its_scope_no_mention_is_sent(general, bot, carla, playground):
    known = playground.workspace.manifest
    fewer = replace(known, scopes=known.scopes - {"app_mentions:read"})
    playground.workspace.manifest = fewer
    carla.invite()
    carla.say("@Standin are you there?")
    assert bot.heard == []


def test_an_app_that_listens_to_channels_hears_both_and_that_it_was_let_in(bot):
    manifest = copy.deepcopy(MANIFEST)
    settings = manifest["settings"]["event_subscriptions"]
    settings["bot_events"] += ["message.channels", "member_joined_channel"]
    manifest["oauth_config"]["scopes"]["bot"] += ["channels:history", "channels:read"]
    about = {"signing_secret": SECRET, "bot_url": bot.url, "bot_token": TOKEN}
    with Playground(**about, manifest=manifest) as slack:
        carla = Person(slack.url, "carla", patience=2)
        carla.go("#general")
        carla.invite()
        carla.drop("a.csv", b"a", text="@Standin")
        carla.close_connections()
        client = WebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])
        assert client.conversations_info(channel="C0GENERAL1")["channel"]["is_member"] is True
    joined = bot.last("member_joined_channel")["event"]
    assert (joined["user"], joined["inviter"]) == (BOT_USER_ID, carla.id)
    said, mention = bot.last("message")["event"], bot.last("app_mention")["event"]
    assert (said["subtype"], said["channel_type"]) == ("file_share", "channel")
    assert said["client_msg_id"] == mention["client_msg_id"]
    assert "team" not in said


@pytest.mark.parametrize("inside", [True, False])
def test_a_private_word_reaches_those_who_are_there_if_the_app_is_too(
    general, client, carla, inside
):
    word = {"channel": "C0GENERAL1", "user": carla.id, "text": "Psst"}
    if inside:
        carla.invite()
        client.chat_postEphemeral(**word)
        carla.see("Psst")
        with pytest.raises(SlackApiError, match="user_not_in_channel"):
            client.chat_postEphemeral(**{**word, "user": "U0NOBODY01"})
    else:
        with pytest.raises(SlackApiError, match="not_in_channel"):
            client.chat_postEphemeral(**word)
