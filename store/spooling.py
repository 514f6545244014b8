"""Spooling: files of any size on their way out, kept in a temporary file that has no name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import TextIOWrapper
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, TextIO


@dataclass(frozen=True)
class Spooled(AbstractContextManager["Spooled"]):
    """A file to be read from its start: its size in bytes, and how many entries are in it.

    Once it is closed, or the process is gone, nothing is left of it.
    """

    file: BinaryIO
    size: int
    count: int

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.file.close()


def quietly() -> None:
    """What is done after each batch where nobody waits for it."""


def spool(write: Callable[[TextIO], int]) -> Spooled:
    """What `write` writes, encoded as spreadsheets want it; it says how many entries those are."""
    file = TemporaryFile()  # noqa: SIM115 (whoever gets it closes it)
    try:
        text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        count = write(text)
        text.flush()
        text.detach()
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Spooled(file, size, count)
