"""The routes that the page (or a test) calls in a person's name.

- `GET  /` the page; `/static/…` its files.
- `GET  /playground/state?person=U…` one person's screen: `Workspace.state`. Without a person: the
  first one. With `after=<version>` it waits until something changed (at most `wait` seconds, 10
  unless told). Views and messages carry `values`: {block_id: {action_id: raw}}, what each
  element holds now, as the server knows it from the last click.
- `GET  /playground/events?person=U…` server-sent events: `data: {"version": n}`, at once and on
  every change.
- `GET  /playground/log?after=n` what Slack sent and received: `{entries: [log.Entry, …]}`.
- `POST /playground/act` `{person, kind, …}`: see `acts.Acts`; `{ok: true, …}`, or `{ok: false,
  error}` with a sentence. A command or click that the app did not take is told in
  `state.notice = {id, text}`; a submission that it did not take is `{ok: false, error}`.
- `POST /playground/files` multipart `person`, `file` (once or several times), and `channel` and
  `text` or neither: `{ok: true, file: {id, name, size, mimetype}, files: [all of them]}`.
- `GET  /playground/files/<id>?person=U…` the file, for somebody who sees it in a conversation.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

from bot.playground.acts import Acts
from bot.playground.errors import NotPossible
from bot.playground.files import LARGEST
from bot.playground.json_types import JSON
from bot.playground.log import Log
from bot.playground.people import Member
from bot.playground.workspace import Workspace

STATIC = Path(__file__).parent / "static"
WAIT = 10.0
HEARTBEAT = 15.0


class PersonSide:
    """The page's addresses."""

    def __init__(self, workspace: Workspace, acts: Acts, log: Log) -> None:
        self._workspace, self._acts, self._log = workspace, acts, log

    def routes(self) -> Blueprint:
        """The table of addresses."""
        side = Blueprint("person", __name__, static_folder=STATIC, static_url_path="/static")
        side.before_request(own_page_only)
        side.register_error_handler(NotPossible, not_possible)
        side.add_url_rule("/", view_func=page)
        side.add_url_rule("/playground/state", view_func=self.state)
        side.add_url_rule("/playground/events", view_func=self.events)
        side.add_url_rule("/playground/log", view_func=self.entries)
        side.add_url_rule("/playground/act", view_func=self.act, methods=["POST"])
        side.add_url_rule("/playground/files", view_func=self.share, methods=["POST"])
        side.add_url_rule("/playground/files/<file_id>", view_func=self.download)
        return side

    def state(self) -> Response:
        """One person's screen, at once or when it has changed."""
        person = self._person()
        if "after" in request.args:
            seconds = min(request.args.get("wait", WAIT, type=float), WAIT)
            self._workspace.wait(person.id, request.args.get("after", 0, type=int), seconds)
        with self._workspace.lock:
            return _answer(self._workspace.state(person.id))

    def events(self) -> Response:
        """The stream of versions."""
        stream = versions(self._workspace, self._person().id)
        headers = {"Cache-Control": "no-cache"}
        return Response(stream, headers=headers, mimetype="text/event-stream")

    def entries(self) -> Response:
        """The log."""
        return _answer({"entries": self._log.after(request.args.get("after", 0, type=int))})

    def act(self) -> Response:
        """One act of a person."""
        asked: object = request.get_json()
        if not isinstance(asked, dict):
            raise NotPossible("An act is an object with a person and a kind.")
        return _answer(self._acts.do(str(asked.get("person", "")), str(asked.get("kind")), asked))

    def share(self) -> Response:
        """Files of a person, into a conversation in one message, or for a form."""
        uploads = [one for one in request.files.getlist("file") if one.filename]
        if not uploads:
            raise NotPossible("There is no file to upload.")
        person, channel, text = (request.form.get(n, "") for n in ("person", "channel", "text"))
        contents = [(str(one.filename), one.read(LARGEST + 1)) for one in uploads]
        cards = [one.card() for one in self._acts.share(person, channel, contents, text)]
        return _answer({"ok": True, "file": cards[0], "files": cards})

    def download(self, file_id: str) -> Response:
        """A file that a person sees in one of their conversations."""
        file = self._workspace.file_seen_by(self._person().id, file_id)
        if file is None or file.stored is None:
            return Response("There is no such file here.", 404)
        answer = Response(file.pieces(), content_type=file.mimetype)
        answer.content_length = file.size
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers.set("Content-Disposition", "attachment", filename=file.name)
        return answer

    def _person(self) -> Member:
        return self._workspace.person(request.args.get("person", ""))


def page() -> Response:
    """The page itself; the rest of it is static too."""
    return send_from_directory(STATIC, "index.html")


def own_page_only() -> Response | None:
    """Let no other page that is open in the same browser act here."""
    origin = request.headers.get("Origin")
    if origin and origin.partition("://")[2] != request.host:
        return _answer({"ok": False, "error": "Only the playground's own page may do that."})
    return None


def not_possible(error: NotPossible) -> Response:
    """Say in a sentence what a person cannot do."""
    return _answer({"ok": False, "error": str(error)})


def versions(workspace: Workspace, person_id: str) -> Iterator[str]:
    """Every version of one person's screen, as server-sent events, until the playground stops."""
    version = workspace.version_of(person_id)
    yield _event(version)
    while not workspace.stopped:
        newer = workspace.wait(person_id, version, HEARTBEAT)
        yield _event(newer) if newer > version else ": still here\n\n"
        version = newer


def _event(version: int) -> str:
    return f"data: {json.dumps({'version': version})}\n\n"


def _answer(content: JSON) -> Response:
    return Response(json.dumps(content), content_type="application/json; charset=utf-8")
