"""Imports beside other imports and beside people: nothing lost, nothing twice, truth told."""

import pytest
from sqlmodel import func, select

from store import contacts, groups, importing, memberships, products
from store.contacts import Fields
from store.errors import Changed, Gone, Holding
from store.import_choices import Choices
from store.memberships import Terms
from store.models import Contact, Group, GroupContact, Membership
from store.words import Existing, Payment
from store.work_models import ImportChange, ImportGift
from tests import imports
from tests.racing import at_once

ALL = Choices(Existing.update, group="All", memberships=True)
HEADER = "Email,First name,Tags,Product\n"


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr("store.import_writer.CHUNK", 20)


def rows(numbers, *, name="New", group="VIP", product="Yoga"):
    return HEADER + "".join(f"p{n}@x.co,{name},{group},{product}\n" for n in numbers)


def run(database, job):
    return lambda: importing.write(database, job, on_progress=lambda *_: None)


def each(database, numbers, act):
    """Does it to each of these contacts, in a transaction of its own; what came of each."""

    def all_of_them():
        found = []
        for number in numbers:
            try:
                with database.writing() as session:
                    found.append(act(session, number))
            except (Changed, Gone, Holding) as refused:
                found.append(refused)
        return found

    return all_of_them


def size(database, table):
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_two_imports_of_the_same_people_give_everything_once(database, book):
    jobs = [
        imports.confirm(database, book, rows(range(150)), key="a", choices=ALL),
        imports.confirm(database, book, rows(reversed(range(50, 200))), key="b", choices=ALL),
    ]
    results = at_once(*(run(database, job) for job in jobs))
    assert sum(one.added for one in results) == 200
    assert sum(one.given for one in results) == 200 == size(database, Membership)
    assert sum(one.had for one in results) == 100
    assert sum(one.grouped for one in results) == 400 == size(database, GroupContact)
    assert (sum(one.new_groups for one in results), size(database, Group)) == (2, 2)
    assert sum(one.new_products for one in results) == 1
    assert size(database, ImportGift) == 200 + 400 + 3
    for one in results:
        assert one.added + one.updated + one.known == one.rows == 150


def test_who_edits_meanwhile_is_never_overwritten_unseen(database, book):
    imports.run(database, book, rows(range(100), name="Old"), choices=Choices())
    there = imports.contacts(database, book)
    job = imports.confirm(database, book, rows(range(100)), key="2", choices=ALL)

    def edit(session, number):
        one = there[f"p{number}@x.co"]
        fields = Fields(one.email, first_name="Mine", last_name="Too")
        named = {"contact_id": one.id, "version": one.version, "fields": fields}
        return contacts.edit(session, book, person="U2", **named)

    result, edited = at_once(run(database, job), each(database, range(99, -1, -1), edit))
    assert result.updated == 100 == size(database, ImportChange)
    now = imports.contacts(database, book)
    told = sum(isinstance(one, Contact) for one in edited)
    assert told + sum(isinstance(one, Changed) for one in edited) == 100
    for one in edited:
        if isinstance(one, Contact):
            assert (now[one.email].first_name, now[one.email].last_name) == ("New", "Too")
    assert {one.first_name for one in now.values()} == {"New"}
    assert sum(one.version == 3 for one in now.values()) == told


def test_who_is_deleted_meanwhile_stays_deleted_or_comes_anew_whole(database, book):
    imports.run(database, book, rows(range(100), name="Old"), choices=Choices())
    there = imports.contacts(database, book)
    job = imports.confirm(database, book, rows(range(120)), key="2", choices=ALL)

    def delete(session, number):
        id = there[f"p{number}@x.co"].id
        return contacts.delete(session, book, person="U2", contact_id=id)

    result, deleted = at_once(run(database, job), each(database, range(99, 0, -2), delete))
    assert all(isinstance(one, Contact) for one in deleted)
    assert result.added + result.updated + result.known == 120
    now = imports.contacts(database, book)
    assert len(now) == 100 - 50 + result.added
    in_all = (
        select(func.count())
        .select_from(GroupContact)
        .where(
            GroupContact.group_id == select(Group.id).where(Group.name == "All").scalar_subquery()
        )
    )
    with database.reading() as session:
        assert session.exec(in_all).one() == len(now)
    assert size(database, Membership) == len(now)


def test_a_group_that_is_deleted_meanwhile_is_not_made_again(database, book):
    with database.writing() as session:
        vip = groups.add(session, book, person="U1", name="VIP")
    job = imports.confirm(database, book, rows(range(200)), choices=Choices())

    def delete(session, _):
        return groups.delete(session, book, person="U2", group_id=vip.id)[1]

    def later(done, _rows):
        if done == 100:
            assert each(database, [0], delete)() == [100]

    result = importing.write(database, job, on_progress=later)
    assert (result.added, result.grouped, result.new_groups) == (200, 100, 0)
    assert size(database, Group) == 0


def test_a_group_is_deleted_at_any_moment_of_an_import(database, book):
    for number in range(5):
        with database.writing() as session:
            name = f"G{number}"
            group = groups.add(session, book, person="U1", name=name)
        file = rows(range(60), group=name)
        job = imports.confirm(database, book, file, key=name, choices=Choices())

        def delete(session, _, group=group):
            return groups.delete(session, book, person="U2", group_id=group.id)

        result, [deleted] = at_once(run(database, job), each(database, [0], delete))
        assert (result.rows, isinstance(deleted, tuple)) == (60, True)
        imports.finish(database, result)


def test_a_person_and_an_import_give_the_same_product_once(database, book):
    with database.writing() as session:
        yoga = products.add(session, book, person="U1", name="Yoga")
    job = imports.confirm(database, book, rows(range(100)), choices=ALL)

    def give(session, number):
        terms = Terms(Payment.paid, memberships.days.today(book))
        named = {"email": f"p{number}@x.co", "product_id": yoga.id, "terms": terms}
        return memberships.add(session, book, person="U2", **named)

    result, given = at_once(run(database, job), each(database, range(99, -1, -1), give))
    refused = sum(isinstance(one, Holding) for one in given)
    assert result.given + (100 - refused) == 100 == size(database, Membership)
    assert (result.given, result.had) == (refused, 100 - refused)
    assert len(imports.contacts(database, book)) == 100
