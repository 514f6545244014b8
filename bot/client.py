"""Roster's way to Slack's Web API: one pool of open TLS connections, and one policy for retries."""

import email.utils
import http.client
import io
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request

import urllib3
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.http_retry import (
    HttpRequest,
    HttpResponse,
    RetryHandler,
    RetryState,
)
from slack_sdk.web import SlackResponse
from slack_sdk.web.file_upload_v2_result import FileUploadV2Result

from bot.settings import SLACK_API, is_loopback

CONNECTIONS = 64  # as many as listeners can be waiting at once
TIMEOUT = 10
# A trigger lives for 3 seconds: what has not opened by then will not open any more.
TRIGGER_LIFE = 3
# Slack may be asked who somebody is before their click is acknowledged, which has 3 seconds.
HURRIED = {"/views.open": TRIGGER_LIFE, "/views.push": TRIGGER_LIFE, "/users.info": 2}
# For the bytes of one file: less than a worker's lease on the job, and more for a large file,
# whose sender keeps the lease while it is read.
UPLOAD_SECONDS = 25
SLOWEST = 256 * 1024  # bytes a second that a large file must go
PIECE = 64 * 1024
PATIENCE = 1.0  # seconds that a listener may wait before a second try
DEAD_TOKEN = {"invalid_auth", "token_revoked", "token_expired", "account_inactive", "not_authed"}


def retry_after(headers: Any, *, now: datetime | None = None) -> float:  # noqa: ANN401 (several header types)
    """Seconds that Slack asks us to wait; 1 where it does not say it understandably."""
    found = {key.lower(): value for key, value in dict(headers).items()}.get("retry-after", "")
    text = found[0] if isinstance(found, list) else str(found)
    if text.strip().isdecimal():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return 1.0
    return max((moment - (now or datetime.now(UTC))).total_seconds(), 0.0)


class Patience(RetryHandler):
    """One more try after a 429 with a short wait, a 5xx or a cut connection; never a long sleep.

    A longer Retry-After is raised to the caller: a screen says so, the worker postpones its job.
    """

    def __init__(
        self, seconds: float = PATIENCE, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        super().__init__(max_retry_count=1)
        self.seconds = seconds
        self._sleep = sleep

    def _can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002 (slack_sdk's signature)
        request: HttpRequest,  # noqa: ARG002 (the same)
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None:
            return isinstance(error, ConnectionError)
        if response.status_code == 429:
            return retry_after(response.headers) <= self.seconds
        return response.status_code >= 500

    def prepare_for_next_attempt(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002 (slack_sdk's signature)
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 (the same)
    ) -> None:
        """Wait what Slack asked for, a moment otherwise."""
        busy = response is not None and response.status_code == 429
        self._sleep(retry_after(response.headers) if busy and response else 0.1)
        state.next_attempt_requested = True
        state.increment_current_attempt()


class Client(WebClient):
    """A WebClient whose copies share one connection pool; `with_token` makes a copy."""

    def __init__(
        self,
        token: str | None = None,
        *,
        base_url: str = SLACK_API,
        pool: urllib3.PoolManager | None = None,
        on_dead_token: Callable[[str], None] | None = None,
        context: ssl.SSLContext | None = None,
        patience: Patience | None = None,
        team_id: str | None = None,
    ) -> None:
        context = context or ssl.create_default_context()
        super().__init__(
            token=token,
            base_url=base_url,
            timeout=TIMEOUT,
            ssl=context,
            team_id=team_id,
            retry_handlers=[patience or Patience()],
        )
        if is_loopback(base_url):
            self.proxy = None
        self.pool = pool or _open_pool(context, self.proxy)
        self.on_dead_token = on_dead_token

    def with_token(self, token: str | None, *, team_id: str | None = None) -> "Client":
        """The same way to Slack under another token."""
        patience = self.retry_handlers[0]
        return Client(
            token,
            base_url=self.base_url,
            pool=self.pool,
            on_dead_token=self.on_dead_token,
            context=self.ssl,
            patience=patience if isinstance(patience, Patience) else None,
            team_id=team_id,
        )

    def api_call(self, *args: Any, **kwargs: Any) -> SlackResponse:  # noqa: ANN401 (slack_sdk's signature)
        """Call Slack; a token that Slack no longer takes is reported to `on_dead_token`."""
        try:
            return super().api_call(*args, **kwargs)
        except SlackApiError as error:
            if error.response.get("error") in DEAD_TOKEN and self.on_dead_token and self.token:
                self.on_dead_token(self.token)
            raise

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        # slack_sdk opens a new TLS connection here for every call: 3.6 ms against 0.9 ms pooled.
        answer = self._send(url, req)
        headers = http.client.HTTPMessage()
        for name, value in answer.headers.items():
            headers[name] = value
        if answer.status >= 300:
            body = io.BytesIO(answer.data)
            raise HTTPError(url, answer.status, answer.reason or "", headers, body)
        charset = headers.get_content_charset() or "utf-8"
        return {"status": answer.status, "headers": headers, "body": answer.data.decode(charset)}

    def _send(self, url: str, req: Request) -> urllib3.BaseHTTPResponse:
        body = req.data if isinstance(req.data, bytes) else None
        patience = HURRIED.get(url[url.rfind("/") :], TIMEOUT)
        return self._post(url, body, dict(req.header_items()), patience)

    def files_upload_v2(self, **how: Any) -> SlackResponse:  # noqa: ANN401 (slack_sdk's signature)
        """Upload files as slack_sdk does; but what stands in `file_uploads` as an open `file` is
        read from its beginning while it is sent, and never held in memory."""
        uploads: list[dict[str, Any]] = how.pop("file_uploads", None) or []
        if not any("file" in one for one in uploads):
            return super().files_upload_v2(**how, file_uploads=uploads or None)
        places = [
            self.files_getUploadURLExternal(filename=one["filename"], length=_size(_source(one)))
            for one in uploads
        ]
        for one, place in zip(uploads, places, strict=True):
            sent = self._upload_file(url=place["upload_url"], data=_source(one))
            if sent.status != 200:
                raise SlackRequestError(f"Failed to upload a file (status: {sent.status})")
        files = [
            {"id": place["file_id"], "title": one["title"]}
            for one, place in zip(uploads, places, strict=True)
        ]
        return self.files_completeUploadExternal(
            files=files, channel_id=how.pop("channel", None), **how
        )

    def _upload_file(self, *, url: str, data: bytes | IO[bytes], **_: Any) -> FileUploadV2Result:  # noqa: ANN401 (slack_sdk's signature)
        # slack_sdk opens a connection of its own here too, and would follow Slack anywhere.
        self._check_upload(url)
        size = _size(data)
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        body = _pieces(data, seconds=UPLOAD_SECONDS + size / SLOWEST)
        answer = self._post(url, body, headers, TIMEOUT)
        if answer.status == 429 or answer.status >= 500:
            raise ConnectionError(f"Slack's file host answers {answer.status}")
        return FileUploadV2Result(answer.status, answer.data.decode(errors="replace"))

    def _check_upload(self, url: str) -> None:
        scheme, here = urlsplit(url).scheme, is_loopback(self.base_url) and is_loopback(url)
        if scheme != "https" and not (scheme == "http" and here):
            raise SlackRequestError("Slack named an address for a file that is not safe")

    def _post(
        self, url: str, body: bytes | Iterator[bytes] | None, headers: dict[str, str], patience: int
    ) -> urllib3.BaseHTTPResponse:
        timeout = urllib3.Timeout(connect=min(3, patience), read=patience)
        try:
            return self.pool.request(
                "POST", url, body=body, headers=headers, redirect=False, timeout=timeout
            )
        except urllib3.exceptions.ProtocolError as error:
            raise ConnectionResetError("Slack cut the connection") from error
        except urllib3.exceptions.NewConnectionError as error:
            raise ConnectionRefusedError("Slack could not be reached") from error
        except urllib3.exceptions.HTTPError as error:
            raise URLError("Slack did not answer") from error


def _source(upload: dict[str, Any]) -> bytes | IO[bytes]:
    """What to upload: an open file, or bytes."""
    source: bytes | IO[bytes] = upload["file"] if "file" in upload else upload["content"]
    return source


def _size(data: bytes | IO[bytes]) -> int:
    return len(data) if isinstance(data, bytes) else data.seek(0, io.SEEK_END)


def _pieces(
    data: bytes | IO[bytes],
    *,
    seconds: float = UPLOAD_SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[bytes]:
    """The bytes of a file from its beginning, for as long as there is time to send them."""
    until = clock() + seconds
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    source.seek(0)
    while piece := source.read(PIECE):
        if clock() > until:
            raise ConnectionError("Slack's file host takes the file too slowly")
        yield piece


def _open_pool(context: ssl.SSLContext, proxy: str | None) -> urllib3.PoolManager:
    options: dict[str, Any] = {
        "maxsize": CONNECTIONS,
        "ssl_context": context,
        "retries": False,
    }
    return urllib3.ProxyManager(proxy, **options) if proxy else urllib3.PoolManager(4, **options)
