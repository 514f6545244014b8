"""Belongings: a file says of each contact what the page says, for very many at once."""

from datetime import date, timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import books, days
from store.belongings import NOTHING, Belongings
from store.models import Contact, Membership, Product
from store.standings import standings
from store.words import Payment

DAYS = st.tuples(st.integers(-3, 3), st.none() | st.integers(0, 3))
BOOKS = st.lists(st.lists(st.tuples(st.integers(0, 2), DAYS), max_size=4), max_size=4)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BOOKS)
def test_a_file_says_what_the_page_says(database, people):
    with database.writing() as session:
        book = books.team(session, workspace=str(uuid4()))
        keys = [("Yoga; 1", "yoga; 1"), ("Pilates", "pilates"), ("aqua", "aqua")]
        products = [
            Product(book_id=book.id, name=name, name_key=key, sort_key=key) for name, key in keys
        ]
        contacts = [
            Contact(book_id=book.id, email=f"{n}@x", email_key=f"{n}@x", sort_key="", search="")
            for n in range(len(people))
        ]
        session.add_all([*products, *contacts])
        session.flush()
        for contact, held in zip(contacts, people, strict=True):
            for product, (starts, lasts) in held:
                first = days.today(book) + timedelta(starts)
                last = None if lasts is None else first + timedelta(lasts)
                session.add(
                    Membership(
                        book_id=book.id,
                        contact_id=contact.id,
                        product_id=products[product].id,
                        payment=Payment.paid,
                        starts=first,
                        ends=last,
                        until=last or date.max,
                    )
                )
        session.flush()
        ids = [contact.id for contact in contacts]
        said, shown = (
            Belongings.of(session, book).said(ids),
            standings(session, book, contact_ids=ids),
        )
        for id in ids:
            standing = shown[id]
            names = [name for name, status in standing.products if status is standing.status]
            expected = ("", "", (standing.status or "").capitalize(), "; ".join(names))
            assert said.get(id, NOTHING) == expected
