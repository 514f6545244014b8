"""Messages: said by people and by the app, changed, taken back, clicked, answered later."""

import pytest
import urllib3
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.playground.wire import Forbidden
from tests.playground.blocks import actions, button, marked, section


def texts(person):
    return [message["text"] for message in person.messages]


def refusal(call, **arguments):
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response["error"]


def test_what_somebody_says_is_told_to_the_app_as_slack_writes_it(bot, carla):
    carla.say("Tell ann@example.com & <me> of https://example.com")
    event = bot.last("message")["event"]
    assert event["text"] == (
        "Tell <mailto:ann@example.com|ann@example.com> &amp; &lt;me&gt; of <https://example.com>"
    )
    assert (event["channel_type"], event["user"], event["channel"]) == ("im", carla.id, carla.dm)
    assert "subtype" not in event
    assert "Tell ann@example.com & <me> of https://example.com" in carla.screen


def test_the_app_talks_and_is_told_of_its_own_words(bot, client, carla, playground):
    client.chat_postMessage(channel=carla.id, text="Hello")
    playground.events.settle()
    assert texts(carla) == ["Hello"]
    assert bot.last("message")["event"]["bot_id"]


def test_a_message_is_changed_and_taken_back(client, carla):
    said = client.chat_postMessage(channel=carla.dm, text="One", blocks=[section()])
    where = {"channel": said["channel"], "ts": said["ts"]}
    client.chat_update(**where, text="Two")
    (message,) = carla.messages
    assert (message["text"], message["edited"], len(message["blocks"])) == ("Two", True, 1)
    client.chat_delete(**where)
    assert carla.messages == []
    assert refusal(client.chat_update, **where, text="Three") == "message_not_found"


def test_the_app_changes_only_its_own_messages(client, carla):
    carla.say("Mine")
    where = {"channel": carla.dm, "ts": carla.messages[0]["ts"]}
    assert refusal(client.chat_update, **where, text="Yours") == "cant_update_message"
    assert refusal(client.chat_delete, **where) == "cant_delete_message"


def test_an_ephemeral_message_is_seen_by_one_and_changed_by_nobody(client, carla, amir):
    sent = client.chat_postEphemeral(channel=carla.dm, user=carla.id, text="Psst")
    assert carla.messages[0]["ephemeral"] is True
    where = {"channel": carla.dm, "ts": sent["message_ts"]}
    assert refusal(client.chat_update, **where, text="Psst!") == "message_not_found"
    elsewhere = {"channel": carla.dm, "user": amir.id, "text": "Psst"}
    assert refusal(client.chat_postEphemeral, **elsewhere) == "user_not_in_channel"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"channel": "U0CARLA001"}, "no_text"),
        ({"channel": "U0CARLA001", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "U0CARLA001", "blocks": [{"type": "alert"}]}, "invalid_blocks"),
        ({"channel": "U0CARLA001", "blocks": [section()] * 51}, "invalid_blocks"),
        (
            {"channel": "U0CARLA001", "blocks": [section(text=marked("x" * 3000))] * 5},
            "msg_blocks_too_long",
        ),
        ({"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
        ({"channel": "#general", "text": "x"}, "not_in_channel"),
        ({"channel": "", "text": "x"}, "invalid_arguments"),
    ],
)
@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
def test_slack_does_not_post(client, content, error):
    assert refusal(client.chat_postMessage, **content) == error


def test_an_update_is_shorter_than_a_message(client, carla):
    said = client.chat_postMessage(channel=carla.dm, text="x" * 4001)
    where = {"channel": carla.dm, "ts": said["ts"]}
    assert refusal(client.chat_update, **where, text="x" * 4001) == "msg_too_long"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("Done", "Done"),
        ({"text": "Done"}, "Done"),
        ({"response_type": "in_channel", "text": "Done for all"}, "Done for all"),
        ({"blocks": [section(text=marked("Done"))]}, "Done"),
    ],
)
def test_a_command_is_answered_in_the_conversation(bot, carla, answer, text):
    bot.answers["command"] = lambda _: answer
    carla.command("/do it")
    assert text in carla.screen
    assert carla.messages[0]["ephemeral"] is ("all" not in text)


def test_a_command_says_where_and_by_whom(bot, carla):
    carla.command("/do a & b")
    fields = bot.last("command")
    assert (fields["command"], fields["text"]) == ("/do", "a &amp; b")
    assert (fields["channel_id"], fields["channel_name"]) == (carla.dm, "directmessage")
    assert (fields["user_id"], fields["user_name"]) == (carla.id, "carla")
    carla.go("#general")
    carla.command("/link ann@example.com")
    fields = bot.last("command")
    assert fields["channel_name"] == "general"
    assert fields["text"] == "<mailto:ann@example.com|ann@example.com>"


@pytest.mark.parametrize("answer", [(500, ""), (404, "")])
def test_a_command_that_fails_is_told_as_slack_tells_it(bot, carla, answer):
    bot.answers["command"] = lambda _: answer
    carla.command("/do")
    carla.see('/do failed with the error "dispatch_failed"')


def test_a_command_that_is_too_late_is_told_as_slack_tells_it(bot, carla, playground):
    done = playground.faults  # anything that can be waited for
    playground.delivery.deadline = 0.1
    bot.answers["command"] = lambda _: done.wait(30)
    carla.command("/do")
    carla.see('/do failed with the error "operation_timeout"')
    done.end()


def test_an_unknown_command_is_not_sent(bot, carla):
    with pytest.raises(Forbidden, match="/dance is not a valid command"):
        carla.command("/dance")
    assert bot.heard == []


def test_a_button_in_a_message_is_answered_through_its_response_url(bot, client, carla):
    client.chat_postMessage(channel=carla.dm, text="Go?", blocks=[actions(button(value="7"))])
    carla.click("Go")
    payload = bot.last("block_actions")
    message = carla.messages[0]
    assert payload["container"] == {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": carla.dm,
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": carla.dm, "name": "directmessage"}
    assert payload["message"]["ts"] == message["ts"]
    hook = WebhookClient(payload["response_url"])
    assert hook.send(text="Gone", replace_original=True).status_code == 200
    (message,) = carla.messages
    assert (message["text"], message["blocks"]) == ("Gone", [])
    hook.send(text="Psst")
    assert carla.messages[-1]["ephemeral"] is True
    hook.send(delete_original=True)
    assert texts(carla) == ["Psst"]


def test_an_ephemeral_message_does_not_come_along_with_its_click(bot, carla):
    bot.answers["command"] = lambda _: {"text": "Go?", "blocks": [actions(button())]}
    carla.command("/do")
    carla.click("Go")
    payload = bot.last("block_actions")
    assert "message" not in payload
    assert payload["container"]["is_ephemeral"] is True
    WebhookClient(payload["response_url"]).send(text="Gone", replace_original=True)
    assert texts(carla) == ["Gone"]


def test_a_response_url_serves_five_times_and_half_an_hour(bot, carla, clock):
    carla.command("/do")
    hook = WebhookClient(bot.last("command")["response_url"])
    answers = [hook.send(text=str(n)) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    carla.command("/do")
    clock.seconds += 30 * 60 + 1
    late = WebhookClient(bot.last("command")["response_url"]).send(text="late")
    assert "expired_url" in late.body
    assert len(carla.messages) == 5


def test_a_response_url_takes_only_what_slack_would(bot, carla):
    carla.command("/do")
    url = bot.last("command")["response_url"]
    assert WebhookClient(url).send(blocks=[{"type": "alert"}]).status_code == 400
    with urllib3.PoolManager() as pool:
        assert pool.request("POST", url, body=b"{").status == 400
        assert pool.request("POST", url + "x", json={"text": "x"}).status == 404
    assert carla.messages == []
