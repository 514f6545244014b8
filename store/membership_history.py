"""The history of memberships: who did what when, and when they expired by themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal

from sqlmodel import Session, col, select

from store import days
from store.models import Book, MembershipEvent
from store.words import Happening, Payment

BEGINNINGS = (Happening.added, Happening.extended, Happening.renewed)


@dataclass(frozen=True)
class Line:
    """One line: what happened at a moment, on which day of the book, and what held from then on.

    That a membership expired is nobody's doing: at the beginning of the day after its last.
    """

    at: datetime
    day: date
    person: str
    what: Happening | Literal["expired"]
    payment: Payment
    starts: date
    ends: date | None


def history(
    session: Session, book: Book, *, membership_ids: Sequence[int]
) -> dict[int, list[Line]]:
    """The lines of each of these memberships, in the order in which they came about."""
    events = session.exec(
        select(MembershipEvent)
        .where(
            MembershipEvent.book_id == book.id,
            col(MembershipEvent.membership_id).in_(membership_ids),
        )
        .order_by(col(MembershipEvent.membership_id), col(MembershipEvent.id))
    )
    told = groupby(events, key=lambda event: event.membership_id)
    return {id: [*_lines(book, own)] for id, own in told}


def _lines(book: Book, events: Iterator[MembershipEvent]) -> Iterator[Line]:
    """What people did, and before that each end that nobody put off in time."""
    running: Line | None = None
    for event in events:
        line = _line(book, event)
        if running and _is_over(running, line.day):
            yield _expired(book, running)
            running = None
        yield line
        running = _running(line, running)
    if running and _is_over(running, days.today(book)):
        yield _expired(book, running)


def _running(line: Line, before: Line | None) -> Line | None:
    """What holds after a line; None when nothing is left to expire."""
    if line.what in BEGINNINGS:
        return line
    return before and line if line.what is Happening.changed else None


def _line(book: Book, event: MembershipEvent) -> Line:
    terms = (event.payment, event.starts, event.ends)
    return Line(event.at, days.today(book, at=event.at), event.person, event.happening, *terms)


def _is_over(line: Line, today: date) -> bool:
    return line.ends is not None and line.ends < today


def _expired(book: Book, line: Line) -> Line:
    assert line.ends
    day = line.ends + timedelta(days=1)
    at = days.begin(book, day)
    return replace(line, at=at, day=day, person="", what="expired")
