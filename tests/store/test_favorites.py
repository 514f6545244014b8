"""Favorites: each person's own stars."""

import pytest

from store import books, contacts, favorites
from store.contacts import Fields
from store.errors import Gone
from store.scopes import Scope


@pytest.fixture
def ann(database, book):
    with database.writing() as session:
        return contacts.add(session, book, person="U1", fields=Fields(email="ann@example.com"))


def test_a_star_is_set_and_taken_however_often_one_clicks(database, book, ann):
    with database.writing() as session:
        for change, starred in ((favorites.add, True), (favorites.remove, False)):
            change(session, book, person="U1", contact_id=ann.id)
            change(session, book, person="U1", contact_id=ann.id)
            assert favorites.is_favorite(session, book, person="U1", contact_id=ann.id) is starred


def test_stars_are_each_persons_own(database, book, ann):
    with database.writing() as session:
        favorites.add(session, book, person="U1", contact_id=ann.id)
        assert not favorites.is_favorite(session, book, person="U2", contact_id=ann.id)
        mine = contacts.find(session, book, person="U1", scope=Scope(favorites_of="U1"))
        theirs = contacts.find(session, book, person="U2", scope=Scope(favorites_of="U2"))
        seen = contacts.find(session, book, person="U2")
    assert [(row.contact.id, row.starred) for row in mine.rows] == [(ann.id, True)]
    assert (theirs.rows, theirs.total) == ([], 0)
    assert [row.starred for row in seen.rows] == [False]


def test_favorites_can_be_searched(database, book, ann):
    with database.writing() as session:
        other = contacts.add(session, book, person="U1", fields=Fields(email="annie@example.com"))
        bo = contacts.add(session, book, person="U1", fields=Fields(email="bo@example.com"))
        for contact in (ann, bo):
            favorites.add(session, book, person="U1", contact_id=contact.id)
        page = contacts.find(session, book, person="U1", scope=Scope("ann", favorites_of="U1"))
    assert [row.contact.id for row in page.rows] == [ann.id]
    assert page.total == 1
    assert other.id != ann.id


def test_a_contact_of_another_book_cannot_be_starred(database, book, ann):
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        for change in (favorites.add, favorites.remove):
            with pytest.raises(Gone):
                change(session, other, person="U1", contact_id=ann.id)
            with pytest.raises(Gone):
                change(session, book, person="U1", contact_id=ann.id + 1)
        favorites.add(session, book, person="U1", contact_id=ann.id)
        assert not favorites.is_favorite(session, other, person="U1", contact_id=ann.id)
        assert contacts.find(session, other, person="U1", scope=Scope(favorites_of="U1")).total == 0
