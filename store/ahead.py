"""Ahead: what comes next is made in a thread of its own, while the database works on the last."""

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Ahead(Generic[Item]):
    """These items, each made when it is asked for, or before, if `start` was called."""

    def __init__(self, items: Iterator[Item], pool: Executor) -> None:
        self._items = items
        self._pool = pool
        self._coming: Future[Item | None] | None = None

    def __iter__(self) -> Iterator[Item]:
        """Each item; what its making raises is raised here."""
        while (item := self._next()) is not None:
            yield item

    def start(self) -> None:
        """Let the next item be made from now on.

        Best called where Python begins to wait: two threads of it are no quicker than one.
        """
        if self._coming is None:
            self._coming = self._pool.submit(next, self._items, None)

    def _next(self) -> Item | None:
        coming, self._coming = self._coming, None
        return next(self._items, None) if coming is None else coming.result()
