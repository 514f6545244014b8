"""Who is gone from an account, what holds a contact, and the brake on mass removal."""

from datetime import date

import pytest
from sqlmodel import update

from store import contacts, favorites, groups, memberships, products
from store.memberships import Terms
from store.models import Contact
from store.scopes import Scope
from store.sync import removing
from store.sync.source import Ended, Later
from store.sync_models import Link
from store.words import ConnectionState, Payment, Source
from tests.store.sync.syncing import person


def filled(syncing, size):
    """An account with so many people, all of them in the book."""
    account, id = syncing.connect()
    for at in range(size):
        account.put(person(f"p{at}", first=f"P{at}"))
    syncing.run()
    return account, id


def state(syncing, id):
    return syncing.connection(id).state


def remove(account, ats):
    for at in ats:
        account.remove(f"p{at}")


def test_memberships_groups_and_notes_hold_a_contact_and_a_star_does_not(syncing):
    account, id = filled(syncing, 20)
    ids = {at: syncing.contacts()[f"p{at}@example.org"].id for at in range(4)}
    with syncing.database.writing() as session:
        product = products.add(session, syncing.book, person="U1", name="Yoga")
        group = groups.add(session, syncing.book, person="U1", name="VIP")
        scope = {at: Scope(contact=id) for at, id in ids.items()}
        groups.put(session, syncing.book, group_id=group.id, scope=scope[1])
        favorites.put(session, syncing.book, person="U1", scope=scope[2])
        terms = Terms(Payment.paid, date(2026, 1, 1))
        about = {"email": "p0@example.org", "product_id": product.id, "terms": terms}
        memberships.add(session, syncing.book, person="U1", **about)
    remove(account, range(4))
    syncing.again()
    found = syncing.contacts()
    assert syncing.counts(id) == (0, 0, 2, 2)
    assert {found[f"p{at}@example.org"].id for at in (0, 1)} == {ids[0], ids[1]}
    assert {found[f"p{at}@example.org"].source for at in (0, 1)} == {Source.hand}
    assert not {"p2@example.org", "p3@example.org"} & found.keys()
    with syncing.database.reading() as session:
        assert len(memberships.of(session, syncing.book, contact_id=ids[0])) == 1


def test_notes_hold_a_contact(syncing):
    account, id = filled(syncing, 5)
    with syncing.database.writing() as session:
        noted = update(Contact).where(Contact.email == "p0@example.org")
        session.exec(noted.values(notes="Knee"))
    remove(account, [0])
    syncing.again()
    assert syncing.counts(id) == (0, 0, 0, 1)
    assert not syncing.contacts()["p0@example.org"].read_only


def test_a_kept_contact_comes_under_the_account_again_only_as_a_link(syncing):
    account, id = filled(syncing, 5)
    with syncing.database.writing() as session:
        session.exec(update(Contact).where(Contact.email == "p0@example.org").values(notes="Knee"))
    remove(account, [0])
    syncing.again()
    account.put(person("p0", first="New"))
    syncing.again()
    assert syncing.contacts()["p0@example.org"].first_name == "P0"
    assert syncing.contacts()["p0@example.org"].source is Source.hand


@pytest.mark.parametrize(
    ("size", "gone", "held"),
    [
        (100, 20, False),
        (100, 30, False),
        (100, 31, True),
        (21, 20, False),
        (50, 21, True),
        (3, 3, False),
        (4, 4, True),
        (30, 30, True),
    ],
)
def test_very_many_at_once_are_asked_about(sqlite_syncing, size, gone, held):
    syncing = sqlite_syncing
    account, id = filled(syncing, size)
    remove(account, range(gone))
    syncing.again()
    assert (state(syncing, id) is ConnectionState.held) is held
    assert len(syncing.contacts()) == (size if held else size - gone)


def test_an_account_that_is_suddenly_empty_loses_nobody_and_asks_once(syncing):
    account, id = filled(syncing, 40)
    account.expire()
    people, account.people["people"] = account.people["people"], {}
    syncing.again()
    assert len(syncing.contacts()) == 40
    assert syncing.told[1:] == [("held", id)]
    assert syncing.connection(id).trouble == (
        "Google Contacts now lists 0 of 40 contacts; nobody is removed here until you decide."
    )
    for _ in range(3):
        syncing.again(hours=2)
    assert syncing.told[1:] == [("held", id)]
    assert len(syncing.contacts()) == 40
    account.people["people"] = people
    account.expire()
    syncing.again(hours=2)
    assert state(syncing, id) is ConnectionState.active
    assert syncing.connection(id).trouble == ""
    assert not [link for link in syncing.rows(Link) if link.gone]


def test_a_whole_that_is_suddenly_empty_loses_nobody_however_few_there_were(syncing):
    account, id = filled(syncing, 2)
    people, account.people["people"] = account.people["people"], {}
    account.expire()
    syncing.again()
    assert state(syncing, id) is ConnectionState.held
    assert len(syncing.contacts()) == 2
    account.people["people"] = people
    account.expire()
    syncing.again(hours=2)
    assert state(syncing, id) is ConnectionState.active


def test_a_held_account_is_still_read_every_hour(syncing):
    account, id = filled(syncing, 40)
    remove(account, range(30))
    syncing.again()
    account.put(person("new"))
    account.put(person("p35", first="Changed"))
    syncing.again(hours=2)
    assert state(syncing, id) is ConnectionState.held
    assert "new@example.org" in syncing.contacts()
    assert syncing.contacts()["p35@example.org"].first_name == "Changed"


def test_a_question_stays_while_runs_fail(syncing):
    account, id = filled(syncing, 40)
    remove(account, range(30))
    syncing.again()
    question = syncing.connection(id).trouble
    account.failures = [Later("503")]
    syncing.again(hours=2)
    assert syncing.last(id).trouble == "503"
    assert syncing.connection(id).failures == 1
    assert state(syncing, id) is ConnectionState.held
    assert syncing.connection(id).trouble == question
    account.failures = [Ended("Google lets nobody in any more.")]
    syncing.again(hours=2)
    assert state(syncing, id) is ConnectionState.ended
    assert syncing.connection(id).trouble == "Google lets nobody in any more."


def test_a_person_lets_them_go(syncing):
    account, id = filled(syncing, 40)
    remove(account, range(30))
    syncing.again()
    assert syncing.steer("decide", person="U1", connection_id=id, decision="remove")
    syncing.run()
    assert len(syncing.contacts()) == 10
    assert syncing.counts(id) == (0, 0, 30, 0)
    assert state(syncing, id) is ConnectionState.active
    assert not syncing.steer("decide", person="U1", connection_id=id, decision="keep")


def test_a_person_keeps_them_as_ordinary_contacts(syncing):
    account, id = filled(syncing, 40)
    remove(account, range(30))
    syncing.again()
    syncing.steer("decide", person="U1", connection_id=id, decision="keep")
    syncing.run()
    found = syncing.contacts()
    assert len(found) == 40
    assert sum(not contact.read_only for contact in found.values()) == 30
    assert syncing.counts(id) == (0, 0, 0, 30)
    remove(account, range(30, 31))
    syncing.again()
    assert syncing.counts(id) == (0, 0, 1, 0)


def test_many_go_chunk_by_chunk(syncing, monkeypatch):
    monkeypatch.setattr(removing, "CHUNK", 7)
    account, id = filled(syncing, 100)
    remove(account, range(30))
    syncing.again()
    assert len(syncing.contacts()) == 70
    assert syncing.counts(id) == (0, 0, 30, 0)


def test_emails_that_vanish_together_are_asked_about_like_people(syncing):
    account, id = filled(syncing, 40)
    for at in range(40):
        account.put(person(f"p{at}", "", f"P{at}"))
    syncing.again()
    assert state(syncing, id) is ConnectionState.held
    assert len(syncing.contacts()) == 40
    for at in range(40):
        account.put(person(f"p{at}", first=f"P{at}"))
    syncing.again(hours=2)
    assert state(syncing, id) is ConnectionState.active
    assert syncing.connection(id).without_email == 0


def test_emails_that_all_become_one_are_asked_about_like_people(syncing):
    account, id = filled(syncing, 40)
    for at in range(40):
        account.put(person(f"p{at}", "p0@example.org", f"P{at}"))
    syncing.again()
    assert state(syncing, id) is ConnectionState.held
    assert len(syncing.contacts()) == 40
    before = {email: contact.id for email, contact in syncing.contacts().items()}
    for at in range(40):
        account.put(person(f"p{at}", first=f"P{at}"))
    syncing.again(hours=2)
    assert state(syncing, id) is ConnectionState.active
    assert {email: contact.id for email, contact in syncing.contacts().items()} == before


def test_a_whole_that_is_shorter_than_announced_removes_nobody(syncing):
    account, id = filled(syncing, 40)
    remove(account, range(5))
    account.total = 40
    account.expire()
    syncing.again()
    assert state(syncing, id) is ConnectionState.held
    assert len(syncing.contacts()) == 40
    account.total = None
    account.expire()
    syncing.again(hours=2)
    assert state(syncing, id) is ConnectionState.active
    assert len(syncing.contacts()) == 35


def test_a_contact_that_a_person_deleted_is_not_brought_back(syncing):
    with syncing.database.writing() as session:
        mine = contacts.add(
            *(session, syncing.book), person="U1", fields=contacts.Fields("p0@example.org")
        )
    account, id = filled(syncing, 5)
    with syncing.database.writing() as session:
        contacts.delete(session, syncing.book, person="U1", contact_id=mine.id)
    [link] = [link for link in syncing.rows(Link) if link.contact_id == mine.id]
    assert (link.fields, link.groups) == ({}, [])
    account.put(person("p0", first="New"))
    syncing.again()
    account.expire()
    syncing.again()
    assert "p0@example.org" not in syncing.contacts()
    assert syncing.connection(id).without_email == 0
    [link] = [link for link in syncing.rows(Link) if link.contact_id == mine.id]
    assert link.fields == {}
    account.remove("p0")
    syncing.again()
    account.put(person("p0"))
    syncing.again()
    assert "p0@example.org" in syncing.contacts()
