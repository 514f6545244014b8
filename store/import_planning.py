"""The plan of an import: what it would do to whom, found out without writing anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlmodel import Session

from store import books, import_things, import_updating, import_writing
from store.csv_files import first_values
from store.db import Database
from store.errors import Unreadable
from store.headers import MEMBERSHIP_FIELDS
from store.import_choices import Choices
from store.import_counts import COLUMNS_KEPT, SHOWN, Plan, Sample
from store.import_opening import Opened
from store.import_rows import Person, Reader
from store.import_tally import Tally
from store.import_updating import There
from store.models import Book, Group, Product
from store.text import clean, name_key
from store.words import Existing
from store.work_models import Job

# So many names of groups and products are shown.
NAMES_KEPT = 20
# So many people are looked up at a time. Of more, Python's collector of garbage would look again
# and again at rows that are still in use.
CHUNK = 1_000


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
    with database.reading() as session:
        book = books.get(session, book_id=job.book_id)
        while chunk := list(islice(people, CHUNK)):
            _meet(session, book, opened, [one for one in chunk if not one.is_further], met)
            alive()
        if not tally.rows:
            raise Unreadable("There are no rows below the names of the columns.")
        brought = _brought(session, book, opened, tally)
    return _plan(opened, tally, met, brought)


def _meet(session: Session, book: Book, opened: Opened, chunk: list[Person], met: _Met) -> None:
    """Look who of these is in the book."""
    reader = opened.reader()
    emails = [person.key for person in chunk]
    if opened.choices.existing is Existing.skip:
        known = import_writing.known(session, book, emails=emails)
    else:
        there = import_updating.there(session, book, emails=emails)
        known = {*there}
        changing = [one for one in chunk if _changes(reader, opened.choices, there, one)]
        met.changing += len(changing)
        met.changing_some += map(reader.sample, changing[: SHOWN - len(met.changing_some)])
    met.known += len(known)
    for is_known, some in ((False, met.new_some), (True, met.known_some)):
        wanted = (person for person in chunk if (person.key in known) is is_known)
        some += map(reader.sample, islice(wanted, SHOWN - len(some)))


def _changes(reader: Reader, choices: Choices, there: Mapping[str, There], person: Person) -> bool:
    one = there.get(person.key)
    if one is None:
        return False
    return import_updating.changed(one, reader.values(person), choices.existing) != one.values


def _brought(session: Session, book: Book, opened: Opened, tally: Tally) -> dict[str, Any]:
    """What the file brings beside contacts, and what would have to be made for that."""
    places, groups = opened.sheet.columns.places, dict(tally.groups)
    if group := clean(opened.choices.group):
        groups.setdefault(name_key(group), group)
    new_groups = import_things.missing(session, book, Group, groups)
    new_products = import_things.missing(session, book, Product, tally.products)
    return {
        "groups": [*tally.groups.values()][:NAMES_KEPT],
        "group_count": len(tally.groups),
        "new_groups": len(new_groups),
        "products": [*tally.products.values()][:NAMES_KEPT],
        "product_count": len(tally.products),
        "new_products": len(new_products),
        "memberships": tally.memberships,
        "has_groups": not {"groups", "favorites"}.isdisjoint(places),
        "has_memberships": not {*MEMBERSHIP_FIELDS}.isdisjoint(places),
    }


def _plan(opened: Opened, tally: Tally, met: _Met, brought: dict[str, Any]) -> Plan:
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
        ambiguous=opened.cells.ambiguous,
        refused=tally.refused(columns),
        choices=opened.choices,
        **brought,
    )
