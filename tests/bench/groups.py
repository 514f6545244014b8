"""How quick bulk work is, and by how much slower than one SQL statement that does the same.

    python -m tests.bench.groups [--size 100000] [--many 10000] [--chunks 500,1000,5000]

Roster and the one statement take turns in one process and one book, each with contacts of its own
from all over the alphabet. A job's time is everything from the click to the last message: its row,
the frozen ticks, all chunks, the audit trail. Those who are deleted stand in three groups and have
a star; and once more, two memberships with two lines of history each.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text

from store import books, bulk, groups, jobs, products, search, ticks
from store.bulk import Deed, Kind
from store.columns import now
from store.db import Database, settle
from store.models import Book, Favorite, GroupContact, Membership, MembershipEvent
from store.scopes import Scope
from store.tick_models import Tick
from tests.bench.contacts import opened
from tests.bench.filling import fill

ROSTER, BARE = "U1", "U2"
TICKED = "(SELECT contact_id FROM tick WHERE book_id = :book AND selection_id = :selection)"
ADD = (
    "INSERT INTO group_contact (book_id, group_id, contact_id) SELECT book_id, :group, id"
    f" FROM contact WHERE book_id = :book AND id IN {TICKED} ON CONFLICT DO NOTHING"
)
DELETE = (
    f"DELETE FROM contact WHERE book_id = :book AND id IN {TICKED}"
    " AND source NOT IN ('google', 'microsoft')"
)
GIVE = (
    "INSERT INTO membership (book_id, contact_id, product_id, payment, starts, until, version,"
    " created_at, created_by) SELECT book_id, id, :product, 'paid', :today, :end, 1, :now, 'U1'"
    f" FROM contact WHERE book_id = :book AND id IN {TICKED}"
)
REMEMBER = (
    "INSERT INTO membership_event (book_id, membership_id, at, person, happening, payment, starts)"
    " SELECT book_id, id, :now, 'U1', 'added', payment, starts FROM membership"
    " WHERE book_id = :book AND product_id = :product"
)
TICK_ALL = (
    "INSERT INTO tick (book_id, selection_id, contact_id) SELECT book_id, :selection, id"
    " FROM contact WHERE book_id = :book ON CONFLICT DO NOTHING"
)


@dataclass
class Run:
    """One piece of work: seconds, and how many statements it took."""

    seconds: float
    statements: int


@dataclass
class Place:
    """Where the work is done."""

    database: Database
    book: Book
    many: int
    slices: int


def timed(work: Callable[[], object]) -> Run:
    """Do it and look at it."""
    statements = 0

    def note(_: object, __: object, statement: str, *___: object) -> None:
        nonlocal statements
        statements += not statement.startswith(("PRAGMA", "BEGIN"))

    event.listen(Engine, "before_cursor_execute", note)
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    event.remove(Engine, "before_cursor_execute", note)
    return Run(seconds, statements)


def job(place: Place, key: str, deed: Deed) -> None:
    """What handlers and worker do with all that is ticked."""
    with place.database.writing() as session:
        bulk.begin(session, place.book, person=ROSTER, key=key, deed=deed, step="bulk.run", data={})
    with place.database.writing() as session:
        taken = jobs.take(session, now=now())
    assert taken
    outcome = bulk.run(place.database, taken, on_progress=lambda *_: None)
    assert outcome.done == outcome.total == place.many, outcome
    with place.database.writing() as session:
        telling = jobs.take(session, now=now())
        assert telling
        jobs.finish(session, telling)


def bare(place: Place, statement: str, **values: Any) -> int:
    """The one statement, in a transaction of its own."""
    with place.database.connecting() as connection:
        return connection.execute(text(statement), {"book": place.book.id, **values}).rowcount


def tick_slice(place: Place, person: str, number: int) -> int:
    """Tick one contact in so many; the selection's id."""
    with place.database.writing() as session:
        ticks.clear(session, place.book, person=person)
        chosen = ticks.selection(session, place.book, person=person)
        assert chosen
        session.execute(
            text(f"{TICK_ALL.replace(' ON CONFLICT', ' AND id % :step = :number ON CONFLICT')}"),
            {"book": place.book.id, "selection": chosen, "step": place.slices, "number": number},
        )
        settle(session, Tick)
    return chosen


def adding(place: Place, number: int) -> tuple[Run, Run]:
    """All that is ticked comes into a group: by Roster, by one statement."""
    with place.database.writing() as session:
        into = [
            groups.add(session, place.book, person=ROSTER, name=f"{number} {who}").id
            for who in (ROSTER, BARE)
        ]
    tick_slice(place, ROSTER, 2 * number)
    theirs = tick_slice(place, BARE, 2 * number + 1)
    return (
        timed(lambda: job(place, f"add {number}", Deed(Kind.group, into[0]))),
        timed(lambda: bare(place, ADD, group=into[1], selection=theirs)),
    )


def deleting(place: Place, number: int, *, members: bool = False) -> tuple[Run, Run]:
    """All that is ticked is deleted, with its stars and its places in three groups."""
    chosen = [tick_slice(place, who, 2 * number + at) for at, who in enumerate((ROSTER, BARE))]
    for selection in chosen:
        _dress(place, number, selection)
        if members:
            _give(place, number, selection)
    with place.database.writing() as session:
        settle(session, GroupContact)
        settle(session, Favorite)
    return (
        timed(lambda: job(place, f"delete {number}", Deed(Kind.delete))),
        timed(lambda: bare(place, DELETE, selection=chosen[1])),
    )


def _dress(place: Place, number: int, selection: int) -> None:
    scope = Scope(selection=selection)
    with place.database.writing() as session:
        for name in "abc":
            named = f"{number} {selection} {name}"
            group = groups.add(session, place.book, person=ROSTER, name=named)
            groups.put(session, place.book, group_id=group.id, scope=scope)
        bulk.apply(session, place.book, person=ROSTER, deed=Deed(Kind.star), scope=scope)


def _give(place: Place, number: int, selection: int) -> None:
    """Two memberships for each, with two lines of history."""
    about = {"today": date.today(), "end": date.max, "now": now()}
    for name in "ab":
        with place.database.writing() as session:
            named = f"{number} {selection} {name}"
            product = products.add(session, place.book, person=ROSTER, name=named)
        bare(place, GIVE, product=product.id, selection=selection, **about)
        for _ in range(2):
            bare(place, REMEMBER, product=product.id, now=about["now"])
    with place.database.writing() as session:
        settle(session, Membership)
        settle(session, MembershipEvent)


def ticking(place: Place, _: int) -> tuple[Run, Run]:
    """Everybody is ticked."""

    def all_of_them() -> None:
        with place.database.writing() as session:
            ticks.add_all(session, place.book, person=ROSTER, scope=Scope())

    for person in (ROSTER, BARE):
        with place.database.writing() as session:
            ticks.clear(session, place.book, person=person)
    theirs = tick_slice(place, BARE, place.slices)
    return timed(all_of_them), timed(lambda: bare(place, TICK_ALL, selection=theirs))


def prepared(database: Database, size: int, many: int) -> Place:
    """A book of that size, and a neighbour in the same tables."""
    with database.writing() as session:
        book = books.team(session, workspace="T1")
        other = books.team(session, workspace="T2")
    for one, contacts_in_it in ((book, size), (other, 5_000)):
        with database.connecting() as connection:
            fill(connection, book_id=one.id, size=contacts_in_it)
    with database.writing() as session:
        search.settle(session)
    return Place(database, book, many, size // many)


def figures(place: Place, rounds: int) -> Iterator[tuple[str, int, list[tuple[Run, Run]]]]:
    """Each kind of work, how many contacts it is done to, and its rounds."""
    all_of_them = place.many * place.slices
    yield f"tick all {all_of_them:,}", all_of_them, [ticking(place, n) for n in range(rounds)]
    yield f"add {place.many:,} to a group", place.many, [adding(place, n) for n in range(rounds)]
    yield f"delete {place.many:,}", place.many, [deleting(place, n) for n in range(rounds)]
    # Of the contacts that are left, as many rounds as there are.
    left = range(rounds, min(2 * rounds, place.slices // 2))
    with_members = [deleting(place, n, members=True) for n in left]
    yield f"delete {place.many:,} with {2 * place.many:,} memberships", place.many, with_members


def row(kind: str, chunk: int, name: str, count: int, runs: list[tuple[Run, Run]]) -> str:
    """The medians as a line of a table."""
    ours = statistics.median(run.seconds for run, _ in runs)
    floor = statistics.median(run.seconds for _, run in runs)
    ratio = statistics.median(run.seconds / one.seconds for run, one in runs)
    statements = f"{runs[0][0].statements} / {runs[0][1].statements}"
    return (
        f"| {kind} | {chunk:,} | {name} | {ours:.2f} | {floor:.2f} | {ratio:.1f} "
        f"| {count / ours:,.0f} | {statements} |"
    )


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=int, default=100_000)
    asked.add_argument("--many", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--chunks", default=str(bulk.CHUNK))
    asked.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    chosen = asked.parse_args()
    print("| database | chunk | what | s | one statement, s | x | contacts/s | statements |")
    print("|---|---|---|---|---|---|---|---|")
    for kind in ["sqlite", "postgresql"] if chosen.database == "both" else [chosen.database]:
        for chunk in map(int, chosen.chunks.split(",")):
            bulk.CHUNK = chunk
            with tempfile.TemporaryDirectory() as name, opened(kind, Path(name)) as database:
                place = prepared(database, chosen.size, chosen.many)
                for figure in figures(place, chosen.rounds):
                    print(row(kind, chunk, *figure), flush=True)


if __name__ == "__main__":
    main()
