"""Paging: a stretch of a list in the order of names, from one of its places on or back from it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, tuple_
from sqlmodel import Session, col, func, select

from store.models import Contact

Key = tuple[str, int]
Condition = ColumnElement[bool] | bool
Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class Cursor:
    """A place in the order of names: that of a contact, or of a group among groups."""

    sort_key: str
    id: int


@dataclass(frozen=True)
class Stretch:
    """What is asked of a list: `size` entries from its start, after one of them, or before one.

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

    def of(self, query: Query, *by: Any) -> Query:  # noqa: ANN401 (columns of any query)
        """This stretch of a query; `by` are its two columns where it is not over contacts."""
        sort_key, id = by or (col(Contact.sort_key), col(Contact.id))
        if self.before:
            return (
                query.where(tuple_(sort_key, id) < self.bound)
                .order_by(sort_key.desc(), id.desc())
                .limit(self.size + 1)
            )
        if self.after:
            query = query.where(tuple_(sort_key, id) > self.bound)
        return query.order_by(sort_key, id).limit(self.size + 1)

    def cut(self, keys: list[Key]) -> list[Key]:
        """This stretch of keys that are all there, in any order."""
        keys = sorted(keys)
        if self.bound and self.before:
            return keys[: bisect_left(keys, self.bound)][: -self.size - 2 : -1]
        start = bisect_right(keys, self.bound) if self.bound else 0
        return keys[start : start + self.size + 1]


@dataclass(frozen=True)
class Found:
    """An answer: the ids of the stretch, and how many entries the whole list has."""

    ids: list[int]
    total: int
    capped: bool = False


@dataclass(frozen=True)
class Part:
    """The ids on one page of a list, and what lies around them."""

    ids: list[int]
    total: int
    capped: bool
    has_previous: bool
    has_next: bool


def part(
    look: Callable[[Stretch], Found], *, size: int, after: Cursor | None, before: Cursor | None
) -> Part:
    """A page: from the start, after or before a cursor.

    Where a cursor leads past the end, because entries went meanwhile, it is the first page.
    """
    stretch = Stretch(size, after, before)
    found = look(stretch)
    if len(found.ids) < (size if before else 1 if after else 0):
        stretch = Stretch(size)
        found = look(stretch)
    ids = found.ids[:size]
    goes_on = len(found.ids) > size
    return Part(
        ids=ids[::-1] if stretch.backwards else ids,
        total=found.total,
        capped=found.capped,
        has_previous=goes_on if stretch.backwards else stretch.after is not None,
        has_next=goes_on or stretch.backwards,
    )


def walk(session: Session, stretch: Stretch, *where: Condition, cap: int) -> Found:
    """Walk the contacts that meet the conditions, in the order of names, and count them."""
    ids = [*session.exec(stretch.of(select(Contact.id).where(*where))).all()]
    # In the order of ids the count stays within its book, and reads neighbouring rows.
    limited = select(Contact.id).where(*where).order_by(col(Contact.id)).limit(cap + 1).subquery()
    total = session.exec(select(func.count()).select_from(limited)).one()
    return Found(ids, min(total, cap), capped=total > cap)
