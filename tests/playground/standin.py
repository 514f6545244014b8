"""A bot made of functions, standing in for a real one: hears what Slack sends, answers as told."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from slack_sdk.signature import SignatureVerifier
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

SECRET, TOKEN = "playground-secret", "xoxb-playground"


@dataclass
class Heard:
    """One request that came in."""

    kind: str
    payload: dict
    headers: dict
    genuine: bool


@dataclass
class StandIn:
    """`answers[kind]` gets the payload; it returns nothing, a body, or a status with a body."""

    heard: list[Heard] = field(default_factory=list)
    answers: dict[str, Callable[[dict], Any]] = field(default_factory=dict)

    def start(self):
        self._server = make_server("127.0.0.1", 0, self._app, threaded=True, request_handler=Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def last(self, kind):
        return [heard for heard in self.heard if heard.kind == kind][-1].payload

    def kinds(self):
        return [heard.kind for heard in self.heard]

    @Request.application
    def _app(self, request):
        body = request.get_data()
        kind, payload = read(body.decode(), request.mimetype)
        verifier = SignatureVerifier(SECRET)
        genuine = verifier.is_valid_request(body, dict(request.headers))
        self.heard.append(Heard(kind, payload, dict(request.headers), genuine))
        if not genuine:
            return Response("", 401)
        return respond(self.answers.get(kind, lambda _: None)(payload))


def read(body, mimetype):
    if mimetype == "application/json":
        payload = json.loads(body)
        return payload["event"]["type"], payload
    fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
    if "payload" in fields:
        payload = json.loads(fields["payload"])
        return payload["type"], payload
    return "command", fields


def respond(answer):
    if answer is None or isinstance(answer, str):
        return Response(answer or "", 200)
    if isinstance(answer, Response):
        return answer
    status, body = answer if isinstance(answer, tuple) else (200, answer)
    if isinstance(body, dict):
        return Response(json.dumps(body), status, content_type="application/json")
    return Response(body or "", status)


class Quiet(WSGIRequestHandler):
    disable_nagle_algorithm = True

    def log(self, *_):
        pass
