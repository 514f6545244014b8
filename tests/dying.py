"""A process that dies in the middle of its work, as with kill -9, for tests."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine, event

from store.db import Database, connect

Told = TypeVar("Told")


@contextmanager
def opened(address: str) -> Iterator[Database]:
    """Nothing stays open behind this block, so that the process can fork."""
    database = connect(address)
    yield database
    database.close()


def each(
    address: str,
    work: Callable[[Database], None],
    *,
    prepare: Callable[[str, int], Told],
    check: Callable[[str, Told], None],
    at: Iterable[int],
) -> int:
    """For each of these numbers: prepare, do the work in a process that is killed at its n-th
    statement, and check; until the work is done before it comes to that. The last number."""
    number = 0
    for number in at:
        told = prepare(address, number)
        died = dies(address, work, at=number)
        check(address, told)
        if not died:
            break
    return number


def dies(address: str, work: Callable[[Database], None], *, at: int) -> bool:
    """Do the work in a process of its own that is killed at its n-th statement or commit.

    False when the work was done before it came to that.
    """

    def until_killed() -> None:
        left = at

        def count(*_: object) -> None:
            nonlocal left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", count)
        event.listen(Engine, "commit", count)
        work(connect(address))

    return _ended_by_kill(_apart(until_killed))


def killed_at(address: str, work: Callable[[Database, Callable[..., None]], None], *, beat: int):
    """Do the work in a process of its own, and kill that as soon as it has called back so often."""
    reading, writing = os.pipe()

    def beating() -> None:
        work(connect(address), lambda *_: os.write(writing, b"."))

    process = _apart(beating)
    os.close(writing)
    for _ in range(beat):
        os.read(reading, 1)
    os.kill(process, signal.SIGKILL)
    os.close(reading)
    return _ended_by_kill(process)


def _apart(work: Callable[[], None]) -> int:
    """Nothing of what the parent has open may be used there: no connection outlives a fork."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def _ended_by_kill(process: int) -> bool:
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the process failed by itself"
    return os.WIFSIGNALED(status)
