"""Plans: no page of contacts reads them all, and a large neighbour is nobody's burden."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from store import (
    books,
    contacts,
    favorites,
    groups,
    listing,
    matching,
    scopes,
    search,
    search_sqlite,
    ticks,
)
from store.contacts import Cursor
from store.db import settle
from store.models import GroupContact
from store.scopes import Scope
from tests.bench.filling import fill
from tests.plans import plan, reads_all, recorded

SIZE = 3_000
PAGES = {
    "the first page": {},
    "a page in the middle": {"after": Cursor("maria", 7)},
    "a page back": {"before": Cursor("maria", 7)},
    "favorites": {"scope": Scope(favorites_of="U1")},
    "favorites, searched": {"scope": Scope("ann", favorites_of="U1")},
    "few hits": {"scope": Scope("quackenbush")},
    "many hits": {"scope": Scope("ann")},
    "many hits, in the middle": {"scope": Scope("ann"), "after": Cursor("maria", 7)},
    "many hits, back": {"scope": Scope("example.com"), "before": Cursor("maria", 7)},
    "two words": {"scope": Scope("maria yoga")},
    "no hits": {"scope": Scope("zzxqy")},
    "two letters": {"scope": Scope("an")},
    "two rare letters": {"scope": Scope("qx")},
    "a short and a long word": {"scope": Scope("maria yo")},
}


@pytest.fixture
def crowd(database, book, monkeypatch):
    """A book of some thousand contacts beside a larger one, searched as if they were a million."""
    monkeypatch.setattr(search, "CAP", 100)
    monkeypatch.setattr(search_sqlite, "SMALL_BOOK", 500)
    with database.writing() as session:
        other = books.team(session, workspace="T2")
    for one, size in ((book, SIZE), (other, 3 * SIZE)):
        with database.connecting() as connection:
            fill(connection, book_id=one.id, size=size)
    with database.writing() as session:
        search.settle(session)
        for row in contacts.find(session, book, person="U1", scope=Scope("ann"), size=50).rows:
            favorites.add(session, book, person="U1", contact_id=row.contact.id)
    return book


def finding(database, book, arguments):
    def find():
        with database.reading() as session:
            return contacts.find(session, book, person="U1", **arguments)

    return find


def test_no_page_reads_all_contacts(database, crowd):
    for name, arguments in PAGES.items():
        queries = recorded(finding(database, crowd, arguments))
        assert queries
        for query in queries:
            steps = plan(database, query, indexed=True)
            assert not reads_all(steps), (name, query, steps)


def test_rare_words_are_found_by_their_trigrams(database, crowd):
    query = recorded(finding(database, crowd, {"scope": Scope("quackenbush")}))[0]
    index = {"sqlite": "contact_search VIRTUAL TABLE", "postgresql": "contact_by_text"}
    assert any(index[database.dialect] in step for step in plan(database, query))


def test_a_small_book_is_read_by_itself_beside_a_large_one(database, crowd):
    with database.writing() as session:
        small = books.personal(session, workspace="T1", person="U1")
    with database.connecting() as connection:
        fill(connection, book_id=small.id, size=30)
    with database.writing() as session:
        search.settle(session)
    for name, arguments in PAGES.items():
        for query in recorded(finding(database, small, arguments)):
            assert not reads_all(plan(database, query)), name


def test_sqlite_takes_the_same_steps_for_a_book_alone_and_beside_a_large_one(sqlite):
    with sqlite.writing() as session:
        small = books.personal(session, workspace="T1", person="U1")
        large = books.team(session, workspace="T1")
    with sqlite.connecting() as connection:
        fill(connection, book_id=small.id, size=200)
    alone = {name: steps_of(sqlite, small, arguments) for name, arguments in PAGES.items()}
    with sqlite.connecting() as connection:
        fill(connection, book_id=large.id, size=2 * SIZE)
    for name, arguments in PAGES.items():
        assert steps_of(sqlite, small, arguments) <= alone[name] + 100, name


def steps_of(database, book, arguments):
    """Hundreds of instructions that SQLite's machine runs for one page."""
    count = 0

    def tick():
        nonlocal count
        count += 1

    with database.reading() as session:
        driver = session.connection().connection.driver_connection
        driver.set_progress_handler(tick, 100)
        contacts.find(session, book, person="U1", **arguments)
        driver.set_progress_handler(None, 0)
    return count


@pytest.fixture
def sets(database, crowd, monkeypatch):
    """Scopes of the crowd: a few, most, those with the last names, and everybody ticked."""
    monkeypatch.setattr(listing, "FEW", 50)
    monkeypatch.setattr(matching, "GLANCE", 100)
    with database.writing() as session:
        ids = session.exec(scopes.ids_of(crowd, Scope())).all()
        last = ids[-1] + 1
        found = {
            name: Scope(group=filled(session, crowd, name, scope, within))
            for name, scope, within in (
                ("few", Scope(), range(ids[0], ids[30])),
                ("most", Scope(), range(ids[500], last)),
                ("the last", Scope("zelda"), range(last)),
            )
        }
        ticks.add_all(session, crowd, person="U1", scope=Scope())
        settle(session, GroupContact)
        found["ticked"] = Scope(selection=ticks.selection(session, crowd, person="U1"))
    return found


def filled(session, book, name, scope, within):
    group = groups.add(session, book, person="U1", name=name).id
    assert groups.put(session, book, group_id=group, scope=scope, ids=within)
    return group


def pages_of(scope):
    yield {"scope": scope}
    yield {"scope": scope, "after": Cursor("maria", 7)}
    yield {"scope": scope, "before": Cursor("maria", 7)}
    yield {"scope": replace(scope, search="ann")}
    yield {"scope": replace(scope, search="zzxqy")}


def test_no_page_of_a_set_reads_all_contacts(database, crowd, sets):
    for name, scope in sets.items():
        for arguments in pages_of(scope):
            for query in recorded(finding(database, crowd, arguments)):
                steps = plan(database, query, indexed=True)
                assert not reads_all(steps), (name, query, steps)


def test_groups_and_ticks_are_found_by_their_indexes(database, crowd, sets):
    def work():
        with database.reading() as session:
            groups.find(session, crowd, search="e")
            groups.of(session, crowd, contact_id=7)
            groups.suggest(session, crowd, text="fe")
            groups.by_name(session, crowd, name="few")
            ticks.count(session, crowd, person="U1")
            ticks.among(session, crowd, person="U1", contact_ids=[7, 8, 9])

    queries = recorded(work)
    assert len(queries) == 9
    for query in queries:
        steps = plan(database, query, indexed=True)
        scans = [step for step in steps if step.startswith("SCAN") or "Seq Scan" in step]
        assert all(step.startswith("SCAN anon") for step in scans), (query, steps)


def test_sqlite_takes_the_same_steps_for_a_small_group_of_a_small_and_of_a_large_book(sqlite):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
    taken = []
    for size in (200, 2 * SIZE):
        with sqlite.connecting() as connection:
            connection.execute(text("DELETE FROM contact"))
            fill(connection, book_id=book.id, size=size)
        with sqlite.writing() as session:
            first = session.exec(scopes.ids_of(book, Scope())).first()
            group = filled(session, book, f"{size}", Scope(), range(first, first + 30))
        pages = pages_of(Scope(group=group))
        taken.append([steps_of(sqlite, book, arguments) for arguments in pages])
    small, large = taken
    assert all(after <= before + 20 for before, after in zip(small, large, strict=True)), taken
