"""How quick a sync is, against parsing the same JSON and one bulk upsert; what an idle run asks.

    python -m tests.bench.sync [--people 25000] [--rounds 3] [--database sqlite] [--google]

The account is JSON as Google answers it, in pages of 1,000, made before the clock starts. The floor
parses it and upserts six columns into a table with one key, in one transaction. `by hand` fills the
tables that a sync fills (contacts with their search index, links), in one transaction, and finds
out, checks and keeps nothing. `read` is what the provider's module takes for the answers.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text

from store import books, jobs
from store.columns import now
from store.db import Database
from store.models import Book
from store.sync import connections, engine, google_people, overviews, telling
from store.sync.bounded import Limits
from store.sync.source import Habits, RemoteGroup, RemotePage, Source, Stream
from store.sync_models import Connection
from store.words import Provider
from tests.bench.importing import COLUMNS, FIRST, LAST, VALUES, _status, opened
from tests.googling import outside

PAGE = 1_000
LABELS = 9
ROW = "email, first, last, company, title, phone"
TEXTS = ", ".join(f"{name} text" for name in ("id", *ROW.split(", ")))


def sample(people: int) -> list[bytes]:
    """The pages of an account; three in ten people have a label."""
    chance = random.Random(7)
    cards = [_card(number, chance) for number in range(people)]
    return [
        json.dumps({"connections": cards[at : at + PAGE], "totalItems": people}).encode()
        for at in range(0, people, PAGE)
    ]


def _card(number: int, chance: random.Random) -> dict[str, Any]:
    last, main = chance.choice(LAST), {"metadata": {"primary": True}}
    labels = ["myContacts"] + [f"l{chance.randrange(LABELS)}"] * (chance.random() < 0.3)
    return {
        "resourceName": f"people/c{number}",
        "etag": f"%E{number}",
        "metadata": {"sources": [{"type": "CONTACT", "id": f"{number:x}"}]},
        "names": [main | {"givenName": chance.choice(FIRST), "familyName": last}],
        "emailAddresses": [main | {"value": f"person.{number}@example{number % 997}.com"}],
        "organizations": [main | {"name": f"{last} & Co", "title": "Coach"}],
        "phoneNumbers": [main | {"value": f"+49 170 {number}"}],
        "memberships": [
            {"contactGroupMembership": {"contactGroupResourceName": f"contactGroups/{label}"}}
            for label in labels
        ],
    }


class JsonSource:
    """An account that has its answers ready; `asked` counts them."""

    secret = "secret"
    habits = Habits()

    def __init__(self, pages: list[bytes]) -> None:
        self.pages, self.asked = pages, 0

    def open(self, _: Connection) -> Source:
        """As a provider opens an account."""
        return self

    def streams(self) -> list[Stream]:
        """One part, as at Google."""
        return [Stream("people")]

    def groups(self) -> list[RemoteGroup]:
        """Nine labels."""
        self.asked += 1
        return [RemoteGroup(f"contactGroups/l{at}", f"Label {at}") for at in range(LABELS)]

    def page(self, _: Stream, *, token: str = "", cursor: str = "") -> RemotePage:
        """The next answer; nothing where changes are asked for."""
        self.asked += 1
        if token:
            return RemotePage((), token=token)
        at = int(cursor or 0)
        content = json.loads(self.pages[at])
        people = [google_people.read(card) for card in google_people.items(content, "connections")]
        if at + 1 < len(self.pages):
            return RemotePage(people, next=str(at + 1), total=content["totalItems"])
        return RemotePage(people, token="t", total=content["totalItems"])


def rows_of(pages: list[bytes]) -> Iterator[tuple[str, ...]]:
    """Id, email, name, company, title and phone of everybody, parsed from the pages."""
    for page in pages:
        for card in json.loads(page)["connections"]:
            name, firm = card["names"][0], card["organizations"][0]
            email, phone = card["emailAddresses"][0]["value"], card["phoneNumbers"][0]["value"]
            names = (name["givenName"], name["familyName"], firm["name"], firm["title"])
            yield (card["resourceName"], email, *names, phone)


UPSERT = (
    "ON CONFLICT (book, email) DO UPDATE SET first = excluded.first, last = excluded.last,"
    " company = excluded.company, title = excluded.title, phone = excluded.phone"
)


def read(pages: list[bytes]) -> float:
    """Read every page as the engine gets it, and keep nothing."""
    began = time.perf_counter()
    source = JsonSource(pages)
    for at in range(len(pages)):
        source.page(Stream("people"), cursor=str(at))
    return time.perf_counter() - began


def floor(pages: list[bytes], database: Database) -> float:
    """Parse, and upsert into a table with one key."""
    with database.connecting() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS plain")
        connection.exec_driver_sql(f"CREATE TABLE plain (book int, {TEXTS}, UNIQUE (book, email))")
    began = time.perf_counter()
    with database.connecting() as connection:
        driver = connection.connection.driver_connection
        if database.dialect == "sqlite":
            marks = f"INSERT INTO plain VALUES (1, ?, ?, ?, ?, ?, ?, ?) {UPSERT}"
            driver.executemany(marks, rows_of(pages))
        else:
            _arrive(driver, pages)
            into = f"INSERT INTO plain (book, id, {ROW}) SELECT 1, id, {ROW} FROM arrived"
            driver.execute(f"{into} {UPSERT}")
    return time.perf_counter() - began


def by_hand(pages: list[bytes], database: Database, connection_id: int, book_id: int) -> float:
    """Parse, and fill contacts, their search index and links."""
    values = VALUES.format(book=book_id, **{name: name for name in ROW.split(", ")})
    contacts = f"INSERT INTO contact ({COLUMNS}) SELECT {values} FROM arrived"
    links = (
        "INSERT INTO link (book_id, connection_id, remote_id, contact_id, stream, walk, fields,"
        f" groups, gone, without_email) SELECT {book_id}, {connection_id}, arrived.id, contact.id,"
        " 'people', 1, '{}', '[]', false, false FROM arrived JOIN contact"
        f" ON contact.book_id = {book_id} AND contact.email_key = lower(arrived.email)"
    )
    began = time.perf_counter()
    with database.connecting() as connection:
        driver = connection.connection.driver_connection
        _arrive(driver, pages)
        driver.execute(f"{contacts} WHERE true ON CONFLICT DO NOTHING")
        if database.dialect == "sqlite":
            driver.execute(
                "INSERT INTO contact_search (rowid, text)"
                " SELECT spot, text FROM contact_text ORDER BY spot"
            )
        driver.execute(links)
    return time.perf_counter() - began


def _arrive(driver: Any, pages: list[bytes]) -> None:
    driver.execute("DROP TABLE IF EXISTS arrived")
    driver.execute(f"CREATE TEMP TABLE arrived ({TEXTS})")
    if hasattr(driver, "executemany"):
        driver.executemany("INSERT INTO arrived VALUES (?, ?, ?, ?, ?, ?, ?)", rows_of(pages))
        return
    with driver.cursor() as cursor, cursor.copy("COPY arrived FROM STDIN") as copy:
        for row in rows_of(pages):
            copy.write_row(row)


class Counter:
    """Counts the statements of all databases while it is on."""

    def __init__(self) -> None:
        self.statements = 0
        event.listen(Engine, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self.statements += 1


def connect(database: Database, workspace: str, secret: bytes = b"") -> tuple[Book, int]:
    """A book and an account that is due."""
    with database.writing() as session:
        book = books.team(session, workspace=workspace)
        connection = connections.connect(
            *(session, book),
            person="U1",
            provider=Provider.google,
            account=workspace,
            email="ana@example.org",
            secret=secret,
            chosen=None,
            place={},
        )
        return book, connection.id


def sync(
    database: Database,
    book: Book,
    connection_id: int,
    open: Callable[[Connection], Source],
) -> float:
    """A run from its beginning to its end, as the worker does it."""
    began = time.perf_counter()
    with database.writing() as session:
        connection = connections.get(session, book, connection_id=connection_id)
        job = jobs.hold(session, book, job_id=connection.job_id or 0)
        jobs.hurry(session, job)
    while True:
        with database.writing() as session:
            job = jobs.take(session, now=now())
        if job is None:
            return time.perf_counter() - began
        if job.step == "connections.tell":
            with database.writing() as session:
                telling.told(session, job)
        else:
            engine.step(database, job, open, seal=str.encode)


def forget_tokens(database: Database) -> None:
    """Let the next run read the whole."""
    with database.connecting() as connection:
        connection.execute(text("UPDATE sync_stream SET token = ''"))


def measure(kind: str, people: int, rounds: int) -> None:
    """Print the medians of rounds in which the floors and the sync take turns."""
    pages = sample(people)
    size = sum(map(len, pages)) / 1e6
    took: dict[str, list[float]] = {}
    counter = Counter()
    with tempfile.TemporaryDirectory() as name:
        for _ in range(rounds):
            took.setdefault("read", []).append(read(pages))
            with opened(kind, Path(name)) as database:
                took.setdefault("floor", []).append(floor(pages, database))
                book, id = connect(database, "hand")
                took.setdefault("by hand", []).append(by_hand(pages, database, id, book.id))
            with opened(kind, Path(name)) as database:
                book, id = connect(database, "T1")
                source = JsonSource(pages)
                before = counter.statements
                took.setdefault("first run", []).append(sync(database, book, id, source.open))
                first = counter.statements - before
                forget_tokens(database)
                took.setdefault("whole again", []).append(sync(database, book, id, source.open))
                before, source.asked = counter.statements, 0
                took.setdefault("idle run", []).append(sync(database, book, id, source.open))
                idle, asked = counter.statements - before, source.asked
    print(f"{kind}: {people:,} people, {len(pages)} pages, {size:.1f} MB, median of {rounds}")
    medians = {label: statistics.median(seconds) for label, seconds in took.items()}
    for label, seconds in medians.items():
        times = seconds / medians["floor"]
        each = f"{people / seconds:9,.0f} people/s  {times:5.2f} x floor"
        print(f"  {label:12}  {seconds:7.3f} s  {each if label != 'idle run' else ''}")
    print(
        f"  statements: {first} in the first run, {idle} in an idle one, which asks {asked} times"
    )


def over_http(kind: str, people: int) -> None:
    """Print the same of the playground's Google, which shares this process: HTTP, tokens, all."""
    chance = random.Random(7)
    limits = Limits(connect=5, read=30, seconds=60, size=20_000_000)
    with tempfile.TemporaryDirectory() as name, opened(kind, Path(name)) as database:
        with outside() as there:
            labels = [there.account.add_group(f"Label {at}").id for at in range(LABELS)]
            for number in range(people):
                there.account.add(
                    first_name=chance.choice(FIRST),
                    last_name=chance.choice(LAST),
                    emails=[f"person.{number}@example{number % 997}.com"],
                    groups=[chance.choice(labels)] if chance.random() < 0.3 else [],
                )
            google = there.client(limits=limits)
            book, id = connect(database, "T1", there.admitted().secret.encode())

            def open(connection: Connection) -> Source:
                return google.open(connection.secret.decode())

            first = sync(database, book, id, open)
            before = len(there.fake.faults.asked)
            idle = sync(database, book, id, open)
            asked = len(there.fake.faults.asked) - before
        with database.reading() as session:
            overview = overviews.all_of(session, book)[0]
        assert overview.contacts == people, overview.connection.trouble
    print(f"{kind}: {people:,} people at the playground's Google")
    print(
        f"  first run {first:.3f} s, {people / first:,.0f} people/s; idle run {idle:.3f} s,", end=""
    )
    print(f" which asks {asked} times")


def memory(kind: str, people: int) -> float:
    """How many MB a first run adds to a process that has synced before."""
    pages = sample(people)
    with tempfile.TemporaryDirectory() as name, opened(kind, Path(name)) as database:
        book, id = connect(database, "T1")
        sync(database, book, id, JsonSource(pages[:1]).open)
        book, id = connect(database, "T2")
        before = _status("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # Linux: the peak begins anew
        sync(database, book, id, JsonSource(pages).open)
        return _status("VmHWM") - before


def apart(kind: str, people: int) -> float:
    """`memory` in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.sync", "--memory", "--people", str(people)]
    command += ["--database", kind]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=25_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    asked.add_argument("--google", action="store_true", help="over HTTP from the playground")
    asked.add_argument("--memory", action="store_true", help="print only the MB that it adds")
    chosen = asked.parse_args()
    if chosen.memory:
        print(memory(chosen.database, chosen.people))
        return
    for kind in ["sqlite", "postgresql"] if chosen.database == "both" else [chosen.database]:
        if chosen.google:
            over_http(kind, chosen.people)
            continue
        measure(kind, chosen.people, chosen.rounds)
        few = max(chosen.people // 10, PAGE)
        print(f"  memory: {apart(kind, few):.0f} MB for {few:,} people, ", end="")
        print(f"{apart(kind, chosen.people):.0f} MB for all")


if __name__ == "__main__":
    main()
