"""Fetching a file: the bot token goes to Slack's file host only, and nothing is endless."""

import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import urllib3

from bot.settings import is_loopback
from store.errors import Unreadable

LIMIT = 10 * 1024 * 1024
SECONDS = 25  # less than a worker's lease on the job
FILE_HOST = "files.slack.com"
REDIRECTS = 3
PORTS = {"https": 443, "http": 80}


class Downloader:
    """Fetches files with one workspace's token over the shared connection pool."""

    def __init__(
        self,
        pool: urllib3.PoolManager,
        *,
        token: str,
        api_url: str,
        limit: int = LIMIT,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pool = pool
        self._token = token
        self._api_url = api_url
        self._limit = limit
        self._seconds = seconds
        self._clock = clock

    def __call__(self, url: str) -> bytes:
        """The file's bytes; Unreadable says in a sentence why there are none.

        ConnectionError means that Slack is out of reach or busy: another time may be better.
        """
        until = self._clock() + self._seconds
        try:
            for _ in range(REDIRECTS + 1):
                answer = self._open(url)
                place = answer.get_redirect_location()
                if not place:
                    return self._read(answer, until)
                answer.close()
                url = urljoin(url, place)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise ConnectionError("Slack's file host does not answer") from error
        raise Unreadable("Slack sent Roster from place to place. Please send the file again.")

    def _open(self, url: str) -> urllib3.BaseHTTPResponse:
        self._check(url)
        answer = self._pool.request(
            "GET",
            url,
            headers={"Authorization": f"Bearer {self._token}", "Accept-Encoding": "identity"},
            redirect=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=3, read=10),
        )
        if answer.status >= 400:
            answer.close()
            if answer.status == 429 or answer.status >= 500:
                raise ConnectionError(f"Slack's file host answers {answer.status}")
            raise Unreadable(
                "Slack does not hand out this file: it was deleted, or Roster may not see it. "
                "Send it in the chat with Roster."
            )
        return answer

    def _check(self, url: str) -> None:
        # beside Slack's own file host only the playground's or a test's Slack on this machine
        place = _place(url)
        local = is_loopback(self._api_url) and place == _place(self._api_url)
        if place is None or not (local or place == ("https", FILE_HOST, 443)):
            raise Unreadable("This file is not kept by Slack, so Roster does not fetch it.")

    def _read(self, answer: urllib3.BaseHTTPResponse, until: float) -> bytes:
        kept = bytearray()
        try:
            # read1 hands over what has come; read would wait for a whole block of a slow sender
            while chunk := answer.read1(64 * 1024, decode_content=True):
                kept += chunk
                if len(kept) > self._limit:
                    size = self._limit // (1024 * 1024)
                    raise Unreadable(f"The file is larger than {size} MB. Send it in parts.")
                if self._clock() > until:
                    raise Unreadable("The file came too slowly. Please send it again.")
        finally:
            answer.close()  # the rest is not wanted: the connection is not used again
        # A web page that somebody saved as .csv is another matter: whoever reads the file says so.
        if answer.headers.get("Content-Type", "").lower().startswith("text/html"):
            raise Unreadable(
                "Slack sent its sign-in page instead of the file: Roster may not read files here. "
                "Install it again with the permission files:read."
            )
        return bytes(kept)


def _place(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port; None for an address with a name in it, and for what is none."""
    try:
        address = urlsplit(url)
        if address.username is not None:
            return None
        host = "localhost" if is_loopback(url) else address.hostname or ""
        return address.scheme, host, address.port or PORTS.get(address.scheme)
    except ValueError:
        return None
