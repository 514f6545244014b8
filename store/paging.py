"""Paging: a stretch of a list in the order of names, from one contact on or back from it."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, tuple_
from sqlmodel import Session, col, func, select

from store.models import Contact

Key = tuple[str, int]
Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class Cursor:
    """A contact's place in the order of names."""

    sort_key: str
    id: int


@dataclass(frozen=True)
class Stretch:
    """What is asked of a list: `size` contacts from its start, after one of them, or before one.

    Whoever answers brings one more, in the direction of the walk: it tells that the list goes on.
    """

    size: int
    after: Cursor | None = None
    before: Cursor | None = None

    @property
    def backwards(self) -> bool:
        """Whether the list is walked towards its start."""
        return self.before is not None

    @property
    def bound(self) -> Key | None:
        """The key that the stretch stays beyond."""
        cursor = self.before or self.after
        return (cursor.sort_key, cursor.id) if cursor else None

    def of(self, query: Query) -> Query:
        """This stretch of a query over contacts."""
        by = (col(Contact.sort_key), col(Contact.id))
        if self.before:
            query = query.where(tuple_(*by) < self.bound).order_by(*(one.desc() for one in by))
        elif self.after:
            query = query.where(tuple_(*by) > self.bound).order_by(*by)
        else:
            query = query.order_by(*by)
        return query.limit(self.size + 1)

    def cut(self, keys: list[Key]) -> list[Key]:
        """This stretch of keys that are all there."""
        keys = sorted(keys)
        if self.bound and self.before:
            return keys[: bisect_left(keys, self.bound)][: -self.size - 2 : -1]
        start = bisect_right(keys, self.bound) if self.bound else 0
        return keys[start : start + self.size + 1]


@dataclass(frozen=True)
class Found:
    """An answer: the ids of the stretch, and how many contacts the whole list has."""

    ids: list[int]
    total: int
    capped: bool = False


def walk(session: Session, stretch: Stretch, *where: Any, cap: int) -> Found:  # noqa: ANN401 (conditions, as in `select`)
    """The contacts that meet the conditions, walked in the order of names."""
    ids = list(session.exec(stretch.of(select(Contact.id).where(*where))))
    limited = select(Contact.id).where(*where).limit(cap + 1).subquery()
    total = session.exec(select(func.count()).select_from(limited)).one()
    return Found(ids, min(total, cap), capped=total > cap)
