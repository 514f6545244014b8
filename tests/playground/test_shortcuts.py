"""Shortcuts at messages: where they stand, what the app is told, and how it may answer."""

import pytest
from slack_sdk.webhook import WebhookClient

from bot.playground.person import NotOnScreen
from bot.playground.wire import Forbidden
from tests.playground.blocks import SEARCH, asks, modal, option, plain, section
from tests.playground.conftest import IMPORT, SAVE

MANY = [option(number) for number in range(30)]


@pytest.fixture
def told(bot, carla, amir):
    """Amir has said something in #general, and both are there; the app is not."""
    for person in (carla, amir):
        person.go("#general")
    amir.drop("people.csv", b"email\n", text="From ann@x.com")


def test_the_app_is_told_of_the_message_the_person_and_the_place(told, bot, carla, amir):
    carla.shortcut("Import contacts", near="people.csv")
    payload = bot.last("message_action")
    message = payload["message"]
    assert payload["callback_id"] == "import"
    assert payload["channel"] == {"id": "C0GENERAL1", "name": "general"}
    assert payload["user"] == {
        "id": carla.id,
        "username": "carla",
        "name": "carla",
        "team_id": payload["team"]["id"],
    }
    assert (payload["message_ts"], message["user"]) == (message["ts"], amir.id)
    assert message["text"] == "From <mailto:ann@x.com|ann@x.com>"
    assert message["blocks"][0]["type"] == "rich_text"
    assert (message["files"][0]["name"], message["upload"]) == ("people.csv", False)
    assert set(payload) == {
        *("type", "token", "action_ts", "team", "user", "channel", "enterprise", "message"),
        *("is_enterprise_install", "callback_id", "trigger_id", "response_url", "message_ts"),
    }
    assert bot.heard[-1].genuine


def test_in_the_chat_with_the_app_the_place_is_a_direct_message(bot, client, carla):
    client.chat_postMessage(channel=carla.dm, text="Hello", blocks=[section()])
    carla.shortcut("Save")
    payload = bot.last("message_action")
    assert payload["channel"] == {"id": carla.dm, "name": "directmessage"}
    assert payload["message"]["bot_id"]
    assert payload["message"]["blocks"][0]["text"]["text"] == "Text"


def test_the_latest_message_is_meant_or_the_one_that_is_named(bot, carla):
    for text in ("First", "Second", "Third"):
        carla.say(text)
    carla.shortcut("Save")
    carla.shortcut("Save", near="First")
    carla.shortcut("Save", message=carla.conversation[1])
    texts = [one.payload["message"]["text"] for one in bot.heard if one.kind == "message_action"]
    assert texts == ["Third", "First", "Second"]


def test_only_the_shortcuts_of_messages_stand_at_messages(carla):
    carla.say("Hello")
    assert carla.shortcuts() == ["Import contacts", "Save"]
    with pytest.raises(NotOnScreen, match="'New contact' is not offered at that message, but Imp"):
        carla.shortcut("New contact")
    with pytest.raises(Forbidden, match="no shortcut 'new'"):
        carla._wire.act(
            carla.id,
            "shortcut",
            channel=carla.dm,
            ts=carla.conversation[0]["ts"],
            callback_id="new",
        )


def test_what_only_one_person_sees_has_no_shortcuts(client, carla, amir):
    carla.go("#general")
    carla.invite()
    client.chat_postEphemeral(channel="C0GENERAL1", user=carla.id, text="Psst")
    assert carla.shortcuts(near="Psst") == []
    assert carla.shortcuts(near="has joined") == []
    act = {"channel": "C0GENERAL1", "callback_id": "save"}
    with pytest.raises(Forbidden, match="has no shortcuts"):
        carla._wire.act(carla.id, "shortcut", ts=carla.conversation[-1]["ts"], **act)
    with pytest.raises(Forbidden, match="not there any more"):
        amir._wire.act(amir.id, "shortcut", ts=carla.conversation[-1]["ts"], **act)


def test_a_message_of_somebody_elses_chat_is_out_of_reach(carla, amir):
    amir.say("Mine")
    act = {"channel": amir.dm, "ts": amir.messages[0]["ts"], "callback_id": "save"}
    with pytest.raises(Forbidden, match="no such conversation"):
        carla._wire.act(carla.id, "shortcut", **act)


def test_its_trigger_opens_one_window(told, bot, client, carla):
    bot.answers["message_action"] = lambda body: (
        client.views_open(trigger_id=body["trigger_id"], view=modal()) and None
    )
    carla.shortcut("Save")
    assert carla.view["title"]["text"] == "Title"
    with pytest.raises(NotOnScreen, match="A window is before the messages"):
        carla.shortcut("Save")


def test_its_response_url_answers_where_the_app_is_not(told, bot, carla, amir):
    carla.shortcut("Save")
    hook = WebhookClient(bot.last("message_action")["response_url"])
    hook.send(text="Saved", replace_original=True)
    assert (carla.conversation[-1]["text"], carla.conversation[-1]["ephemeral"]) == ("Saved", True)
    assert [one["text"] for one in amir.conversation] == ["From <mailto:ann@x.com|ann@x.com>"]
    hook.send(text="For all", response_type="in_channel")
    assert amir.conversation[-1]["text"] == "For all"
    answers = [hook.send(text=str(n)).status_code for n in range(4)]
    assert answers == [200, 200, 200, 404]


def test_a_shortcut_that_the_app_does_not_take_is_told(told, bot, carla):
    bot.answers["message_action"] = lambda _: (500, "")
    carla.shortcut("Save")
    carla.see("couldn't handle that")


def test_a_select_of_its_window_starts_with_some_and_takes_many_more(told, bot, client, carla):
    groups = {
        **SEARCH,
        "type": "multi_external_select",
        "min_query_length": 0,
        "initial_options": MANY[:2],
    }
    view = modal(asks(groups, block_id="groups", label=plain("Groups")))
    bot.answers["block_suggestion"] = lambda _: {"options": MANY}
    bot.answers["message_action"] = lambda body: (
        client.views_open(trigger_id=body["trigger_id"], view=view) and None
    )
    carla.shortcut("Import contacts")
    assert carla.held("Groups") == "Option 0, Option 1"
    assert len(carla.offered("Groups")) == 30
    carla.choose("Groups", *(f"Option {number}" for number in range(15)))
    carla.unchoose("Groups", "Option 3")
    carla.submit()
    held = bot.last("view_submission")["view"]["state"]["values"]["groups"]["search"]
    values = [one["value"] for one in held["selected_options"]]
    assert values == [f"value-{number}" for number in range(15) if number != 3]


def test_the_page_is_told_what_the_manifest_says_of_them(carla):
    assert carla.state["shortcuts"] == [IMPORT, SAVE]
