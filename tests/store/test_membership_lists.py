"""The list of memberships: in the order of contacts, filtered, searched, paged and counted."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import product as every

import pytest

from store import books, contacts, days, membership_lists, memberships, products, search
from store.contacts import Fields
from store.errors import Holding
from store.membership_lists import cursor, find
from store.memberships import Terms
from store.words import Payment, Status

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
TODAY = NOW.date()
TERMS = {
    Status.active: (TODAY, TODAY),
    Status.upcoming: (TODAY + timedelta(1), None),
    Status.expired: (days.FIRST, TODAY - timedelta(1)),
}
NAMES = ["Ann Lee", "ann lee", "Bob Orr", "Émile Zola", "Zoe Lee", ""]


@pytest.fixture
def crowd(database, book, monkeypatch):
    """Six contacts, two products, and each contact with some of every kind of membership."""
    monkeypatch.setattr(days, "now", lambda: NOW)
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        for one in (book, other):
            fill(session, one)


def fill(session, book):
    yoga, swim = (
        products.add(session, book, person="U1", name=name).id for name in ("Yoga", "Swim")
    )
    kinds = [*every((yoga, swim), Payment, Status)]
    for number, name in enumerate(NAMES):
        first, _, last = name.partition(" ")
        fields = Fields(f"p{number}@x.co", first, last)
        contacts.add(session, book, person="U1", fields=fields)
        for product, payment, status in kinds[number::4]:
            terms = Terms(payment, *TERMS[status])
            named = {"email": fields.email, "product_id": product, "terms": terms}
            with suppress(Holding):
                memberships.add(session, book, person="U1", **named)


def everything(session, book):
    """All entries in order, found one contact after the other."""
    found = []
    for row in contacts.find(session, book, person="U1", size=100).rows:
        found += memberships.of(session, book, contact_id=row.contact.id)
    return sorted(found, key=lambda entry: (entry.contact.sort_key, entry.membership.id))


def ids(entries):
    return [entry.membership.id for entry in entries]


# How large a list may be that is read whole; and how many contacts are looked at, one after the
# other, before all are put in order.
WAYS = {"whole": (500, ()), "at a glance": (0, (4, 100)), "in order": (0, (1,))}


@pytest.fixture(params=WAYS)
def way(request, monkeypatch):
    few, glances = WAYS[request.param]
    monkeypatch.setattr(membership_lists, "FEW", few)
    monkeypatch.setattr(membership_lists, "GLANCES", glances)


def test_every_filter_finds_just_what_is_so(database, book, crowd, way):
    with database.reading() as session:
        known = everything(session, book)
        assert len(known) > 20
        named = {one.name: one.id for one in products.suggest(session, book, text="")}
        for product, status, payment, text in every(
            [None, *named.values()], [None, *Status], [None, *Payment], ["", "lee", "ann x.co"]
        ):
            asked = {"product": product, "status": status, "payment": payment}
            page = find(session, book, search=text, **asked, size=100)
            expected = [
                entry
                for entry in known
                if product in (None, entry.product.id)
                and status in (None, entry.status)
                and payment in (None, entry.membership.payment)
                and all(word in entry.contact.search for word in text.split())
            ]
            assert ids(page.rows) == ids(expected), asked
            assert (page.total, page.capped) == (len(expected), False)
            assert [one.status for one in page.rows] == [one.status for one in expected]


@pytest.mark.parametrize("frequent", [False, True], ids=["rare words", "frequent words"])
def test_pages_follow_each_other_there_and_back(database, book, crowd, way, monkeypatch, frequent):
    filters = [{"search": "lee"}, {"search": "x.co", "payment": Payment.paid}]
    if frequent:
        monkeypatch.setattr(search, "few", lambda *_, **__: None)
    else:
        filters += [{}, {"status": Status.active}]
    for asked in filters:
        there_and_back(database, book, asked)


def there_and_back(database, book, asked):
    with database.reading() as session:
        whole = ids(find(session, book, size=100, **asked).rows)
        page = find(session, book, size=3, **asked)
        there = [page]
        assert (page.has_previous, page.has_next) == (False, True)
        while page.has_next:
            page = find(session, book, size=3, after=cursor(page.rows[-1]), **asked)
            there.append(page)
        assert [id for page in there for id in ids(page.rows)] == whole
        back = [page]
        while page.has_previous:
            page = find(session, book, size=3, before=cursor(page.rows[0]), **asked)
            back.append(page)
        assert [ids(page.rows) for page in back] == [ids(page.rows) for page in reversed(there)]
        assert page.total == len(whole)


def test_counting_ends_at_the_cap(database, book, crowd, monkeypatch):
    monkeypatch.setattr(membership_lists, "CAP", 5)
    monkeypatch.setattr(membership_lists, "FEW", 3)
    with database.reading() as session:
        page = find(session, book, status=Status.active, size=2)
        assert (page.total, page.capped, len(page.rows)) == (5, True, 2)


def test_products_and_words_that_nobody_has_find_nothing(database, book, crowd):
    with database.reading() as session:
        for asked in ({"product": 999}, {"search": "zzz"}, {"search": "100%"}):
            page = find(session, book, **asked)
            assert (page.rows, page.total, page.has_next) == ([], 0, False)


def test_a_product_of_another_book_finds_nothing(database, book, crowd):
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        theirs = products.by_name(session, other, name="Yoga").id
        assert find(session, book, product=theirs).rows == []
        assert find(session, other, product=theirs).total > 3


def test_the_page_behind_the_last_is_the_first(database, book, crowd):
    with database.reading() as session:
        last = find(session, book, size=100).rows[-1]
        page = find(session, book, size=2, after=cursor(last))
        assert (page.has_previous, len(page.rows)) == (False, 2)


def test_the_same_name_twice_is_in_the_order_of_memberships(database, book, crowd):
    with database.reading() as session:
        found = find(session, book, search="ann lee", size=100).rows
    assert len({entry.contact.id for entry in found}) == 2
    assert ids(found) == sorted(ids(found))


def test_another_day_another_status(database, book, crowd, monkeypatch):
    monkeypatch.setattr(days, "now", lambda: NOW + timedelta(days=1))
    with database.reading() as session:
        upcoming = find(session, book, status=Status.upcoming)
        assert (upcoming.rows, upcoming.total) == ([], 0)
        assert date.max in {row.membership.until for row in find(session, book).rows}
