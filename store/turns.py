"""Turns: threads that write to one SQLite file, first come first served.

SQLite lets one writer in at a time, and those who wait try again and again, at random: an import
that comes back for its next rows would overtake people who have waited longer.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Turns:
    """A queue before the one place to write from."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queue: deque[Event] = deque()

    @contextmanager
    def taking(self, *, patience: float) -> Iterator[None]:
        """Wait for one's turn and have it; raises TimeoutError when it does not come in time."""
        mine = Event()
        with self._lock:
            self._queue.append(mine)
            self._call_first()
        try:
            if not mine.wait(patience):
                raise TimeoutError
            yield
        finally:
            with self._lock:
                self._queue.remove(mine)
                self._call_first()

    def _call_first(self) -> None:
        if self._queue:
            self._queue[0].set()
