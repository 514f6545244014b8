"""The plan of an import: what it would do to whom, found out without writing anything."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from sqlmodel import Session

from store import books, import_writing
from store.csv_files import first_values
from store.db import Database
from store.errors import Unreadable
from store.import_counts import COLUMNS_KEPT, SHOWN, Plan, Sample
from store.import_opening import Opened
from store.import_rows import Person
from store.import_tally import Tally
from store.models import Book
from store.work_models import Job

# So many people are looked up at a time.
CHUNK = 10_000


@dataclass
class _Met:
    """Whom of the file the book has, and the first few of each kind."""

    known: int = 0
    changing: int = 0
    new_some: list[Sample] = field(default_factory=list)
    known_some: list[Sample] = field(default_factory=list)
    changing_some: list[Sample] = field(default_factory=list)


def plan(database: Database, job: Job, opened: Opened, *, alive: Callable[[], None]) -> Plan:
    """What importing this file would do, as the book is now. Raises Unreadable without rows."""
    tally = Tally(opened.reader())
    met = _Met()
    people = tally.people()
    while chunk := list(islice(people, CHUNK)):
        with database.reading() as session:
            book = books.get(session, book_id=job.book_id)
            _meet(session, book, opened, chunk, met)
        alive()
    if not tally.rows:
        raise Unreadable("There are no rows below the names of the columns.")
    return _plan(opened, tally, met)


def _meet(session: Session, book: Book, opened: Opened, chunk: list[Person], met: _Met) -> None:
    """Look who of these is in the book."""
    known = import_writing.known(session, book, emails=[person.key for person in chunk])
    met.known += len(known)
    reader = opened.reader()
    for is_known, some in ((False, met.new_some), (True, met.known_some)):
        wanted = (person for person in chunk if (person.key in known) is is_known)
        some += map(reader.sample, islice(wanted, SHOWN - len(some)))


def _plan(opened: Opened, tally: Tally, met: _Met) -> Plan:
    columns = opened.sheet.columns
    return Plan(
        label=columns.label,
        rows=tally.rows,
        new=tally.different - met.known,
        known=met.known,
        changing=met.changing,
        repeated=tally.repeated,
        further=tally.further,
        unusable=tally.unusable,
        problems=tally.problems,
        new_some=met.new_some,
        known_some=met.known_some,
        changing_some=met.changing_some,
        repeated_some=tally.repeated_some,
        columns=[*columns.names],
        first_values=first_values(opened.sheet),
        places=columns.places,
        recognised=opened.recognised,
        used=columns.used[:COLUMNS_KEPT],
        ignored=columns.ignored[:COLUMNS_KEPT],
        choices=opened.choices,
    )
