"""The door: what does not come from Slack, or is not what Slack sends, never reaches Bolt."""

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import BoltRequest

LIMIT = 1024 * 1024  # Slack's largest payloads are a tenth of it
WINDOW = 300  # seconds, as Slack asks
DEPTH = 60  # Slack nests about fifteen deep
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
TIMESTAMP = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class Refused(Exception):
    """The answer to a request that goes no further; `reason` is for the log, not for the caller."""

    status: int
    reason: str


class Guard:
    """Checks signature and shape; Bolt checks the signature too, but answers some forgeries 500."""

    def __init__(self, signing_secret: str, *, clock: Callable[[], float] = time.time) -> None:
        self._secret = signing_secret.encode()
        self._clock = clock

    def admit(self, headers: Mapping[str, str], body: bytes) -> BoltRequest:
        """The request as Bolt takes it; Refused otherwise. Header names are lower case."""
        self._check_signature(headers, body)
        try:
            request = BoltRequest(body=body.decode(), headers=dict(headers))
            well_formed = isinstance(request.body, dict) and fits(request.body)
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            well_formed = False
        if not well_formed:
            raise Refused(400, "not a payload of Slack's")
        return request

    def _check_signature(self, headers: Mapping[str, str], body: bytes) -> None:
        given = headers.get("x-slack-signature", "")
        moment = headers.get("x-slack-request-timestamp", "")
        # two of the same header arrive joined by a comma, and match neither
        if not SIGNATURE.fullmatch(given) or not TIMESTAMP.fullmatch(moment):
            raise Refused(401, "signature or timestamp missing or malformed")
        if abs(self._clock() - int(moment)) > WINDOW:
            raise Refused(401, "timestamp over 5 minutes off: a replay, or our clock is wrong")
        signed = b"v0:" + moment.encode() + b":" + body
        right = "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right, given):
            raise Refused(401, "wrong signature")


def is_ssl_check(body: bytes) -> bool:
    """Whether Slack merely looks at our certificate; it does not sign that."""
    return len(body) < 500 and dict(parse_qsl(body.decode("latin-1"))).get("ssl_check") == "1"


# What Bolt's matchers and our listeners reach into without asking.
Shape = Any
PERSON: Shape = {"id": str}
VIEW: Shape = {"type": str, "callback_id": str}
SHAPES: dict[str, Shape] = {
    "block_actions": {"user": PERSON, "actions": [{"action_id": str, "block_id": str}]},
    "view_submission": {"user": PERSON, "view": {**VIEW, "state": {"values": dict}}},
    "view_closed": {"user": PERSON, "view": VIEW},
    "block_suggestion": {"user": PERSON, "action_id": str, "block_id": str},
    "shortcut": {"user": PERSON, "callback_id": str},
    "message_action": {"user": PERSON, "callback_id": str, "message": dict},
    "event_callback": {"event": {"type": str}},
}


def fits(body: dict[str, Any]) -> bool:
    """Whether a payload has what its kind must have, and nests no deeper than Slack does."""
    if "type" not in body:
        return isinstance(body.get("command"), str) and bool(body.get("user_id"))
    kind = body["type"]
    return isinstance(kind, str) and _has(body, SHAPES.get(kind, {})) and _depth_is_fine(body)


def _has(value: Any, shape: Shape) -> bool:  # noqa: ANN401 (JSON)
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(_has(value.get(k), s) for k, s in shape.items())
    if isinstance(shape, list):
        return (
            isinstance(value, list)
            and bool(value)
            and all(_has(inner, shape[0]) for inner in value)
        )
    return isinstance(value, shape)


def _depth_is_fine(body: dict[str, Any]) -> bool:
    level: list[Any] = [body]
    for _ in range(DEPTH):
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return True
    return False
