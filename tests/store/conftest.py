"""Somebody, a product, and memberships that are given and changed on a day that stands still."""

import pytest

from store import contacts, days, memberships, products
from store.contacts import Fields
from tests.store.membering import FOREVER, NOW


@pytest.fixture
def clock(monkeypatch):
    """Sets the time; it stands still."""

    def stand(at):
        monkeypatch.setattr(days, "now", lambda: at)

    stand(NOW)
    return stand


@pytest.fixture
def yoga(database, book):
    with database.writing() as session:
        return products.add(session, book, person="U1", name="Yoga 101")


@pytest.fixture
def ann(database, book):
    with database.writing() as session:
        fields = Fields("ann@x.co", "Ann", "Lee")
        return contacts.add(session, book, person="U1", fields=fields)


@pytest.fixture
def writing(database):
    """Does one thing in a transaction of its own."""

    def write(act, *arguments, **named):
        with database.writing() as session:
            return act(session, *arguments, **named)

    return write


@pytest.fixture
def add(writing, book, yoga):
    def give(terms=FOREVER, email="ann@x.co", product=yoga):
        named = {"email": email, "product_id": product.id, "terms": terms}
        return writing(memberships.add, book, person="U1", **named).entry

    return give


@pytest.fixture
def change(writing, book):
    """Changes a membership as it was last seen."""

    def do(act, entry, **named):
        is_of = {"membership_id": entry.membership.id, "version": entry.membership.version}
        return writing(act, book, person="U2", **is_of, **named)

    return do
