"""Roster as people start it: a process of its own, with what it writes and how it ends."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parent.parent
PASSED_ON = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH")


class Process:
    """`python -m bot …` with these settings only, in this folder."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": "120", **settings}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._written = bytearray()
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self.ended()

    @property
    def output(self) -> str:
        return self._written.decode()

    def wait_for(self, pattern: str, seconds: float = 30) -> re.Match[str]:
        """The first place in the output that matches, as soon as it is there."""
        with self._changed:
            found = self._changed.wait_for(lambda: re.search(pattern, self.output), timeout=seconds)
        if not found:
            raise AssertionError(f"no {pattern!r} in {self.output!r}")
        return found

    def port(self) -> int:
        return int(self.wait_for(r"ready on port (\d+)")[1])

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Send the signal; exit code, and how many seconds it took."""
        began = time.monotonic()
        self._process.send_signal(number)
        return self.ended(), time.monotonic() - began

    def ended(self, seconds: float = 30) -> int:
        """Wait for the end; the exit code."""
        code = self._process.wait(seconds)
        self._reader.join()
        return code

    def _read(self) -> None:
        with self._process.stdout as stream:
            while chunk := stream.read1():
                with self._changed:
                    self._written += chunk
                    self._changed.notify_all()
            with self._changed:
                self._changed.notify_all()
