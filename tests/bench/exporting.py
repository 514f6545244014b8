"""How quick files of contacts and memberships are written, and how much memory that takes.

    python -m tests.bench.exporting [--sizes 100000,1000000] [--database sqlite]

Beside it the csv module writes the same columns of contacts from a plain cursor, without groups and
products. Each run is a process of its own; its peak is all that it had resident. The books are
those of tests.bench.filters, and are kept.
"""

import argparse
import csv
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from sqlalchemy import text

from store import books, exporting, membership_export
from store.db import Database
from store.models import Book
from store.scopes import Scope
from tests.bench.filters import kept

PLAIN = (
    "SELECT email, first_name, last_name, company, job_title, phone, notes, source, created_at"
    " FROM contact WHERE book_id = :book ORDER BY sort_key, id"
)


def spooled(write: Any, database: Database, book: Book) -> int:
    """Roster writes the whole book."""
    with (
        database.reading() as session,
        write.spool(session, book, scope=Scope()) as file,
    ):
        return int(file.count)


def plain(database: Database, book: Book) -> int:
    """The floor."""
    count = 0
    with TemporaryFile() as file, database.reading() as session:
        writer = csv.writer(TextIOWrapper(file, encoding="utf-8-sig", newline=""))
        rows = session.connection().execution_options(yield_per=1_000)
        with closing(rows.execute(text(PLAIN), {"book": book.id})) as found:
            for batch in found.partitions():
                writer.writerows(batch)
                count += len(batch)
    return count


KINDS: dict[str, Callable[[Database, Book], int]] = {
    "plain cursor": plain,
    "contacts": lambda database, book: spooled(exporting, database, book),
    "memberships": lambda database, book: spooled(membership_export, database, book),
}


def run(kind: str, size: int, what: str) -> None:
    """One run, in this process; its figures as JSON."""
    with kept(kind, size) as database:
        with database.writing() as session:
            book = books.team(session, workspace="T1")
        # Forgets the peak of before: a process begins with that of the one that it comes from.
        Path("/proc/self/clear_refs").write_text("5")
        began = time.perf_counter()
        count = KINDS[what](database, book)
        seconds = time.perf_counter() - began
        (line,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
        peak = int(line) / 1024
        print(json.dumps({"per_second": count / seconds, "peak": peak}))


def measured(kind: str, size: int, what: str) -> dict[str, float]:
    """One run, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.exporting", "--run", f"{kind},{size},{what}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", default="100000,1000000")
    asked.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    asked.add_argument("--run", help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.run:
        kind, size, what = chosen.run.split(",")
        run(kind, int(size), what)
        return
    print("| database, contacts | file | rows a second | of a plain cursor | peak memory MB |")
    print("|---|---|---|---|---|")
    for kind in chosen.database or ["sqlite", "postgresql"]:
        for size in map(int, chosen.sizes.split(",")):
            figures = {what: measured(kind, size, what) for what in KINDS}
            floor = figures["plain cursor"]["per_second"]
            for what, one in figures.items():
                print(
                    f"| {kind}, {size:,} | {what} | {one['per_second']:,.0f}"
                    f" | {one['per_second'] / floor:.2f} | {one['peak']:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
