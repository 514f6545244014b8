"""The wire between a driven person and the playground: the page's own HTTP, without the page."""

from collections.abc import Mapping
from typing import Any

import urllib3

from bot.playground.json_types import JSON


class Forbidden(AssertionError):
    """The playground did not let the person do that; the text says why."""


class Wire:
    """Calls the person's side of a playground over a few kept connections."""

    def __init__(self, base_url: str) -> None:
        self._url = base_url.rstrip("/")
        self._http = urllib3.PoolManager(maxsize=4, retries=False)

    def state(self, **query: object) -> JSON:
        """A person's state, at once or when it has changed."""
        fields = {name: str(value) for name, value in query.items()}
        return self._allowed("GET", "/playground/state", fields=fields)

    def act(self, person: str, kind: str, **what: object) -> JSON:
        """Do something."""
        return self._allowed(
            "POST", "/playground/act", json={"person": person, "kind": kind, **what}
        )

    def upload(self, person: str, name: str, content: bytes, **fields: str) -> JSON:
        """Send a file."""
        return self.upload_all(person, {name: content}, **fields)

    def upload_all(self, person: str, contents: Mapping[str, bytes], **fields: str) -> JSON:
        """Send several files, for one message."""
        form: list[tuple[str, Any]] = [("person", person), *fields.items()]
        form += [("file", named) for named in contents.items()]
        return self._allowed("POST", "/playground/files", fields=form)

    def download(self, person: str, file_id: str) -> bytes:
        """Fetch a file."""
        url = f"{self._url}/playground/files/{file_id}"
        answer = self._http.request("GET", url, fields={"person": person})
        if answer.status != 200:
            raise Forbidden(answer.data.decode())
        return answer.data

    def close(self) -> None:
        """Let go of the connections."""
        self._http.clear()

    def _allowed(self, verb: str, path: str, **how: Any) -> JSON:  # noqa: ANN401 (urllib3's own)
        answer: JSON = self._http.request(verb, self._url + path, **how).json()
        if answer.get("ok") is False:
            raise Forbidden(answer.get("error", "The playground refused that."))
        return answer
