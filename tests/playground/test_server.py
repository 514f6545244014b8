"""The person's side over HTTP: the page, the stream of versions, waiting, and foreign pages."""

import json
import threading

import pytest
import urllib3

from bot.playground.person import Person
from bot.playground.server import Playground
from tests.playground.conftest import MANIFEST
from tests.playground.standin import SECRET, TOKEN


@pytest.fixture
def http():
    with urllib3.PoolManager(retries=False) as pool:
        yield pool


def test_the_page_and_its_files_are_served(playground, http):
    page = http.request("GET", playground.url + "/")
    assert page.status == 200
    assert b"<html" in page.data
    assert http.request("GET", playground.url + "/static/index.html").status == 200
    assert http.request("GET", playground.url + "/static/../server.py").status == 404


def test_a_screen_has_all_that_the_page_needs(carla):
    state = carla.state
    assert state["me"] == {
        "id": carla.id,
        "name": "carla",
        "real_name": "Carla Coach",
        "title": "Coach",
        "color": "#2f6f6a",
        "initials": "CC",
    }
    assert [one["name"] for one in state["people"]] == ["carla", "amir", "cleo"]
    assert state["app"]["name"] == "Standin"
    assert state["commands"][0] == {
        "command": "/do",
        "usage_hint": "[this]",
        "description": "Does it",
    }
    assert [(one["name"], one["is_dm"]) for one in state["channels"]] == [
        ("general", False),
        ("Standin", True),
    ]


def test_the_stream_tells_of_every_change(playground, client, carla, http):
    url = f"{playground.url}/playground/events?person={carla.id}"
    answer = http.request("GET", url, preload_content=False)
    lines = iter(answer)
    first = version(lines)
    assert first == carla.state["version"]
    client.chat_postMessage(channel=carla.dm, text="Hello")
    assert version(lines) > first
    answer.close()


def version(lines):
    line = next(line for line in lines if line.startswith(b"data: "))
    return json.loads(line.removeprefix(b"data: "))["version"]


def test_others_are_not_woken(client, carla, amir):
    before = amir.state["version"]
    client.chat_postMessage(channel=carla.dm, text="Hello")
    assert amir.state["version"] == before


def test_waiting_ends_when_something_happens(client, carla):
    heard = []
    thread = threading.Thread(target=lambda: heard.append(carla.see("Hello", timeout=10)))
    thread.start()
    client.chat_postMessage(channel=carla.dm, text="Hello")
    thread.join(5)
    assert heard


def test_stopping_ends_the_streams_and_frees_the_port(bot, http):
    slack = Playground(signing_secret=SECRET, bot_url=bot.url, bot_token=TOKEN, manifest=MANIFEST)
    slack.start()
    person = Person(slack.url)
    answer = http.request("GET", f"{slack.url}/playground/events", preload_content=False)
    port = int(slack.url.rpartition(":")[2])
    slack.stop()
    answer.close()
    person.close_connections()
    again = Playground(signing_secret=SECRET, bot_url=bot.url, bot_token=TOKEN, manifest=MANIFEST)
    again.start(port)
    again.stop()


def test_a_busy_port_is_said_and_does_not_end_the_process(playground, bot):
    port = int(playground.url.rpartition(":")[2])
    other = Playground(signing_secret=SECRET, bot_url=bot.url, bot_token=TOKEN, manifest=MANIFEST)
    with pytest.raises(OSError, match="in use"):
        other.start(port)
    other.stop()


def test_another_page_in_the_browser_may_not_act(playground, http):
    act = {"person": "U0CARLA001", "kind": "home"}
    url = playground.url + "/playground/act"
    foreign = http.request("POST", url, json=act, headers={"Origin": "https://evil.example"})
    assert foreign.json()["ok"] is False
    own = http.request("POST", url, json=act, headers={"Origin": playground.url})
    assert own.json()["ok"] is True


@pytest.mark.parametrize(
    "act",
    [
        {"person": "U0NOBODY01", "kind": "home"},
        {"person": "U0CARLA001", "kind": "dance"},
        {"person": "U0CARLA001", "kind": "say", "channel": "D0OTHER", "text": "x"},
        {"person": "U0CARLA001", "kind": "say", "channel": "C0GENERAL1", "text": "  "},
        {"person": "U0CARLA001", "kind": "submit", "view_id": "V1"},
        {"person": "U0CARLA001", "kind": "click", "channel": "C0GENERAL1", "ts": "1"},
        [],
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(playground, http, act):
    answer = http.request("POST", playground.url + "/playground/act", json=act).json()
    assert answer["ok"] is False
    assert answer["error"].endswith(".")


def test_the_manifest_of_roster_itself_is_read(bot):
    with Playground(signing_secret=SECRET, bot_url=bot.url, bot_token=TOKEN) as slack:
        person = Person(slack.url)
        assert "/contacts" in [one["command"] for one in person.state["commands"]]
        person.close_connections()
