"""Slack's door over real HTTP: forged, stale, broken and oversized requests stay outside."""

import contextlib
import json
import logging
import socket
import time

import pytest

from bot.guard import LIMIT, Guard, Refused
from tests.slack_requests import (
    SECRET,
    action,
    command,
    event,
    interaction,
    post,
    signature,
    signed,
)

CANARY = "Ann Canary"
VIEW = {
    "type": "view_submission",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "view": {"id": "V1", "type": "modal", "callback_id": "contacts.save", "state": {"values": {}}},
}
SUGGESTION = {
    "type": "block_suggestion",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "action_id": "contacts.suggest",
    "block_id": "b",
    "value": "an",
}
ROUTES = {
    "command": command(text=CANARY),
    "action": action("contacts.add", CANARY),
    "view": interaction({**VIEW, "canary": CANARY}),
    "options": interaction({**SUGGESTION, "canary": CANARY}),
    "event": event("Ev1", canary=CANARY),
}


def written(caplog):
    """The log but for waitress's remarks on how many requests wait, which `logs` leaves out."""
    return [record for record in caplog.records if record.name != "waitress.queue"]


@pytest.mark.parametrize("route", ROUTES)
def test_what_slack_signed_comes_in(door, route):
    assert post(door.port, ROUTES[route])[0] == 200
    assert door.ran == [route]


def forgeries(body):
    now = str(int(time.time()))
    good = signed(body)
    return {
        "no headers": {},
        "no signature": {**good, "X-Slack-Signature": ""},
        "no timestamp": {**good, "X-Slack-Request-Timestamp": ""},
        "another app's": signed(body, secret="another"),
        "of another body": {**good, "X-Slack-Signature": signature(b"other", now)},
        "of another moment": {**good, "X-Slack-Request-Timestamp": str(int(now) - 1)},
        "version 1": {**good, "X-Slack-Signature": good["X-Slack-Signature"].replace("v0", "v1")},
        "upper case": {**good, "X-Slack-Signature": good["X-Slack-Signature"].upper()},
        "cut": {**good, "X-Slack-Signature": good["X-Slack-Signature"][:-1]},
        "not hexadecimal": {**good, "X-Slack-Signature": "v0=" + "z" * 64},
        "not ASCII": {**good, "X-Slack-Signature": "v0=" + "é" * 64},
        "empty secret": signed(body, secret=""),
    }


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("forgery", forgeries(b""))
def test_what_slack_did_not_sign_stays_outside(door, caplog, route, forgery):
    with caplog.at_level(logging.DEBUG):
        status, text = post(door.port, ROUTES[route], forgeries(ROUTES[route])[forgery])
    assert (status, text) == (401, "")
    assert door.ran == []
    assert [record.name for record in written(caplog)] == ["roster.web"]
    assert CANARY.split()[1] not in caplog.text


@pytest.mark.parametrize(("age", "status"), [(301, 401), (-320, 401), (285, 200), (-285, 200)])
def test_five_minutes_are_the_window(door, age, status):
    body = command()
    assert post(door.port, body, signed(body, at=time.time() - age))[0] == status


@pytest.mark.parametrize(("off", "comes_in"), [(300, True), (301, False)])
@pytest.mark.parametrize("direction", [1, -1])
def test_the_window_is_exact_to_the_second(off, comes_in, direction):
    guard, body = Guard(SECRET, clock=lambda: 1_000_000.0), command()
    headers = signed(body, at=1_000_000 + off * direction)
    verdict = contextlib.nullcontext() if comes_in else pytest.raises(Refused)
    with verdict:
        guard.admit({name.lower(): value for name, value in headers.items()}, body)


@pytest.mark.parametrize(
    "moment", ["abc", "1.5", "", " ", "9" * 31, "-1", "0x1", "1e9", "١٢٣٤٥٦٧٨٩٠", "nan"]
)
def test_a_timestamp_that_is_none_is_refused_even_when_signed(door, caplog, moment):
    body = command()
    headers = signed(body)
    headers["X-Slack-Request-Timestamp"] = moment.encode().decode("latin-1")
    headers["X-Slack-Signature"] = signature(body, moment)
    with caplog.at_level(logging.DEBUG):
        assert post(door.port, body, headers) == (401, "")
    (line,) = written(caplog)
    assert line.exc_info is None


@pytest.mark.parametrize("doubled", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
def test_a_doubled_header_is_refused(door, doubled):
    body = command()
    headers = signed(body)
    lines = [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"{doubled}: {headers[doubled]}", f"Content-Length: {len(body)}"]
    head = "\r\n".join(["POST /slack/events HTTP/1.1", "Host: x", "Connection: close", *lines])
    with socket.create_connection(("127.0.0.1", door.port), timeout=5) as raw:
        raw.sendall(head.encode() + b"\r\n\r\n" + body)
        assert raw.recv(100).startswith(b"HTTP/1.1 401")
    assert door.ran == []


def nested(depth, inner="1"):
    return '{"a":' * depth + inner + "}" * depth


BROKEN = [
    b"payload={",
    b"payload=",
    b"payload=%5B%5D",
    b"payload=null",
    b"payload=1",
    b"payload=%22text%22",
    b"payload=%7B%22type%22%3A%22block_actions%22%7D",
    b"[]",
    b"[" * 100_000,
    b"{",
    b"{}",
    b"null",
    b"",
    b"\xff\xfe\x00",
    b"payload=%ff%fe",
    b"nothing=1",
    b"command=/contacts",
    nested(100_000).encode(),
    nested(400).encode(),
    b'{"type":"event_callback","event":' + nested(100).encode() + b"}",
    b'{"type":"event_callback"}',
    b'{"type":"event_callback","event":[]}',
    b'{"type":"event_callback","event":{"type":{}}}',
    b'{"type":["x"]}',
    b'{"type":"view_submission","authorizations":5,"view":{}}',
    *(
        interaction(payload)
        for payload in [
            {},
            {"type": None},
            {**VIEW, "view": None},
            {**VIEW, "view": {"type": "modal", "callback_id": 1}},
            {**VIEW, "view": {**VIEW["view"], "state": {"values": []}}},
            {**VIEW, "user": "U1"},
            {**SUGGESTION, "action_id": None},
            {"type": "block_actions", "user": {"id": "U1"}, "actions": []},
            {"type": "block_actions", "user": {"id": "U1"}, "actions": ["x"]},
            {"type": "block_actions", "user": {"id": "U1"}, "actions": {"action_id": "x"}},
            {"type": "block_actions", "user": {}, "actions": [{"action_id": "x", "block_id": "b"}]},
            {"type": "shortcut"},
            {"type": "view_submission", "team": 5, "user": {"id": "U1"}, "view": []},
        ]
    ),
]


@pytest.mark.parametrize("body", BROKEN, ids=lambda body: repr(body[:40]))
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_a_signed_but_broken_body_is_the_senders_mistake(door, caplog, body, kind):
    with caplog.at_level(logging.INFO):
        status, text = post(door.port, body, {**signed(body), "Content-Type": kind})
    assert (status, text) == (400, "")
    assert door.ran == []
    assert len(written(caplog)) == 1


@pytest.mark.parametrize(
    "payload", [{"type": "never_heard_of"}, {**VIEW, "team": None}, {"type": "app_rate_limited"}]
)
def test_what_slack_may_invent_is_answered_without_an_error_of_ours(door, payload):
    assert post(door.port, interaction(payload))[0] < 500
    assert post(door.port, json.dumps(payload).encode())[0] < 500


def test_slacks_certificate_check_is_answered_and_does_nothing(door):
    assert post(door.port, b"ssl_check=1&token=x", {}) == (200, "")
    assert post(door.port, b"ssl_check=1&command=%2Fcontacts&user_id=U1", {}) == (200, "")
    assert door.ran == []


def test_the_address_is_confirmed_to_slack_only(door):
    body = b'{"type":"url_verification","challenge":"c-1","token":"x"}'
    assert post(door.port, body, {})[0] == 401
    status, text = post(door.port, body)
    assert (status, json.loads(text)) == (200, {"challenge": "c-1"})


@pytest.mark.parametrize("size", [LIMIT + 1, 50 * 1024 * 1024])
def test_a_body_that_is_too_large_is_not_read(door, size):
    with socket.create_connection(("127.0.0.1", door.port), timeout=5) as raw:
        raw.sendall(
            f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n".encode()
        )
        raw.sendall(b"a" * 1000)
        assert raw.recv(100).startswith(b"HTTP/1.1 413")
    assert post(door.port, command())[0] == 200


@pytest.mark.parametrize(
    "path", ["/", "/slack", "/slack/events/", "/healthz/../slack/events", "/.env"]
)
def test_other_paths_lead_nowhere(door, path):
    assert post(door.port, command(), path=path)[0] in (404, 405)
    assert door.ran == []
