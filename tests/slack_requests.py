"""Requests as Slack sends them: bodies, signatures, and sending them over real HTTP."""

import hashlib
import hmac
import http.client
import json
import time
from typing import Any
from urllib.parse import urlencode

SECRET = "signing-canary-5c1e"


def signature(body: bytes, moment: str, secret: str = SECRET) -> str:
    base = b"v0:" + moment.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def signed(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers of a request that Slack signed at that moment (now)."""
    moment = str(int(time.time() if at is None else at))
    return {
        "Content-Type": "application/json"
        if body[:1] in b"{["
        else "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": signature(body, moment, secret),
    }


def command(
    name: str = "/contacts", text: str = "", *, person: str = "U1", team: str = "T1"
) -> bytes:
    return urlencode(
        {
            "command": name,
            "text": text,
            "user_id": person,
            "user_name": "ann",
            "team_id": team,
            "channel_id": "C1",
            "trigger_id": f"trigger-{time.time_ns()}",
            "response_url": "https://hooks.slack.com/commands/T1/1/canary",
        }
    ).encode()


def interaction(payload: dict[str, Any]) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


def action(action_id: str, value: str = "", *, person: str = "U1") -> bytes:
    return interaction(
        {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": person, "team_id": "T1"},
            "trigger_id": "1.2",
            "actions": [
                {"action_id": action_id, "block_id": "b", "type": "button", "value": value}
            ],
        }
    )


def event(event_id: str, **inner: Any) -> bytes:
    return json.dumps(
        {
            "type": "event_callback",
            "event_id": event_id,
            "team_id": "T1",
            "event_time": int(time.time()),
            "event": {"type": "app_home_opened", "user": "U1", "tab": "home", **inner},
        }
    ).encode()


def post(
    port: int, body: bytes, headers: dict[str, str] | None = None, *, path: str = "/slack/events"
) -> tuple[int, str]:
    """Send it; status and text of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", path, body, headers if headers is not None else signed(body))
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
