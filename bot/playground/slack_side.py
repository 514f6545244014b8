"""The routes that an app calls: the Web API, the file host, and response urls."""

import io
import json
from typing import IO

from flask import Blueprint, Response, request

from bot.playground import answers
from bot.playground.errors import Refused
from bot.playground.faults import Fault, Faults, hang_up
from bot.playground.files import LARGEST_FROM_APP, kept
from bot.playground.json_types import JSON, Raw
from bot.playground.log import TO_SLACK, Entry, Log
from bot.playground.people import TEAM_ID
from bot.playground.reach import may_app_read
from bot.playground.web_api import WebApi
from bot.playground.workspace import Workspace

GONE = ("not_found", "expired_url", "used_url")
SIGN_IN_PAGE = "<!DOCTYPE html><html><title>Sign in | Slack</title><p>Sign in to Slack</p></html>"


class SlackSide:
    """Slack's own addresses."""

    def __init__(self, workspace: Workspace, api: WebApi, faults: Faults, log: Log) -> None:
        self._workspace, self._api, self._faults, self._log = workspace, api, faults, log

    def routes(self) -> Blueprint:
        """The table of addresses."""
        side = Blueprint("slack", __name__)
        side.add_url_rule("/api/<method>", view_func=self.call, methods=["GET", "POST"])
        side.add_url_rule("/upload/v1/<file_id>", view_func=self.upload, methods=["POST"])
        side.add_url_rule("/files-pri/<path>/<name>", view_func=self.download)
        side.add_url_rule("/files-pri/<path>/download/<name>", view_func=self.download)
        hooks = f"/hooks/<any(commands, actions, app):kind>/{TEAM_ID}/<name>"
        side.add_url_rule(hooks, view_func=self.hook, methods=["POST"])
        return side

    def call(self, method: str) -> Response:
        """A method of the Web API, on a good day or a bad one."""
        fault = self._faults.take(method)
        if fault is None:
            return self._answer(method)
        answer = self._answer(method) if fault.after else None
        return self._suffer(fault) or answer or self._answer(method)

    def upload(self, file_id: str) -> Response:
        """The bytes of a file that was announced."""
        stored = kept(_uploaded())
        with self._workspace.lock:
            file = self._workspace.files.by_id.get(file_id)
            if file is None or file.stored is not None or self._workspace.stopped:
                stored.close()
                return Response("not found", 404)
            file.put(stored)
        request_ = {"file": file_id, "bytes": file.size}
        self._log.add(Entry(TO_SLACK, "upload", request_, status=200))
        return Response(f"OK - {file.size}", 200)

    def download(self, path: str, name: str) -> Response:
        """A file, for whoever has the token and was shown it."""
        entry = Entry(TO_SLACK, "file download", {"file": path, "name": name}, status=200)
        fault = self._faults.take("file download")
        if fault and (trouble := self._suffer(fault)):
            return trouble
        file = self._workspace.files.at(path)
        try:
            self._api.check_token(_token({}))
            if "files:read" not in self._workspace.manifest.scopes:
                raise Refused("missing_scope")
            if file is None or file.stored is None:
                entry.ok, entry.status = False, 404
                return Response("not found", 404)
            if not may_app_read(self._workspace, file):
                raise Refused("file_not_found")
            answer = Response(file.pieces(), content_type=file.mimetype)
            answer.content_length = file.size
            return answer
        except Refused as refused:
            # Slack sends whoever may not read a file to its sign-in page, politely
            entry.ok, entry.problems = False, [f"sign-in page instead of the file: {refused.code}"]
            return Response(SIGN_IN_PAGE, 200, content_type="text/html; charset=utf-8")
        finally:
            self._log.add(entry)

    def hook(self, kind: str, name: str) -> Response:
        """A response url."""
        entry = Entry(TO_SLACK, f"response_url of {kind}", None, status=200)
        try:
            entry.request = _hook_content()
            answers.to_hook(self._workspace, self._workspace.triggers.use(name), entry.request)
            return Response("ok", 200)
        except Refused as refused:
            entry.ok, entry.response = False, refused.answer()
            entry.problems = refused.problems or [refused.code]
            entry.status = 404 if refused.code in GONE else 400
            return _json(entry.response, entry.status)
        finally:
            self._log.add(entry)

    def _answer(self, method: str) -> Response:
        try:
            args = _arguments()
        except ValueError:
            return _json(Refused("invalid_json").answer())
        answer = self._api.call(method, _token(args), args)
        scopes = ",".join(sorted(self._workspace.manifest.scopes))
        return _json(answer, headers={"X-OAuth-Scopes": scopes})

    def _suffer(self, fault: Fault) -> Response | None:
        """The answer of a call that meets this trouble; None when it was only slow."""
        if fault.delay:
            self._faults.wait(fault.delay)
        if fault.reset:
            return hang_up()
        if not fault.status:
            return None
        headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
        if fault.status == 429:
            return _json({"ok": False, "error": "ratelimited"}, 429, headers)
        return Response("<h1>Slack has a bad day</h1>", fault.status, headers)


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


def _uploaded() -> IO[bytes]:
    """The bytes of a file, posted as they are or as a part of a form."""
    request.max_content_length = LARGEST_FROM_APP
    if request.mimetype != "multipart/form-data":
        return request.stream  # slack_sdk calls raw bytes a form: nothing may be parsed here
    part = next(iter(request.files.values()), None)
    return part.stream if part else io.BytesIO()


def _hook_content() -> JSON:
    try:
        text = request.form.get("payload") or request.get_data(as_text=True)
        content: Raw = json.loads(text)
    except ValueError:
        raise Refused("invalid_payload") from None
    if not isinstance(content, dict):
        raise Refused("invalid_payload")
    return content


def _json(content: JSON, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    kind = "application/json; charset=utf-8"
    return Response(json.dumps(content), status, headers, content_type=kind)
