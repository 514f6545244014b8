"""Spots: Python and SQL agree on them, and they never put two names in the wrong order."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select

from store import books, search
from store.contacts import Cursor
from store.models import Book, Contact
from store.paging import Stretch
from store.spots import contact_id, names_on, shelf, span, start_of_name
from store.text import fold

NAMES = st.text(st.sampled_from("abyz '-.09{éß李\U0010ffff"), max_size=8).map(fold)
SOME = ["", "a", "z", "al", "al ", "alb", "al b", "anna", "anna lee", "anna-lee", "o'neil", "1st"]
SOME += [
    "zoe",
    "{x",
    "李",
    "a李b",
    "a1b",
    "a1",
    "maria",
    "marian",
    "maria k",
    "émile",
    "  x",
    "zzzzzz",
]


@given(NAMES, NAMES)
def test_a_spot_grows_with_the_name(one, other):
    first, second = sorted([one, other])
    assert start_of_name(first) <= start_of_name(second)


@given(NAMES)
def test_a_name_stands_on_its_own_shelf_only(name):
    first, end = names_on(start_of_name(name))
    assert first <= name < end


@given(NAMES, NAMES)
def test_names_on_one_shelf_are_exactly_those_between_its_ends(one, other):
    first, end = names_on(start_of_name(one))
    assert (first <= other < end) == (start_of_name(one) == start_of_name(other))


def test_sql_computes_the_spots_that_python_computes(sqlite):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
        with search.indexing(session):
            for number, name in enumerate(SOME):
                session.add(
                    Contact(
                        book_id=book.id, email="", email_key=f"{number}", sort_key=name, search=name
                    )
                )
            session.flush()
        # The index, which is filled with Python's spots, holds what SQL says of each contact.
        session.execute(
            text("INSERT INTO contact_search (contact_search, rank) VALUES ('integrity-check', 1)")
        )
        rows = session.execute(text("SELECT id, spot FROM contact_text"))
        spots = {row.id: row.spot for row in rows}
        for contact in session.exec(select(Contact)):
            spot = spots[contact.id]
            assert contact_id(spot) == contact.id
            assert shelf(spot) in span(book, Stretch(1))
            assert shelf(spot) - span(book, Stretch(1)).start == start_of_name(contact.sort_key)


def test_a_stretch_spans_the_shelves_from_its_cursor_on():
    book = Book(id=257)
    cursor = Cursor("maria", 7)
    everything = span(book, Stretch(25))
    on, back = span(book, Stretch(25, after=cursor)), span(book, Stretch(25, before=cursor))
    assert (everything.start >> 25, everything.stop >> 25) == (1, 2)
    assert (back.start, on.stop) == (everything.start, everything.stop)
    assert back.stop - 1 == on.start == everything.start + start_of_name("maria")
