"""Very many memberships: no page reads them all, and none outlives its contact or product."""

from sqlmodel import func, select

from store import (
    books,
    bulk,
    contacts,
    days,
    jobs,
    membership_lists,
    product_removal,
    products,
    search,
    ticks,
)
from store.bulk import Deed, Kind
from store.columns import now
from store.membership_lists import find
from store.models import Contact, Membership, MembershipEvent
from store.paging import Cursor
from store.words import Payment, Status
from tests.bench.filling import fill
from tests.bench.filling_memberships import fill_memberships

PAGES = {
    "all": {},
    "in the middle": {"after": Cursor("maria", 7)},
    "back": {"before": Cursor("maria", 7)},
    "active": {"status": Status.active},
    "upcoming": {"status": Status.upcoming},
    "expired and comped": {"status": Status.expired, "payment": Payment.comped},
    "paid": {"payment": Payment.paid, "after": Cursor("maria", 7)},
    "a frequent product": {"product": 1},
    "a frequent product, active": {"product": 1, "status": Status.active},
    "a frequent word": {"search": "example"},
    "a frequent word, active": {"search": "example", "status": Status.active},
}


def filled(database, workspace, size):
    """A book of its own."""
    with database.writing() as session:
        book = books.team(session, workspace=workspace)
    with database.connecting() as connection:
        fill(connection, book_id=book.id, size=size)
        fill_memberships(connection, book_id=book.id, size=size, today=days.today(book))
    with database.writing() as session:
        search.settle(session)
    return book


def first_product(session, book):
    return products.by_name(session, book, name="Product 1").id


def steps_of(database, book, asked):
    """Hundreds of instructions that SQLite's machine runs for one page."""
    count = 0

    def tick():
        nonlocal count
        count += 1

    with database.reading() as session:
        asked = asked | ({"product": first_product(session, book)} if "product" in asked else {})
        driver = session.connection().connection.driver_connection
        driver.set_progress_handler(tick, 100)
        page = find(session, book, **asked)
        driver.set_progress_handler(None, 0)
    assert len(page.rows) == 25
    return count


def test_a_page_takes_no_more_steps_in_a_larger_book(sqlite, monkeypatch):
    for name, value in {"CAP": 100, "FEW": 50, "GLANCES": (50, 400), "COUNTED": 50}.items():
        monkeypatch.setattr(membership_lists, name, value)
    monkeypatch.setattr(search, "CAP", 50)
    small, large = filled(sqlite, "T1", 1_500), filled(sqlite, "T2", 6_000)
    for name, asked in PAGES.items():
        few, many = (steps_of(sqlite, book, asked) for book in (small, large))
        assert many < 1.5 * few + 200, name


def test_none_outlives_its_contact_or_its_product(database):
    book, other = filled(database, "T1", 10_000), filled(database, "T2", 50)
    with database.writing() as session:
        kept = counted(session, other)
        product = first_product(session, book)
        size = products.size(session, book, product_id=product)
        assert size > 2 * product_removal.CHUNK
        named = {"person": "U1", "key": "product", "product_id": product}
        product_removal.begin(session, book, data={}, **named)
    assert product_removal.run(database, taken(database), on_progress=lambda *_: None) == size
    with database.writing() as session:
        jobs.finish(session, jobs.take(session, now=now()))
        assert counted(session, book) == (10_000, 20_000 - size)
        ticks.add_all(session, book, person="U1", scope=contacts.BOOK)
        loss = bulk.loss(session, book, person="U1")
        assert (loss.contacts, loss.memberships) == (10_000, 20_000 - size)
        named = {"person": "U1", "key": "contacts", "deed": Deed(Kind.delete)}
        bulk.begin(session, book, step="bulk.run", data={}, **named)
    assert bulk.run(database, taken(database), on_progress=lambda *_: None).done == 10_000
    with database.reading() as session:
        assert counted(session, book) == (0, 0)
        assert counted(session, other) == kept
        assert session.exec(select(func.count()).select_from(MembershipEvent)).one() == 0
        assert products.find(session, book).total == 11


def counted(session, book):
    """How many contacts the book has, and how many memberships."""
    tables = (Contact, Membership)
    return tuple(
        session.exec(select(func.count()).where(table.book_id == book.id)).one() for table in tables
    )


def taken(database):
    with database.writing() as session:
        return jobs.take(session, now=now())
