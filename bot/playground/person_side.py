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
- `POST /playground/files` multipart `person`, `file`, and `channel` and `text` or neither:
  `{ok: true, file: {id, name, size, mimetype}}`.
- `GET  /playground/files/<id>?person=U…` the file, for somebody who sees it in a conversation.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

from bot.playground.acts import Acts
from bot.playground.errors import JSON, NotPossible
from bot.playground.files import LARGEST
from bot.playground.log import Log
from bot.playground.workspace import Workspace

STATIC = Path(__file__).parent / "static"
WAIT = 10.0
HEARTBEAT = 15.0


def routes(workspace: Workspace, acts: Acts, log: Log) -> Blueprint:
    """The addresses of the person's side."""
    side = Blueprint("person", __name__, static_folder=STATIC, static_url_path="/static")

    @side.before_request
    def own_page_only() -> Response | None:
        origin = request.headers.get("Origin")
        if origin and origin.partition("://")[2] != request.host:
            return _answer({"ok": False, "error": "Only the playground's own page may do that."})
        return None

    @side.errorhandler(NotPossible)
    def not_possible(error: NotPossible) -> Response:
        return _answer({"ok": False, "error": str(error)})

    @side.get("/")
    def page() -> Response:
        return send_from_directory(STATIC, "index.html")

    @side.get("/playground/state")
    def state() -> Response:
        person = workspace.person(request.args.get("person", ""))
        if "after" in request.args:
            seconds = min(request.args.get("wait", WAIT, type=float), WAIT)
            workspace.wait(person.id, request.args.get("after", 0, type=int), seconds)
        with workspace.lock:
            return _answer(workspace.state(person.id))

    @side.get("/playground/events")
    def events() -> Response:
        person = workspace.person(request.args.get("person", ""))
        headers = {"Cache-Control": "no-cache"}
        stream = versions(workspace, person.id)
        return Response(stream, headers=headers, mimetype="text/event-stream")

    @side.get("/playground/log")
    def entries() -> Response:
        return _answer({"entries": log.after(request.args.get("after", 0, type=int) or 0)})

    @side.post("/playground/act")
    def act() -> Response:
        asked: object = request.get_json()
        if not isinstance(asked, dict):
            raise NotPossible("An act is an object with a person and a kind.")
        return _answer(acts.do(str(asked.get("person", "")), str(asked.get("kind")), asked))

    @side.post("/playground/files")
    def share() -> Response:
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            raise NotPossible("There is no file to upload.")
        content = upload.read(LARGEST + 1)
        person, channel = request.form.get("person", ""), request.form.get("channel", "")
        text = request.form.get("text", "")
        file = acts.share(person, channel, upload.filename, content, text)
        return _answer({"ok": True, "file": file.card()})

    @side.get("/playground/files/<file_id>")
    def download(file_id: str) -> Response:
        person = workspace.person(request.args.get("person", ""))
        with workspace.lock:
            channels = [one for one in workspace.channels.values() if person.id in one.members]
            seen = [m for channel in channels for m in channel.seen_by(person.id)]
            files = [file for message in seen for file in message.files if file.id == file_id]
        if not files or files[0].content is None:
            return Response("There is no such file here.", 404)
        answer = Response(files[0].content, content_type=files[0].mimetype)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers.set("Content-Disposition", "attachment", filename=files[0].name)
        return answer

    return side


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
