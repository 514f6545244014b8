"""Requests from Slack to the app: signed, and answered within three seconds or not at all."""

import hashlib
import hmac
import json
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3

from bot.playground.json_types import JSON, Raw
from bot.playground.log import FROM_SLACK, Entry, Log

DEADLINE = 3.0
PATH = "/slack/events"
FORM, JSON_TYPE = "application/x-www-form-urlencoded", "application/json"
KEPT = 100


@dataclass(frozen=True)
class Sent:
    """One request as it went over the wire."""

    body: bytes
    headers: dict[str, str]
    what: str
    content: Any = None  # the same, read


@dataclass(frozen=True)
class Answer:
    """What the app said; `failure` is timeout or unreachable when it said nothing."""

    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    failure: str = ""

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged."""
        return self.status == 200

    def read(self) -> Raw:
        """The body: JSON where it is JSON, else text; None when empty."""
        text = self.body.decode(errors="replace").strip()
        try:
            return json.loads(text) if text else None
        except ValueError:
            return text


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature, version 0."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def form(fields: JSON) -> bytes:
    """Fields as a posted form."""
    return urlencode(fields).encode()


class Delivery:
    """The wire to the app."""

    def __init__(self, url: str, secret: str, log: Log, deadline: float = DEADLINE) -> None:
        self.url = url if urlsplit(url).path.strip("/") else url.rstrip("/") + PATH
        self.sent: deque[Sent] = deque(maxlen=KEPT)
        self._secret, self._log, self.deadline = secret, log, deadline
        self._lock = threading.Lock()
        self._pool = urllib3.PoolManager(maxsize=32, retries=False)

    def post(self, what: str, content: JSON, body: bytes, kind: str, **extra: str) -> Answer:
        """Sign and send one request; extra headers by name, with _ for -."""
        timestamp = str(int(time.time()))
        headers = {name.replace("_", "-"): value for name, value in extra.items()}
        headers |= {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        return self.send(Sent(body, headers, what, content))

    def interact(self, payload: JSON, name: str) -> Answer:
        """Send a click, a submission and the like."""
        body = form({"payload": json.dumps(payload)})
        return self.post(f"{payload['type']} {name}".strip(), payload, body, FORM)

    def send(self, sent: Sent) -> Answer:
        """Send these very bytes, signed or not, and write down what came of it."""
        with self._lock:
            self.sent.append(sent)
        entry = Entry(FROM_SLACK, f"POST {urlsplit(self.url).path} {sent.what}", sent.content)
        answer = self._send(sent)
        entry.ok, entry.status, entry.response = answer.ok, answer.status, answer.read()
        if not answer.ok:
            entry.problems.append(answer.failure or f"answered {answer.status} instead of 200")
        self._log.add(entry)
        return answer

    def replay(self, sent: Sent | None = None, **headers: str) -> Answer:
        """Send an earlier request once more, byte by byte; headers may be changed, by name."""
        sent = sent or self.sent[-1]
        changed = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send(replace(sent, headers={**sent.headers, **changed}))

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def _send(self, sent: Sent) -> Answer:
        try:
            answer = self._pool.request(
                "POST",
                self.url,
                body=sent.body,
                headers=sent.headers,
                redirect=False,
                timeout=urllib3.Timeout(total=self.deadline),
            )
        except urllib3.exceptions.NewConnectionError:  # urllib3 counts it among the time-outs
            return Answer(failure="unreachable")
        except urllib3.exceptions.TimeoutError:
            return Answer(failure="timeout")
        except urllib3.exceptions.HTTPError:
            return Answer(failure="unreachable")
        return Answer(answer.status, answer.data, answer.headers)
