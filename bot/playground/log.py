"""What Slack sent and received, for the developer's pane: the last few hundred exchanges."""

import itertools
import threading
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.playground.json_types import JSON

KEPT = 300
FROM_SLACK, TO_SLACK = "from Slack", "to Slack"


@dataclass
class Entry:
    """One exchange."""

    direction: str
    what: str
    request: Any
    n: int = 0
    at: float = field(default_factory=time.time)
    ok: bool = True
    status: int = 0
    ms: float = 0.0
    response: Any = None
    problems: list[str] = field(default_factory=list)


class Log:
    """Keeps entries in the order in which they ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._entries: deque[Entry] = deque(maxlen=KEPT)

    def add(self, entry: Entry) -> None:
        """Write an exchange down when it has ended; it gets its number here."""
        with self._lock:
            entry.n = next(self._numbers)
            entry.ms = round((time.time() - entry.at) * 1000, 1)
            self._entries.append(entry)

    def after(self, number: int) -> list[JSON]:
        """The entries that came after this one, as JSON."""
        with self._lock:
            return [asdict(entry) for entry in self._entries if entry.n > number]
