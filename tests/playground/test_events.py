"""What Slack sends: signed, once, again when it was not heard, and what others might send."""

from werkzeug.wrappers import Response

from bot.playground.delivery import JSON_TYPE, Sent, signature
from tests.playground.standin import SECRET


def events(bot):
    return [one for one in bot.heard if one.kind == "app_home_opened"]


def test_every_request_is_signed_and_says_who_sends_it(bot, carla):
    carla.home()
    carla.command("/do")
    assert all(one.genuine for one in bot.heard)
    assert "Slackbot" in bot.heard[0].headers["User-Agent"]


def test_an_event_that_fails_comes_again_at_once_and_later(bot, carla, playground):
    bot.answers["app_home_opened"] = lambda _: (500, "")
    carla.home()
    while playground.events.redeliver():
        pass
    numbers = [one.headers.get("X-Slack-Retry-Num") for one in events(bot)]
    assert numbers == [None, "1", "2", "3"]
    assert len({one.payload["event_id"] for one in events(bot)}) == 1
    assert events(bot)[1].headers["X-Slack-Retry-Reason"] == "http_error"


def test_an_event_does_not_come_again_when_the_app_says_so(bot, carla, playground):
    no = {"X-Slack-No-Retry": "1"}
    bot.answers["app_home_opened"] = lambda _: Response("", 500, no)
    carla.home()
    assert playground.events.redeliver() == 0
    assert len(events(bot)) == 1


def test_an_event_that_was_heard_does_not_come_again(bot, carla, playground):
    carla.home()
    assert playground.events.redeliver() == 0
    assert len(events(bot)) == 1


def test_an_event_comes_again_when_asked(bot, carla, playground):
    carla.home()
    assert playground.events.repeat().ok
    first, second = events(bot)
    assert first.payload == second.payload
    assert second.headers["X-Slack-Retry-Num"] == "1"


def test_what_the_manifest_does_not_subscribe_to_is_not_sent(bot, carla):
    carla.go("#general")
    carla.say("Hello everybody")  # message.channels is not in the manifest
    assert bot.heard == []


def test_a_request_is_replayed_byte_by_byte(bot, carla, playground):
    carla.command("/do")
    assert playground.delivery.replay().ok
    first, second = bot.heard
    assert first.payload == second.payload
    assert second.genuine


def test_a_forged_request_can_be_sent(bot, playground):
    body = b'{"type":"event_callback","event":{"type":"app_home_opened"}}'
    headers = {
        "Content-Type": JSON_TYPE,
        "X-Slack-Request-Timestamp": "1",
        "X-Slack-Signature": signature("another secret", "1", body),
    }
    answer = playground.delivery.send(Sent(body, headers, "forged"))
    assert (answer.status, answer.ok) == (401, False)
    assert bot.heard[-1].genuine is False


def test_the_signature_is_slacks():
    body = b"token=xyz&text="
    assert signature(SECRET, "1531420618", body).startswith("v0=")
    assert len(signature(SECRET, "1531420618", body)) == 67


def test_a_bot_that_is_not_there_is_told(carla, playground):
    playground.delivery.url = "http://127.0.0.1:9/slack/events"
    carla.command("/do")
    carla.see('/do failed with the error "dispatch_failed"')


def test_uninstalling_ends_the_token_and_tells_the_app(bot, playground):
    playground.uninstall()
    assert bot.kinds() == ["tokens_revoked", "app_uninstalled"]
