"""Undoing an import beside people: what somebody does meanwhile is kept, or is refused in time."""

import pytest
from sqlmodel import select

from store import contacts, days, groups, import_undo, imports, jobs, memberships, products
from store.columns import now
from store.contacts import Fields
from store.errors import Changed, Gone
from store.memberships import Terms
from store.models import Contact, GroupContact, Membership
from store.scopes import Scope
from store.words import Payment
from tests import imports as importing
from tests import undoing
from tests.racing import at_once

PEOPLE = 60


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(import_undo, "CHUNK", 7)


@pytest.fixture
def brought(database, book):
    """People who came with an import, and the job that is about to undo it."""
    importing.run(database, book, importing.people(range(PEOPLE)))
    there = [*importing.contacts(database, book).values()]
    with database.reading() as session:
        [one] = imports.find(session, book).rows
    return there, undoing.begin(database, book, one.id)


def beside(database, job, people, act):
    """Undo, while somebody does this to each, the last first; what came of both."""
    with database.writing() as session:
        taken = jobs.take(session, now=now())
    assert taken.id == job.id

    def all_of_them():
        done = []
        for one in reversed(people):
            try:
                with database.writing() as session:
                    act(session, one)
                    done.append(one)
            except (Changed, Gone):
                continue
        return done

    undone, done = at_once(lambda: undoing.run(database, taken), all_of_them)
    if isinstance(done, Exception):
        raise done
    return undone, done


def left(database, table):
    with database.reading() as session:
        return session.exec(select(table)).all()


def test_who_was_edited_stays_with_the_edit(database, book, brought):
    people, job = brought

    def edit(session, one):
        fields = Fields(one.email, "Mine")
        named = {"contact_id": one.id, "version": 1, "fields": fields}
        contacts.edit(session, book, person="U9", **named)

    undone, edited = beside(database, job, people, edit)
    kept = {one.id: one.first_name for one in left(database, Contact)}
    assert kept == {one.id: "Mine" for one in edited}
    assert (undone.deleted, undone.kept_count) == (PEOPLE - len(edited), len(edited))


def test_who_was_put_into_a_group_stays_in_it(database, book, brought):
    people, job = brought
    with database.writing() as session:
        vip = groups.add(session, book, person="U9", name="VIP")

    def put(session, one):
        if not groups.put(session, book, group_id=vip.id, scope=Scope(contact=one.id)):
            raise Gone("nobody")

    undone, put_in = beside(database, job, people, put)
    inside = {one.contact_id for one in left(database, GroupContact)}
    assert inside == {one.id for one in put_in} == {one.id for one in left(database, Contact)}
    assert undone.deleted == PEOPLE - len(put_in)


def test_whom_somebody_gave_a_product_has_it(database, book, brought):
    people, job = brought
    with database.writing() as session:
        yoga = products.add(session, book, person="U9", name="Yoga")

    def give(session, one):
        terms = Terms(Payment.paid, days.today(book))
        given = {"email": one.email, "product_id": yoga.id, "terms": terms}
        memberships.add(session, book, person="U9", **given)

    _, given = beside(database, job, people, give)
    who = {one.id: one.email for one in left(database, Contact)}
    assert sorted(who[one.contact_id] for one in left(database, Membership)) == sorted(
        one.email for one in given
    )
    assert len(given) == len(who) == PEOPLE
