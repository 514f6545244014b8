"""Roster without a wire: signed requests go in by its door, and what Slack would get is kept.

Everything happens at once, in one thread: the listener, what it left for later, and its long work.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from slack_sdk.web import SlackResponse
from slack_sdk.web.file_upload_v2_result import FileUploadV2Result
from sqlmodel import SQLModel

import handlers
from bot import app as apps
from bot import settings
from bot.authorize import Workspaces
from bot.client import Client, _pieces
from bot.guard import Guard
from bot.playground.people import TEAM_ID
from bot.worker import Worker
from handlers import importing
from handlers.work import Work
from store.db import connect
from store.words import Provider
from tests.consenting import FakeProvider, accounts_of
from tests.e2e.stage_accounts import SECRETS
from tests.slack_requests import SECRET, signed

Payload = dict[str, Any]
Rows = dict[str, list[str]]

ANSWERS: dict[str, Payload] = {
    "auth.test": {"team_id": TEAM_ID, "user_id": "U0ROSTER01", "bot_id": "B0ROSTER01"},
    "conversations.open": {"channel": {"id": "D0MESSAGES"}},
    "chat.postMessage": {"ts": "1.1", "channel": "D0MESSAGES"},
    "users.info": {
        "user": {"real_name": "Wanda Writer", "profile": {"email": "wanda@example.org"}}
    },
    "views.open": {"view": {"id": "V0OPENED"}},
    "files.getUploadURLExternal": {"file_id": "F1", "upload_url": "https://files.example/1"},
    "files.completeUploadExternal": {"files": []},
}
SHOWING = {
    "views.open": "view",
    "views.push": "view",
    "views.update": "view",
    "views.publish": "view",
    "chat.postMessage": "message",
    "chat.postEphemeral": "message",
    "chat.update": "message",
}
# What no two answers have in common: the moment, and names that are made up.
_FLEETING = re.compile(
    r"\d+\.\d+\.[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f-]{27}|\d{8}T\d{6}Z|\b\d{10}(?:\.\d+)?\b"
    r"|/connect/[\w-]{43}"
)


class Recorder(Client):
    """Slack's Web API, content with everything; it remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__("xoxb-a-token", base_url="http://127.0.0.1:9/api/")
        self.calls: list[tuple[str, Payload]] = []

    def with_token(self, *_: Any, **__: Any) -> "Recorder":
        return self

    def api_call(self, api_method: str, **request: Any) -> SlackResponse:
        said = request.get("json") or request.get("params") or request.get("data") or {}
        self.calls.append((api_method, said))
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data={"ok": True, **ANSWERS.get(api_method, {})},
            headers={},
            status_code=200,
        )

    def _upload_file(self, *, data: bytes | IO[bytes], **_: Any) -> FileUploadV2Result:
        content = data if isinstance(data, bytes) else b"".join(_pieces(data))
        self.calls.append(("upload", {"content": content.decode("utf-8-sig")}))
        return FileUploadV2Result(200, "OK")


@dataclass(frozen=True)
class Answer:
    """All that came of a request: the acknowledgement, and every call of Slack's Web API."""

    status: int
    ack: str
    calls: list[tuple[str, Payload]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it as one text."""
        calls = json.dumps(self.calls, ensure_ascii=False)
        return json.dumps(self._ack_body(), ensure_ascii=False) + calls

    @property
    def lasting(self) -> str:
        """The same without what is never the same twice."""
        return _FLEETING.sub("~", self.text)

    def where(self, sentence: str) -> set[str]:
        """The places where this was said: "ack", or the names of Slack's methods."""
        said = {name for name, what in self.calls if sentence in json.dumps(what)}
        return said | ({"ack"} if sentence in json.dumps(self._ack_body()) else set())

    def shown(self) -> Iterator[tuple[str, Payload]]:
        """Every view and message that came to be seen, the last one first."""
        for name, what in reversed(self.calls):
            if kind := SHOWING.get(name):
                content = what["view"] if kind == "view" else what
                yield kind, json.loads(content) if isinstance(content, str) else content
        body = self._ack_body()
        if isinstance(body, dict) and "view" in body:
            yield "view", body["view"]
        elif isinstance(body, dict) and "blocks" in body:
            yield "message", body

    def _ack_body(self) -> Any:
        return json.loads(self.ack) if self.ack[:1] in ("{", "[") else self.ack


class Noting:
    """An App that writes down what is registered with it."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.ids: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._app, name)
        if name in ("use", "error"):
            return real

        def register(named: Any, *more: Any, **options: Any) -> Any:
            self.ids.append((name, named))
            return real(named, *more, **options)

        return register


class Studio:
    """The whole of Roster around one database, which can be put back to how it once was."""

    def __init__(self, address: str) -> None:
        self._file = Path(address.removeprefix("sqlite:///"))
        self._saved: dict[str, sqlite3.Connection] = {}
        self.database = connect(address)
        self.slack = Recorder()
        chosen = settings.load(
            _env_file=None,
            slack_bot_token="xoxb-a-token",
            slack_signing_secret=SECRET,
            database_url=address,
        )
        workspaces = Workspaces(chosen, self.database, client=self.slack)
        both = [FakeProvider(one) for one in Provider]
        accounts = accounts_of(self.database, *both, keys=SECRETS)
        self.app = apps.build(
            chosen,
            self.database,
            lambda: None,
            workspaces=workspaces,
            accounts=accounts,
            register=self._register,
        )
        self.app.pool.start = self.app.pool.run  # type: ignore[method-assign]  # here and now
        steps = {**handlers.STEPS, "importing.read": _read}
        self._worker = Worker(
            self.database,
            workspaces,
            api_url=self.slack.base_url,
            steps=steps,
            accounts=accounts,
        )
        self._guard = Guard(SECRET)

    def _register(self, app: Any, *, prefix: str) -> None:
        before = len(app._listeners)
        noting = Noting(app)
        handlers.register(noting, prefix=prefix)  # type: ignore[arg-type]  # it notes the listeners on their way to the app
        self.registered = noting.ids
        assert len(app._listeners) - before == len(noting.ids)

    def send(self, body: bytes, *, works: bool = True) -> Answer:
        """Send this as Slack does, and do all that comes of it; or leave long work for later."""
        self.slack.calls = []
        headers = {name.lower(): value for name, value in signed(body).items()}
        response = self.app.dispatch(self._guard.admit(headers, body))
        if works:
            self._worker.work()
        return Answer(response.status, str(response.body or ""), self.slack.calls)

    def work(self) -> Answer:
        """Do the long work that was left for later."""
        self.slack.calls = []
        self._worker.work()
        return Answer(200, "", self.slack.calls)

    def save(self, name: str) -> None:
        """Remember the data as they are now."""
        self._saved[name] = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(self._file)) as file:
            file.backup(self._saved[name])

    def restore(self, name: str) -> None:
        """Put the data back to how they were when they were saved."""
        with closing(sqlite3.connect(self._file)) as file:
            file.execute("PRAGMA synchronous = OFF")  # nothing here has to outlive a power cut
            self._saved[name].backup(file)

    def rows(self) -> Rows:
        """Every row of every table that belongs to some book, each as sorted JSON."""
        with closing(sqlite3.connect(self._file)) as file:
            file.row_factory = sqlite3.Row
            of = {
                name: f"SELECT * FROM {name} WHERE book_id IS NOT NULL"
                for name, table in SQLModel.metadata.tables.items()
                if "book_id" in table.columns
            }
            of["book"] = "SELECT *, id AS book_id FROM book"
            return {
                name: sorted(
                    json.dumps(dict(row), sort_keys=True, default=repr)
                    for row in file.execute(query)
                )
                for name, query in of.items()
            }

    def close(self) -> None:
        """Let go of everything."""
        self.database.close()
        for kept in self._saved.values():
            kept.close()


def of_books(rows: Rows, books: set[int]) -> Rows:
    """Only what belongs to these books."""
    return {
        name: [row for row in found if json.loads(row)["book_id"] in books]
        for name, found in rows.items()
    }


def changed(before: Rows, after: Rows) -> set[str]:
    """The tables that are not what they were."""
    return {name for name in before if before[name] != after[name]}


def _read(work: Work) -> None:
    """The one step that would fetch something from elsewhere."""
    importing.read(replace(work, download=lambda _: b"email\nnew@example.org\n"))
