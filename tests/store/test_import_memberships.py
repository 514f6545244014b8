"""Memberships that a file brings: the same ones as if each had been given by hand."""

from datetime import date, timedelta
from itertools import count
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from store import books, contacts, memberships, products
from store.errors import Holding
from store.import_choices import Choices
from store.membership_history import history
from store.memberships import Terms
from store.models import Membership, Product
from store.words import Payment, Status
from store.work_models import ImportGift
from tests import imports

TODAY = date(2026, 11, 22)
near = st.integers(-4, 4).map(lambda n: TODAY + timedelta(days=n))
numbers = count()
WANTED = Choices(memberships=True)


@st.composite
def wishes(draw):
    """A row: whose, of what, how it is paid for, its first and its last day."""
    starts, ends = draw(st.none() | near), draw(st.none() | near)
    if starts and ends and ends < starts:
        starts, ends = ends, starts
    who, what = draw(st.sampled_from("abc")), draw(st.sampled_from("XY"))
    return f"{who}@x.co", what, draw(st.sampled_from([*Payment])), starts, ends


# A row that says the same as one above it is repeated, and asks for nothing.
tables = st.lists(wishes(), min_size=1, max_size=9, unique=True)


def file_of(rows):
    cells = [[str(cell or "") for cell in row] for row in rows]
    return "Email,Product,Payment,Start,End\n" + "".join(",".join(row) + "\n" for row in cells)


def standing(database, book):
    """Whose memberships of what the book has, and on which terms."""
    wanted = select(Membership, Product.name).where(
        Membership.book_id == book.id, Product.id == Membership.product_id
    )
    people = {one.id: key for key, one in imports.contacts(database, book).items()}
    with database.reading() as session:
        found = session.exec(wanted).all()
    return sorted(
        (people[one.contact_id], name, one.payment, one.starts, str(one.ends), one.until)
        for one, name in found
    )


def give_by_hand(database, book, rows):
    """How many of these stood in the way of others."""
    had = 0
    for email, what, payment, starts, ends in rows:
        terms = Terms(payment, starts or min(TODAY, ends or TODAY), ends)
        with database.writing() as session:
            product = products.by_name(session, book, name=what) or products.add(
                session, book, person="U1", name=what
            )
            given = {"email": email, "product_id": product.id, "terms": terms}
            try:
                memberships.add(session, book, person="U1", **given)
            except Holding:
                had += 1
    return had


@given(before=tables, rows=tables, chunk=st.sampled_from([1, 2, 100]))
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_file_gives_what_giving_each_by_hand_gives(database, before, rows, chunk):
    number = next(numbers)
    with database.writing() as session:
        imported = books.team(session, workspace=f"A{number}")
        typed = books.team(session, workspace=f"B{number}")
    with (
        patch("store.import_writer.CHUNK", chunk),
        patch("store.days.today", return_value=TODAY),
    ):
        for book in (imported, typed):
            give_by_hand(database, book, before)
        had = give_by_hand(database, typed, rows)
        _, result = imports.run(database, imported, file_of(rows), choices=WANTED)
        assert standing(database, imported) == standing(database, typed)
        assert (result.had, result.given) == (had, len(rows) - had)
        _, twice = imports.run(database, imported, file_of(rows), choices=WANTED, key="2")
        assert (twice.given, twice.added, twice.had) == (0, 0, len(rows))


def test_a_cancelled_membership_comes_in_cancelled_once_and_is_in_nobodys_way(database, book):
    file = """Email,Product,Start,End,Cancelled
ann@x.co,Yoga,2026-01-01,2031-12-31,2026-03-10
ann@x.co,Yoga,2026-02-01,2031-12-31,
ann@x.co,Yoga,2026-01-01,2031-12-31,2026-03-10
"""
    _, result = imports.run(database, book, file, choices=WANTED)
    assert (result.added, result.further, result.repeated, result.given) == (1, 1, 1, 2)
    _, again = imports.run(database, book, file, choices=WANTED, key="again")
    assert (again.given, again.had) == (0, 2)
    with database.reading() as session:
        ann = contacts.by_email(session, book, email="ann@x.co")
        running, cancelled = memberships.of(session, book, contact_id=ann.id)
        told = history(session, book, membership_ids=[cancelled.membership.id])
        gifts = session.exec(select(ImportGift.thing).where(ImportGift.contact_id == ann.id)).all()
    assert (running.status, cancelled.status) == (Status.active, Status.expired)
    assert cancelled.membership.until == date.min
    assert cancelled.membership.cancelled_at.date() == date(2026, 3, 10)
    assert {line.what for line in told[cancelled.membership.id]} == {"added", "cancelled"}
    assert sorted(gifts) == sorted([running.membership.id, cancelled.membership.id])


def test_what_was_imported_can_be_renewed_and_cancelled_like_any_other(database, book):
    imports.run(database, book, "Email,Product\nann@x.co,Yoga\n", choices=WANTED)
    with database.writing() as session:
        ann = contacts.by_email(session, book, email="ann@x.co")
        [entry] = memberships.of(session, book, contact_id=ann.id)
        named = {"membership_id": entry.membership.id, "version": 1}
        memberships.cancel(session, book, person="U1", **named)
    _, again = imports.run(
        database, book, "Email,Product\nann@x.co,Yoga\n", choices=WANTED, key="again"
    )
    assert (again.given, again.had) == (1, 0)
