"""Standings: what each contact of a list has, in a few words; and what a farewell would take."""

from datetime import UTC, datetime, timedelta

import pytest

from store import books, contacts, days, memberships, products
from store.contacts import Fields
from store.memberships import Terms
from store.standings import Held, Standing, held, standings
from store.words import Payment, Status
from tests.plans import recorded

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
TODAY = NOW.date()
ACTIVE = Terms(Payment.paid, TODAY)
EXPIRED = Terms(Payment.paid, days.FIRST, TODAY - timedelta(1))
UPCOMING = Terms(Payment.paid, TODAY + timedelta(1))


@pytest.fixture
def give(database, book, monkeypatch):
    """Gives a product to a contact, both of them made at first use."""
    monkeypatch.setattr(days, "now", lambda: NOW)

    def do(who, name, *several):
        with database.writing() as session:
            product = products.by_name(session, book, name=name)
            product = product or products.add(session, book, person="U1", name=name)
            named = {"email": f"{who}@x.co", "product_id": product.id}
            for terms in several:
                entry = memberships.add(session, book, person="U1", terms=terms, **named).entry
        return entry.contact.id

    return do


def test_each_contact_stands_where_its_best_membership_does(database, book, give):
    ann = give("ann", "Yoga", EXPIRED, ACTIVE)
    give("ann", "Pilates", EXPIRED)
    give("ann", "Boxing", UPCOMING)
    give("ann", "Art", ACTIVE)
    ben, cem = give("ben", "Yoga", EXPIRED, UPCOMING), give("cem", "Yoga", UPCOMING)
    with database.writing() as session:
        dan = contacts.add(session, book, person="U1", fields=Fields("dan@x.co")).id
        found = standings(session, book, contact_ids=[ann, ben, cem, dan])
    assert found == {
        ann: Standing(
            Status.active,
            [
                ("Art", Status.active),
                ("Yoga", Status.active),
                ("Boxing", Status.upcoming),
                ("Pilates", Status.expired),
            ],
        ),
        ben: Standing(Status.expired, [("Yoga", Status.upcoming)]),
        cem: Standing(None, [("Yoga", Status.upcoming)]),
        dan: Standing(None, []),
    }


def test_it_takes_one_statement(database, book, give):
    people = [give(who, "Yoga", ACTIVE) for who in ("ann", "ben", "cem")]

    def look():
        with database.reading() as session:
            standings(session, book, contact_ids=people)

    assert len(recorded(look)) == 1


def test_a_farewell_takes_all_of_them(database, book, give):
    ann = give("ann", "Yoga", EXPIRED, ACTIVE)
    give("ann", "Pilates", EXPIRED, UPCOMING)
    with database.writing() as session:
        assert held(session, book, contact_id=ann) == Held(memberships=4, active=1)
        assert held(session, book, contact_id=999) == Held(0, 0)
        other = books.team(session, workspace="T2")
        assert held(session, other, contact_id=ann) == Held(0, 0)
        assert standings(session, other, contact_ids=[ann]) == {ann: Standing()}
        contacts.delete(session, book, person="U1", contact_id=ann)
        assert held(session, book, contact_id=ann) == Held(0, 0)
