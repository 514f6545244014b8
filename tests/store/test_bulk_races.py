"""Groups and bulk work while somebody else deletes, adds or ticks: told, skipped, never half."""

import pytest
from sqlmodel import select

from store import books, bulk, contacts, favorites, groups, jobs, ticks
from store.bulk import Deed, Kind, Outcome
from store.columns import now
from store.contacts import Fields
from store.errors import Gone, Rejected
from store.models import Contact, Favorite, Group, GroupContact
from store.scopes import Scope
from tests.racing import at_once

ROUNDS = 50


def add(session, book, number):
    return contacts.add(session, book, person="U1", fields=Fields(f"p{number}@example.com")).id


def add_group(session, book, name):
    return groups.add(session, book, person="U1", name=name)


def delete_group(session, book, group_id):
    return groups.delete(session, book, person="U1", group_id=group_id)


def delete(session, book, contact_id):
    return contacts.delete(session, book, person="U1", contact_id=contact_id)


def apply(session, book, deed, scope):
    return bulk.apply(session, book, person="U1", deed=deed, scope=scope)


def begin(session, book, deed, key):
    arguments = {"step": "bulk.run", "data": {}}
    return bulk.begin(session, book, person="U1", key=key, deed=deed, **arguments)


def orphans(session):
    """Rows that speak of a contact or a group that is not there."""
    people = {*session.exec(select(Contact.id))}
    names = {*session.exec(select(Group.id))}
    inside = session.exec(select(GroupContact.group_id, GroupContact.contact_id)).all()
    lost = [row for row in inside if row[0] not in names or row[1] not in people]
    return lost + [id for id in session.exec(select(Favorite.contact_id)) if id not in people]


def test_a_group_is_deleted_while_contacts_come_into_it(database, book, writing):
    for number in range(3):
        writing(add, book, number)
    for number in range(ROUNDS):
        group = writing(add_group, book, f"G{number}").id
        put, deleted = at_once(
            lambda group=group: writing(groups.put, book, group_id=group, scope=Scope()),
            lambda group=group: writing(delete_group, book, group),
        )
        assert put == 3 or isinstance(put, Gone), put
        assert deleted[1] == (0 if isinstance(put, Gone) else 3)
        with database.reading() as session:
            assert orphans(session) == []


@pytest.mark.parametrize("kind", [Kind.group, Kind.star, Kind.ungroup])
def test_a_contact_is_deleted_while_something_is_done_to_it(database, book, writing, kind):
    group = writing(add_group, book, "VIP").id
    deed = Deed(kind, None if kind is Kind.star else group)
    for number in range(ROUNDS):
        ann = writing(add, book, number)
        done, deleted = at_once(
            lambda ann=ann: writing(apply, book, deed, Scope(contact=ann)),
            lambda ann=ann: writing(delete, book, ann),
        )
        assert isinstance(done, Outcome), done
        assert done.total == 1
        assert deleted.id == ann
        with database.reading() as session:
            assert orphans(session) == []
            assert groups.size(session, book, group_id=group) == 0


def test_many_are_deleted_and_grouped_and_starred_at_once(database, book, writing):
    group = writing(add_group, book, "VIP").id
    for number in range(ROUNDS // 5):
        for one in range(10):
            writing(add, book, 10 * number + one)
        ticked = Scope(selection=writing(everybody, book))
        deeds = [Deed(Kind.delete), Deed(Kind.group, group), Deed(Kind.star), Deed(Kind.delete)]
        acts = [lambda deed=deed, scope=ticked: writing(apply, book, deed, scope) for deed in deeds]
        results = at_once(*acts)
        assert [one.total for one in results] == [10] * 4, results
        assert results[0].done + results[3].done == 10
        with database.writing() as session:
            assert orphans(session) == []
            ticks.clear(session, book, person="U1")


def everybody(session, book):
    ticks.add_all(session, book, person="U1", scope=Scope())
    return ticks.selection(session, book, person="U1")


def test_one_name_for_two_groups_at_once_makes_one(database, book, writing):
    for number in range(ROUNDS):
        names = [f"VIP {number}", f"vip {number} "]
        made = at_once(*[lambda name=name: writing(add_group, book, name) for name in names])
        refused = [one for one in made if isinstance(one, Rejected)]
        assert [len(made), len(refused)] == [2, 1], made
        assert refused[0].field == "name"
    with database.reading() as session:
        assert groups.find(session, book).total == ROUNDS


def test_two_groups_that_get_one_name_at_once_keep_two_names(database, book, writing):
    both = [writing(add_group, book, name).id for name in ("Anna", "Bob")]

    def rename(session, group, name):
        return groups.rename(session, book, person="U1", group_id=group, name=name)

    for number in range(ROUNDS):
        name = f"Same {number}"
        acts = [lambda id=id, name=name: writing(rename, id, name) for id in both]
        refused = [one for one in at_once(*acts) if not isinstance(one, Group)]
        assert len(refused) == 1
        assert isinstance(refused[0], Rejected)


def test_who_comes_between_the_question_and_the_work_is_not_deleted(database, book, writing):
    for number in range(5):
        writing(add, book, number)
    for number in range(ROUNDS):
        chosen = writing(everybody, book)
        asked = writing(contacts.count, book, scope=Scope(selection=chosen))
        late = [writing(add, book, f"late{number}.{one}") for one in range(3)]
        job, _, _ = at_once(
            lambda number=number: writing(begin, book, Deed(Kind.delete), str(number)),
            lambda number=number: writing(add, book, f"later{number}"),
            lambda late=late: writing(tick, book, late),
        )
        with database.writing() as session:
            job = jobs.take(session, now=now())
        outcome = bulk.run(database, job, on_progress=lambda *_: None)
        with database.writing() as session:
            jobs.finish(session, job)
            here = {*session.exec(select(Contact.id))}
            # Either all three ticks came before the question was answered, or none.
            assert outcome == Outcome(done=job.data["total"])
            assert job.data["total"] in (asked, asked + 3)
            assert (outcome.done == asked) == ({*late} <= here)
            ticks.clear(session, book, person="U1")


def tick(session, book, ids):
    ticks.merge(session, book, person="U1", shown=ids, ticked=ids)


def test_of_eight_clicks_one_begins_the_work(database, book, writing):
    writing(add, book, 1)
    for number in range(ROUNDS // 5):
        writing(everybody, book)
        click = [lambda number=number: writing(begin, book, Deed(Kind.star), str(number))] * 8
        begun = at_once(*click)
        assert sum(one is not None for one in begun) == 1, begun


def test_a_second_book_feels_nothing(database, book, writing):
    other = writing(books.team, workspace="T2")
    theirs, mine = writing(add, other, 1), writing(add, book, 1)
    group = writing(add_group, other, "VIP").id
    writing(groups.put, other, group_id=group, scope=Scope())
    writing(favorites.add, other, person="U1", contact_id=theirs)
    forged = [Scope(contact=theirs), Scope(group=group), Scope(selection=writing(everybody, other))]
    for scope in forged:
        for kind in (Kind.delete, Kind.star):
            assert writing(apply, book, Deed(kind), scope).done == 0
    with database.reading() as session:
        assert contacts.count(session, other, scope=Scope(group=group, favorites_of="U1")) == 1
        assert contacts.get(session, book, contact_id=mine)
