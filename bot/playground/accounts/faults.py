"""What was asked of a provider, and the troubles that a test wants it to have."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Response

from bot.playground.faults import hang_up

HTML = b"<!doctype html><title>Sorry</title><h1>Something went wrong</h1>"


@dataclass(frozen=True)
class Fault:
    """One trouble of one request.

    `body` is said instead of the answer, `cut` leaves its second half away, `drip` sends a byte
    every so many seconds; `after` does what was asked before it fails.
    """

    status: int = 0  # 0: no answer of its own
    retry_after: str | None = None
    body: bytes | None = None
    cut: bool = False
    delay: float = 0.0
    drip: float = 0.0
    reset: bool = False
    after: bool = False


@dataclass(frozen=True)
class Asked:
    """One request: what for ("people", "groups", "token", …), and with which parameters."""

    what: str
    params: dict[str, str]


@dataclass
class Habits:
    """What a provider does all the time, until a test says otherwise.

    `page_size` is the largest page it gives; `empty_pages` puts a page with nobody before each
    other one; `duplicates` says the last person of a page again on the next; `endless` never comes
    to an end; `total` is what it says the number of people is. `rotates` gives a new refresh token
    with every refresh and takes the old one back; `no_refresh_token` gives none; `withheld` are
    scopes that are not granted; `token_seconds` is how long an access token is good.
    `expired_status` is the one under which it says that a sync token is too old.
    """

    page_size: int | None = None
    empty_pages: bool = False
    duplicates: bool = False
    endless: bool = False
    total: int | None = None
    rotates: bool = False
    no_refresh_token: bool = False
    withheld: set[str] = field(default_factory=set)
    token_seconds: int = 3600
    expired_status: int = 400


class Faults:
    """The record of one provider, its habits, and the troubles of its next requests."""

    def __init__(self) -> None:
        self.habits = Habits()
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Fault]] = {}
        self._ended = threading.Event()

    def add(self, what: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next requests for something ("*": for anything) meet this trouble."""
        with self._lock:
            self._waiting.setdefault(what, []).extend([fault] * times)

    def clear(self) -> None:
        """Let everything go well again, and forget what was asked."""
        with self._lock:
            self.habits = Habits()
            self._waiting.clear()
            self.asked.clear()

    def count(self, what: str) -> int:
        """How often something was asked for."""
        with self._lock:
            return sum(one.what == what for one in self.asked)

    def take(self, what: str, params: dict[str, str]) -> Fault | None:
        """Note a request; the trouble that it meets, if any."""
        with self._lock:
            self.asked.append(Asked(what, params))
            for name in (what, "*"):
                if self._waiting.get(name):
                    return self._waiting[name].pop(0)
        return None

    def suffer(self, fault: Fault, answer: Response) -> Response:
        """The answer of a request that meets a trouble; `answer` is what it would have been."""
        self._ended.wait(fault.delay)
        if fault.reset:
            return hang_up()
        if fault.status or fault.body is not None:
            answer = Response(HTML if fault.body is None else fault.body, fault.status or 200)
        if fault.retry_after is not None:
            answer.headers["Retry-After"] = fault.retry_after
        body = answer.get_data()
        if fault.cut:
            answer.set_data(body[: len(body) // 2])
        if fault.drip:
            answer.response = self._drips(body, fault.drip)
        return answer

    def end(self) -> None:
        """Let nobody wait any longer."""
        self._ended.set()

    def _drips(self, body: bytes, seconds: float) -> Iterator[bytes]:
        for byte in body:
            if self._ended.wait(seconds):
                return
            yield bytes([byte])
