"""The Web API: tokens, scopes, what is missing, what goes wrong on a bad day."""

import copy
import json
import threading
import time
from dataclasses import replace
from http.client import HTTPException

import pytest
import urllib3
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.playground.faults import Fault
from bot.playground.server import Playground
from tests.playground.blocks import home, section
from tests.playground.conftest import MANIFEST
from tests.playground.standin import SECRET, TOKEN


@pytest.fixture
def http():
    with urllib3.PoolManager(retries=False) as pool:
        yield pool


def test_the_token_says_who_the_app_is(client):
    answer = client.auth_test()
    assert (answer["user_id"], answer["bot_id"]) == ("U0ROSTER01", "B0ROSTER01")
    assert "chat:write" in answer.headers["X-OAuth-Scopes"]


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-x", "invalid_auth")])
def test_a_wrong_token_is_refused(playground, token, error):
    client = WebClient(token, base_url=playground.api_url)
    with pytest.raises(SlackApiError, match=error):
        client.auth_test()


def test_a_missing_scope_is_named(bot):
    manifest = copy.deepcopy(MANIFEST)
    manifest["oauth_config"]["scopes"]["bot"] = ["app_mentions:read", "commands", "im:history"]
    slack = Playground(signing_secret=SECRET, bot_url=bot.url, bot_token=TOKEN, manifest=manifest)
    with slack, pytest.raises(SlackApiError) as caught:
        WebClient(TOKEN, base_url=slack.api_url).chat_postMessage(channel="C1", text="x")
    answer = caught.value.response
    assert answer["error"] == "missing_scope"
    assert (answer["needed"], answer["provided"]) == (
        "chat:write",
        "app_mentions:read,commands,im:history",
    )


def test_an_address_needs_a_scope_of_its_own(client, carla, playground):
    known = playground.workspace.manifest
    more = replace(known, scopes=known.scopes | {"users:read.email"})
    playground.workspace.manifest = more
    everybody = client.users_list()["members"]
    emails = [one["profile"].get("email") for one in everybody]
    assert emails == [f"{name}@playground.example" for name in ("carla", "amir", "cleo")] + [None]
    assert client.users_info(user=carla.id)["user"]["profile"]["email"] == emails[0]


def test_people_are_described_with_their_rights(client, carla, amir):
    owner, member = (client.users_info(user=one.id)["user"] for one in (carla, amir))
    assert (owner["is_owner"], owner["is_admin"]) == (True, True)
    assert (member["is_owner"], member["is_admin"]) == (False, False)
    assert "email" not in owner["profile"]  # that is a scope of its own
    assert len(client.users_list()["members"]) == 4
    with pytest.raises(SlackApiError, match="user_not_found"):
        client.users_info(user="U0NOBODY01")


def test_a_conversation_is_opened_with_one_person(client, carla):
    assert client.conversations_open(users=carla.id)["channel"]["id"] == carla.dm
    with pytest.raises(SlackApiError, match="user_not_found"):
        client.conversations_open(users="U0NOBODY01")
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.conversations_open(users=f"{carla.id},U0AMIR0001")


def test_an_unknown_method_is_unknown(client):
    with pytest.raises(SlackApiError, match="unknown_method"):
        client.api_call("contacts.list")


def test_a_missing_argument_is_named(client):
    with pytest.raises(SlackApiError) as caught:
        client.api_call("views.publish", json={"view": home()})
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] missing required field: user_id [json-pointer:/user_id]"
    ]


@pytest.mark.parametrize(
    "how",
    [
        {"json": {"user_id": "U0CARLA001", "view": home()}},
        {"params": {"user_id": "U0CARLA001", "view": json.dumps(home())}},
    ],
)
def test_arguments_come_as_json_or_as_a_form(client, how):
    assert client.api_call("views.publish", **how)["ok"]


def test_json_that_is_none_is_refused(playground, http):
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
    for body in (b"{", b"[]", b"\xff"):
        answer = http.request(
            "POST", playground.api_url + "auth.test", headers=headers, body=body
        ).json()
        assert answer == {"ok": False, "error": "invalid_json"}


def test_blocks_can_be_validated_without_a_token(playground):
    client = WebClient(base_url=playground.api_url)
    assert client.api_call("blocks.validate", json={"view": home()})["ok"]
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.api_call("blocks.validate", json={"blocks": [section(block_id="a")] * 2})


def test_slack_asks_to_be_called_less_often(playground, client):
    playground.faults.add("auth.test", Fault(status=429, retry_after="30"), times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            client.auth_test()
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "30"
        assert caught.value.response["error"] == "ratelimited"
    assert client.auth_test()["ok"]


def test_slack_fails_hangs_up_and_is_slow(playground, client, carla):
    playground.faults.add("*", Fault(status=500))
    with pytest.raises(SlackApiError):
        client.auth_test()
    playground.faults.add("auth.test", Fault(reset=True))
    with pytest.raises((OSError, HTTPException, SlackClientError)):
        client.auth_test()
    playground.faults.add("auth.test", Fault(delay=0.05))
    began = time.monotonic()
    assert client.auth_test()["ok"]
    assert time.monotonic() - began >= 0.05
    playground.faults.add("chat.postMessage", Fault(reset=True, after=True))
    with pytest.raises((OSError, HTTPException, SlackClientError)):
        client.chat_postMessage(channel=carla.dm, text="Said all the same")
    assert len(carla.messages) == 1


def test_a_slow_answer_does_not_outlive_the_playground(bot):
    slack = Playground(signing_secret=SECRET, bot_url=bot.url, bot_token=TOKEN, manifest=MANIFEST)
    slack.start()
    slack.faults.add("auth.test", Fault(delay=60))
    begun = threading.Event()
    ended = threading.Event()

    def call():
        begun.set()
        try:
            WebClient(TOKEN, base_url=slack.api_url, retry_handlers=[]).auth_test()
        except (OSError, HTTPException, SlackClientError):
            pass
        finally:
            ended.set()

    thread = threading.Thread(target=call)
    thread.start()
    begun.wait()
    slack.stop()
    assert ended.wait(5)
    thread.join()


def test_the_log_says_what_slack_received_and_answered(playground, client, http):
    client.auth_test()
    with pytest.raises(SlackApiError):
        client.views_publish(user_id="U0CARLA001", view={"type": "home"})
    entries = http.request("GET", playground.url + "/playground/log").json()["entries"]
    first, second = entries
    assert (first["what"], first["direction"], first["ok"]) == ("auth.test", "to Slack", True)
    assert second["problems"] == ["missing required field: blocks [json-pointer:/view]"]
    assert second["request"]["view"] == {"type": "home"}
    assert TOKEN not in str(entries)
    later = http.request("GET", playground.url + f"/playground/log?after={first['n']}").json()
    assert [entry["n"] for entry in later["entries"]] == [second["n"]]
