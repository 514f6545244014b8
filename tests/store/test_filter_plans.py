"""Plans of filters: every list and count looks up what it reads, and a large book next door is no
burden."""

from functools import partial

import pytest
from sqlmodel import select

from store import books, days, filter_ways, listing, matching, search, search_sqlite
from store.models import Group, Product
from store.paging import Cursor, Stretch
from store.scopes import Scope
from store.work_models import Import
from tests.bench.filling import fill
from tests.bench.filling_memberships import fill_memberships
from tests.bench.filter_cases import cases
from tests.plans import plan, reads_all, recorded

SIZE = 1_500
STRETCHES = {
    "first": Stretch(25),
    "middle": Stretch(25, after=Cursor("maria", 7)),
    "back": Stretch(25, before=Cursor("maria", 7)),
    "count": Stretch(0),
}
# As if the book were a thousand times as large: long and short ways, glances that see too little.
LIMITS = {
    (listing, "CAP"): 100,
    (listing, "SHORT"): 20,
    (matching, "GLANCE"): 60,
    (filter_ways, "FIRST_LOOK"): 50,
    (filter_ways, "SECOND_LOOK"): 500,
    (search, "CAP"): 50,
    (search_sqlite, "SMALL_BOOK"): 200,
}


@pytest.fixture
def crowd(database, book, monkeypatch):
    """A book with memberships beside a larger one."""
    for (module, name), limit in LIMITS.items():
        monkeypatch.setattr(module, name, limit)
    with database.writing() as session:
        other = books.team(session, workspace="T2")
    filled(database, book, SIZE)
    filled(database, other, 2 * SIZE)
    with database.writing() as session:
        search.settle(session)
    return book


def filled(database, book, size):
    with database.connecting() as connection:
        fill(connection, book_id=book.id, size=size)
        fill_memberships(connection, book_id=book.id, size=size, today=days.today(book))


def questions(database, book):
    """Every filter that is measured, and how its list or count is read."""
    with database.reading() as session:
        products, groups, imports = (
            session.exec(select(table.id).where(table.book_id == book.id).order_by(table.id)).all()
            for table in (Product, Group, Import)
        )
    for case in cases([*products], [*groups], [*imports]):
        scope = Scope(case.search, filter=case.filter, viewer="U1")
        for place, stretch in STRETCHES.items():
            look = partial(listing.find, book=book, scope=scope, stretch=stretch)
            yield f"{case.name}, {place}", look


def queries_of(database, look):
    def read():
        with database.reading() as session:
            look(session)

    return recorded(read)


def test_no_filter_reads_a_table_from_end_to_end(database, crowd):
    for name, look in questions(database, crowd):
        for query in queries_of(database, look):
            steps = plan(database, query, indexed=True)
            assert not reads_all(steps), (name, query, steps)
            assert not [one for one in steps if reads_memberships(one)], (name, query, steps)


def test_whoever_came_with_an_import_is_found_by_its_moment(database, crowd):
    by_moment = {
        "sqlite": "contact_by_source (book_id=? AND source=? AND created_at=?)",
        "postgresql": "contact_by_source",
    }
    found = 0
    for name, look in questions(database, crowd):
        if name.startswith("an import"):
            plans = [plan(database, query, indexed=True) for query in queries_of(database, look)]
            led = [steps for steps in plans if any(by_moment[database.dialect] in s for s in steps)]
            assert led, (name, plans)
            found += len(led)
            if database.dialect == "postgresql":
                assert all(any("created_at = " in step for step in steps) for steps in led), led
    assert found >= 4


def reads_memberships(step):
    """Whether it reads all memberships, or all of a book."""
    of_book = "membership" in step and step.endswith("(book_id=?)")
    return of_book or step.startswith("SCAN membership") or "Seq Scan on membership" in step


def test_sqlite_looks_up_what_a_contact_has_by_the_contact(sqlite):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
    filled(sqlite, book, 200)
    looked_up = "membership_by_contact_with_terms (book_id=? AND contact_id=?)"
    found = 0
    for name, look in questions(sqlite, book):
        for query in queries_of(sqlite, look):
            steps = plan(sqlite, query)
            for step, inner in zip(steps, steps[1:], strict=False):
                if step.startswith("CORRELATED") and " membership " in f"{inner} ":
                    assert looked_up in inner, (name, steps)
                    found += 1
    assert found > 20


def test_sqlite_takes_the_same_steps_for_a_book_alone_and_beside_a_large_one(sqlite):
    with sqlite.writing() as session:
        small = books.personal(session, workspace="T1", person="U1")
        large = books.team(session, workspace="T1")
    filled(sqlite, small, 200)
    alone = {name: steps_of(sqlite, look) for name, look in questions(sqlite, small)}
    assert max(alone.values()) > 20
    filled(sqlite, large, 2 * SIZE)
    for name, look in questions(sqlite, small):
        # An index of texts is shared by all books; what it finds elsewhere is skipped.
        assert steps_of(sqlite, look) <= 1.2 * alone[name] + 100, name


def steps_of(database, look):
    """Hundreds of instructions that SQLite's machine runs."""
    count = 0

    def tick():
        nonlocal count
        count += 1

    with database.reading() as session:
        driver = session.connection().connection.driver_connection
        driver.set_progress_handler(tick, 100)
        look(session)
        driver.set_progress_handler(None, 0)
    return count
