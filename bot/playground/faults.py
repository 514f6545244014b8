"""Troubles that a test asks for: the next calls of a method fail as Slack's do on a bad day."""

import socket
import struct
import threading
from dataclasses import dataclass

from flask import Response, request


@dataclass(frozen=True)
class Fault:
    """One trouble. `after` means that Slack does what it was asked, and only then fails."""

    status: int = 0  # 429, 500, …; 0: no answer of its own
    retry_after: str | None = None
    delay: float = 0.0
    reset: bool = False
    after: bool = False


class Faults:
    """Which trouble the next call of a method gets."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Fault]] = {}
        self._ended = threading.Event()

    def add(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next calls of a method ("*": of any method) meet this trouble."""
        with self._lock:
            self._waiting.setdefault(method, []).extend([fault] * times)

    def clear(self) -> None:
        """Let everything go well again."""
        with self._lock:
            self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The trouble of this call, if any."""
        with self._lock:
            for name in (method, "*"):
                if self._waiting.get(name):
                    return self._waiting[name].pop(0)
        return None

    def wait(self, seconds: float) -> None:
        """Keep a caller waiting, but not beyond the end of the playground."""
        self._ended.wait(seconds)

    def end(self) -> None:
        """Let nobody wait any longer."""
        self._ended.set()


def hang_up() -> Response:
    """End the connection without an answer; the response is for nobody."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    linger = struct.pack("ii", 1, 0)  # so that the other side sees a reset, not an end
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    connection.shutdown(socket.SHUT_RDWR)
    return Response("", 500)
