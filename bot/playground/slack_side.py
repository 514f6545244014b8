"""The routes that an app calls: the Web API, the file host, and response urls."""

import json
import socket
import struct
from typing import Any

from flask import Blueprint, Response, request

from bot.playground import answers
from bot.playground.errors import JSON, Refused
from bot.playground.faults import Fault, Faults
from bot.playground.log import TO_SLACK, Entry, Log
from bot.playground.web_api import WebApi
from bot.playground.workspace import Workspace

SIGN_IN_PAGE = "<!DOCTYPE html><html><title>Sign in | Slack</title><p>Sign in to Slack</p></html>"


def routes(workspace: Workspace, api: WebApi, faults: Faults, log: Log) -> Blueprint:
    """Slack's own addresses."""
    side = Blueprint("slack", __name__)

    @side.post("/api/<method>")
    @side.get("/api/<method>")
    def call(method: str) -> Response:
        fault = faults.take(method)
        if fault and not fault.after:
            return _suffer(fault, faults) or _call(method)
        answer = _call(method)
        return (_suffer(fault, faults) if fault else None) or answer

    def _call(method: str) -> Response:
        try:
            args = _arguments()
        except ValueError:
            return _json(Refused("invalid_json").answer())
        answer = api.call(method, _token(args), args)
        scopes = ",".join(sorted(workspace.manifest.scopes))
        return _json(answer, headers={"X-OAuth-Scopes": scopes})

    @side.post("/upload/v1/<file_id>")
    def upload(file_id: str) -> Response:
        content = _uploaded()
        with workspace.lock:
            file = workspace.files.by_id.get(file_id)
            if file is None or file.content is not None:
                return Response("not found", 404)
            file.content = content
        log.add(Entry(TO_SLACK, "upload", {"file": file_id, "bytes": len(content)}, status=200))
        return Response(f"OK - {len(content)}", 200)

    @side.get("/files-pri/<path>/<name>")
    @side.get("/files-pri/<path>/download/<name>")
    def download(path: str, name: str) -> Response:
        entry = Entry(TO_SLACK, "file download", {"file": path, "name": name}, status=200)
        fault = faults.take("file download")
        if fault and (trouble := _suffer(fault, faults)):
            return trouble
        file = workspace.files.at(path)
        try:
            api.check_token(_token({}))
            if "files:read" not in workspace.manifest.scopes:
                raise Refused("missing_scope")
        except Refused as refused:
            # Slack sends whoever may not read a file to its sign-in page, politely
            entry.ok, entry.problems = False, [f"sign-in page instead of the file: {refused.code}"]
            log.add(entry)
            return Response(SIGN_IN_PAGE, 200, content_type="text/html; charset=utf-8")
        entry.ok, entry.status = (True, 200) if file and file.content is not None else (False, 404)
        log.add(entry)
        if file is None or file.content is None:
            return Response("not found", 404)
        return Response(file.content, content_type=file.mimetype)

    @side.post("/hooks/<kind>/<team>/<name>")
    def hook(kind: str, team: str, name: str) -> Response:  # noqa: ARG001 (only the name is secret)
        entry = Entry(TO_SLACK, f"response_url of {kind}", None, status=200)
        try:
            entry.request = _hook_content()
            answers.to_hook(workspace, workspace.triggers.use(name), entry.request)
            answer: JSON = {"ok": True}
        except Refused as refused:
            answer, entry.ok = refused.answer(), False
            entry.problems = refused.problems or [refused.code]
            gone = refused.code in ("not_found", "expired_url", "used_url")
            entry.status = 404 if gone else 400
        entry.response = answer
        log.add(entry)
        return _json(answer, entry.status) if not entry.ok else Response("ok", 200)

    return side


def _arguments() -> JSON:
    """The arguments, from wherever Slack takes them: query, form or JSON."""
    args: JSON = dict(request.args.items())
    args |= dict(request.form.items())
    if request.mimetype == "application/json" and request.get_data():
        content = json.loads(request.get_data())
        if not isinstance(content, dict):
            raise ValueError("not an object")
        args |= {name: value for name, value in content.items() if value is not None}
    return args


def _token(args: JSON) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind == "Bearer" else str(args.get("token", ""))


def _uploaded() -> bytes:
    """The bytes of a file, posted as they are or as a part of a form."""
    if request.mimetype != "multipart/form-data":
        return request.get_data(parse_form_data=False)  # slack_sdk calls raw bytes a form
    part = next(iter(request.files.values()), None)
    return part.read() if part else b""


def _hook_content() -> JSON:
    try:
        text = request.form.get("payload") or request.get_data(as_text=True)
        content: Any = json.loads(text)
    except ValueError:
        raise Refused("invalid_payload") from None
    if not isinstance(content, dict):
        raise Refused("invalid_payload")
    return content


def _suffer(fault: Fault, faults: Faults) -> Response | None:
    """The answer of a call that meets this trouble; None when it was only slow."""
    if fault.delay:
        faults.wait(fault.delay)
    if fault.reset:
        connection: socket.socket = request.environ["werkzeug.socket"]
        linger = struct.pack("ii", 1, 0)  # so that the other side sees a reset, not an end
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.shutdown(socket.SHUT_RDWR)
        return Response("", 500)
    if not fault.status:
        return None
    headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
    if fault.status == 429:
        return _json({"ok": False, "error": "ratelimited"}, 429, headers)
    return Response("<h1>Slack has a bad day</h1>", fault.status, headers)


def _json(content: JSON, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    kind = "application/json; charset=utf-8"
    return Response(json.dumps(content), status, headers, content_type=kind)
