"""Scopes: the same contacts are meant in a list, page by page, in a count and by their ids."""

import pytest

from store import books, contacts, favorites, groups, listing, matching, scopes, ticks
from store.contacts import Fields
from store.paging import Stretch
from store.scopes import Scope

NAMES = ["Ann", "Anna", "Åsa", "Bo", "Cy", "Zoe"]


@pytest.fixture
def sets(database, book):
    """Forty contacts, every second in a group, every third ticked, every fifth starred."""
    with database.writing() as session:
        group = groups.add(session, book, person="U1", name="VIP").id
        for number in range(40):
            fields = Fields(f"p{number}@example.com", NAMES[number % 6], str(number % 7))
            added = contacts.add(session, book, person="U1", fields=fields)
            if number % 2 == 0:
                groups.put(session, book, group_id=group, scope=Scope(contact=added.id))
            if number % 3 == 0:
                ticks.merge(session, book, person="U1", shown=[], ticked=[added.id])
            if number % 5 == 0:
                favorites.add(session, book, person="U1", contact_id=added.id)
        chosen = ticks.selection(session, book, person="U1")
    return {
        Scope(): lambda _: True,
        Scope("ann"): lambda n: n % 6 < 2,
        Scope(group=group): lambda n: n % 2 == 0,
        Scope(selection=chosen): lambda n: n % 3 == 0,
        Scope(favorites_of="U1"): lambda n: n % 5 == 0,
        Scope("ann", group=group): lambda n: n % 2 == 0 and n % 6 < 2,
        Scope(group=group, selection=chosen): lambda n: n % 6 == 0,
        Scope(favorites_of="U1", group=group): lambda n: n % 10 == 0,
        Scope(favorites_of="U2"): lambda _: False,
        Scope(group=group + 1): lambda _: False,
    }


def number(contact):
    return int(contact.email.removeprefix("p").partition("@")[0])


def expected(session, book, wanted):
    everyone = contacts.find(session, book, person="U1", size=100).rows
    return [row.contact.id for row in everyone if wanted(number(row.contact))]


def forwards(session, book, scope):
    page = contacts.find(session, book, person="U1", scope=scope, size=3)
    rows = page.rows
    while page.has_next:
        after = contacts.cursor(page.rows[-1].contact)
        page = contacts.find(session, book, person="U1", scope=scope, size=3, after=after)
        rows = rows + page.rows
    return rows


@pytest.mark.parametrize(("few", "near"), [(500, 2_000), (2, 4), (2, 30)])
def test_every_way_of_reading_a_scope_finds_the_same(database, book, sets, monkeypatch, few, near):
    monkeypatch.setattr(listing, "FEW", few)
    monkeypatch.setattr(matching, "GLANCE", near)
    with database.writing() as session:
        for scope, wanted in sets.items():
            ids = expected(session, book, wanted)
            rows = forwards(session, book, scope)
            assert [row.contact.id for row in rows] == ids, scope
            for at, row in enumerate(rows):
                stretch = Stretch(3, before=contacts.cursor(row.contact))
                found = listing.find(session, book, scope=scope, stretch=stretch)
                assert found.ids == ids[max(0, at - 4) : at][::-1], scope
            assert contacts.find(session, book, person="U1", scope=scope).total == len(ids)
            assert contacts.count(session, book, scope=scope) == len(ids)
            assert session.exec(scopes.ids_of(book, scope)).all() == sorted(ids)
            assert scopes.hold(session, book, scope) == len(ids)


def test_a_range_of_ids_limits_any_scope(database, book, sets):
    with database.writing() as session:
        for scope, wanted in sets.items():
            ids = sorted(expected(session, book, wanted))
            within = range(7, 23)
            found = session.exec(scopes.ids_of(book, scope, ids=within)).all()
            assert found == [id for id in ids if id in within]


def test_a_scope_of_another_book_is_empty(database, book, sets):
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        contacts.add(session, other, person="U1", fields=Fields("p1@example.com", "Ann"))
        for scope in sets:
            if scope.narrow:
                assert contacts.find(session, other, person="U1", scope=scope).total == 0
                assert contacts.count(session, other, scope=scope) == 0


def test_a_large_set_is_counted_as_far_as_a_list_counts(database, book, sets, monkeypatch):
    monkeypatch.setattr(listing, "FEW", 2)
    monkeypatch.setattr(listing, "CAP", 7)
    with database.reading() as session:
        totals = [
            (page.total, page.capped)
            for scope in sets
            if scope.narrow
            for page in [contacts.find(session, book, person="U1", scope=scope)]
        ]
    assert (
        totals
        == [(7, True), (7, True), (7, True), (7, False)]
        + [(7, False), (4, False)]
        + [(0, False)] * 2
    )
