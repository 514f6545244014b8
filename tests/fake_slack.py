"""A few Web API methods of Slack over real HTTP, recorded, with answers that a test decides."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Call:
    """One request to Slack."""

    method: str
    arguments: dict[str, Any]
    token: str
    connection: tuple[str, int]


@dataclass
class Answer:
    """What Slack says; `raw` replaces the JSON, `cut` closes the connection instead."""

    body: dict[str, Any] = field(default_factory=lambda: {"ok": True})
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    cut: bool = False


AUTH = {"ok": True, "team_id": "T1", "team": "Studio", "user_id": "UBOT", "bot_id": "BBOT"}
WHO = {"ok": True, "user": {"id": "U1", "team_id": "T1", "real_name": "Ann", "is_admin": True}}
Plan = Callable[[Call], Answer | None]


class FakeSlack:
    """The server. `plan(call)` may answer a call; else Slack is content with everything."""

    def __init__(self, *, delay: float = 0) -> None:
        self.calls: list[Call] = []
        self.plan: Plan = lambda _: None
        self.delay = delay
        self._changed = threading.Condition()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # one packet an answer: Nagle would hold the second one back

            def do_POST(self) -> None:
                fake._answer(self)

            def do_GET(self) -> None:
                fake._answer(self)

            def log_message(self, *_: object) -> None:
                """Keep stderr for what went wrong."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a client that hangs up is no news
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        scheme = "https" if hasattr(self.server.socket, "context") else "http"
        return f"{scheme}://localhost:{self.server.server_port}/api/"

    def start(self) -> "FakeSlack":
        self._thread.start()
        return self

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def methods(self) -> list[str]:
        return [call.method for call in self.calls]

    def wait_for(self, method: str, *, times: int = 1, seconds: float = 10) -> list[Call]:
        """The calls of a method, as soon as there are so many."""

        def found() -> list[Call]:
            return [call for call in self.calls if call.method == method]

        with self._changed:
            if not self._changed.wait_for(lambda: len(found()) >= times, timeout=seconds):
                raise AssertionError(f"no {times} x {method}; Slack received {self.methods()}")
            return found()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        call = Call(
            method=handler.path.removeprefix("/api/"),
            arguments=_arguments(body, handler.headers.get("Content-Type", "")),
            token=handler.headers.get("Authorization", "").removeprefix("Bearer "),
            connection=handler.client_address,
        )
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()
        if self.delay:
            time.sleep(self.delay)
        answer = self.plan(call) or Answer(_content(call.method))
        if answer.cut:
            handler.close_connection = True
            return
        content = answer.raw if answer.raw is not None else json.dumps(answer.body).encode()
        handler.send_response(answer.status)
        given = {"Content-Type": "application/json", "Content-Length": str(len(content))}
        for name, value in {**given, **answer.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)


@contextmanager
def fake_slack() -> Iterator[FakeSlack]:
    """A fake Slack for as long as the block lasts."""
    fake = FakeSlack().start()
    try:
        yield fake
    finally:
        fake.stop()


def _content(method: str) -> dict[str, Any]:
    known = {"auth.test": AUTH, "users.info": WHO}
    opened = {"conversations.open": {"ok": True, "channel": {"id": "D1"}}}
    return {**known, **opened}.get(method, {"ok": True, "view": {"id": "V1"}, "ts": "1.1"})


def _arguments(body: bytes, content_type: str) -> dict[str, Any]:
    if content_type.startswith("application/json"):
        return dict(json.loads(body or b"{}"))
    return dict(parse_qsl(body.decode("latin-1")))
