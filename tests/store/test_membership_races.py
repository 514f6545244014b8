"""Memberships while somebody else does the same, something else, or deletes: told, never half."""

from datetime import date

import pytest
from sqlmodel import select

from store import (
    bulk,
    contacts,
    jobs,
    memberships,
    product_removal,
    products,
    ticks,
)
from store.bulk import Deed, Kind
from store.columns import now
from store.contacts import Fields
from store.days import FIRST
from store.errors import Gone, Holding, Known, MembershipChanged, Rejected, Taken
from store.memberships import Added, Entry, Terms
from store.models import Contact, Membership, MembershipEvent, Product
from store.scopes import Scope
from store.words import Payment, Status
from tests import imports
from tests.racing import at_once

ROUNDS = 50
FOREVER = Terms(Payment.paid, FIRST)


@pytest.fixture
def give(book, writing, yoga):
    def do(email, terms=FOREVER, product=yoga):
        named = {"email": email, "product_id": product.id, "terms": terms}
        return writing(memberships.add, book, person="U1", **named)

    return do


def orphans(session):
    """Rows that speak of a contact, a product or a membership that is not there."""
    people = {*session.exec(select(Contact.id))}
    named = {*session.exec(select(Product.id))}
    rows = session.exec(select(Membership.id, Membership.contact_id, Membership.product_id)).all()
    lost = [row for row in rows if row[1] not in people or row[2] not in named]
    held = {row[0] for row in rows}
    return lost + [
        id for id in session.exec(select(MembershipEvent.membership_id)) if id not in held
    ]


def kinds(results):
    return sorted(type(one).__name__ for one in results)


def test_of_two_who_saw_the_same_one_is_told_of_the_other(give, change):
    entry = give("ann@x.co").entry
    for number in range(ROUNDS):
        first, second = at_once(
            lambda seen=entry, year=2030 + number: change(
                memberships.extend, seen, ends=date(year, 1, 1)
            ),
            lambda seen=entry, number=number: (
                change(memberships.change_payment, seen, payment=[*Payment][number % 2 + 1])
                if seen.membership.payment is not [*Payment][number % 2 + 1]
                else change(memberships.extend, seen, ends=None)
            ),
        )
        assert kinds([first, second]) == ["Entry", "MembershipChanged"]
        done, told = (first, second) if isinstance(first, Entry) else (second, first)
        now_is = told.entry.membership
        assert now_is.version == done.membership.version == entry.membership.version + 1
        assert (now_is.ends, now_is.payment) == (done.membership.ends, done.membership.payment)
        entry = done


def test_the_same_given_at_once_is_one_membership_of_one_contact(database, book, give):
    for number in range(ROUNDS):
        email = f"new{number}@x.co"
        results = at_once(*[lambda email=email: give(email)] * 4)
        assert kinds(results) == ["Added"] + ["Holding"] * 3, results
        [added] = [one for one in results if isinstance(one, Added)]
        assert added.is_new_contact
        refused = [one for one in results if isinstance(one, Holding)]
        standing = {one.entry.membership.id for one in refused}
        assert standing == {added.entry.membership.id}
    with database.reading() as session:
        assert len(session.exec(select(Membership.id)).all()) == ROUNDS
        assert contacts.count(session, book) == ROUNDS


def test_given_and_renewed_at_once_one_stands(database, book, give, change):
    over = Terms(Payment.paid, FIRST, date(2000, 1, 1))
    fresh = Terms(Payment.paid, date(2020, 1, 1))
    for number in range(ROUNDS):
        email = f"p{number}@x.co"
        entry = give(email, over).entry
        results = at_once(
            lambda email=email: give(email, fresh),
            lambda entry=entry: change(memberships.renew, entry, terms=fresh),
        )
        assert sum(isinstance(one, Holding) for one in results) == 1, results
        with database.reading() as session:
            held = memberships.of(session, book, contact_id=entry.contact.id)
        assert [one.status for one in held].count(Status.active) == 1


def test_a_new_email_from_everywhere_at_once_is_one_contact(database, book, give, writing):
    for number in range(ROUNDS):
        email = f"new{number}@x.co"
        added, by_hand, report, again = at_once(
            lambda email=email: give(email),
            lambda email=email: writing(
                contacts.add, book, person="U1", fields=Fields(email.upper(), "Ann")
            ),
            lambda email=email, number=number: imports.run(
                database, book, f"email\n{email}\n", key=f"k{number}"
            ),
            lambda email=email: give(f"mailto:{email}"),
        )
        assert kinds([added, again]) == ["Added", "Holding"], (added, again)
        assert isinstance(by_hand, Contact | Known), by_hand
        assert not isinstance(report, Exception), report
        with database.reading() as session:
            assert contacts.count(session, book) == number + 1
            assert orphans(session) == []


def test_one_name_for_two_products_at_once_makes_one(database, book, writing):
    for number in range(ROUNDS):
        names = [f"Swim {number}", f" SWIM  {number}"]
        made = at_once(
            *[
                lambda name=name: writing(products.add, book, person="U1", name=name)
                for name in names
            ]
        )
        assert kinds(made) == ["Product", "Taken"] or kinds(made) == ["Product", "Rejected"], made
    with database.reading() as session:
        assert products.find(session, book).total == ROUNDS


def test_two_products_that_get_one_name_at_once_keep_two_names(book, writing):
    both = [writing(products.add, book, person="U1", name=name).id for name in ("Art", "Box")]
    for number in range(ROUNDS):
        named = [
            lambda id=id, number=number: writing(
                products.rename, book, person="U1", product_id=id, name=f"Same {number}"
            )
            for id in both
        ]
        refused = [one for one in at_once(*named) if not isinstance(one, Product)]
        assert len(refused) == 1
        assert isinstance(refused[0], Taken | Rejected)


def test_a_product_is_deleted_or_archived_while_it_is_given(database, book, give, writing):
    for number in range(ROUNDS):
        product = writing(products.add, book, person="U1", name=f"P{number}")
        act = products.archive if number % 2 else products.delete
        given, gone = at_once(
            lambda product=product, number=number: give(f"p{number}@x.co", product=product),
            lambda product=product, act=act: writing(act, book, person="U1", product_id=product.id),
        )
        assert isinstance(given, Added | Gone | Rejected), given
        assert not isinstance(gone, Exception), gone
        with database.reading() as session:
            assert orphans(session) == []
            left = products.size(session, book, product_id=product.id)
        assert left == (number % 2 if isinstance(given, Added) else 0)


def test_a_contact_is_deleted_while_its_membership_changes(database, book, give, change, writing):
    for _ in range(ROUNDS):
        entry = give("ann@x.co").entry
        changed, again, deleted = at_once(
            lambda entry=entry: change(memberships.extend, entry, ends=date(2100, 1, 1)),
            lambda: give("ann@x.co"),
            lambda entry=entry: writing(
                contacts.delete, book, person="U1", contact_id=entry.contact.id
            ),
        )
        assert isinstance(changed, Entry | Gone), changed
        # Refused while the contact is there, told as it goes, or given to a new one behind that.
        assert isinstance(again, Holding | Gone | Added), again
        assert deleted.id == entry.contact.id
        with database.writing() as session:
            assert orphans(session) == []
            if isinstance(again, Added):
                left = again.entry.contact.id
                contacts.delete(session, book, person="U1", contact_id=left)


def test_many_contacts_and_their_product_are_deleted_while_memberships_change(
    database, book, give, change, writing, monkeypatch
):
    monkeypatch.setattr(product_removal, "CHUNK", 20)
    for number in range(ROUNDS // 5):
        product = writing(products.add, book, person="U1", name=f"P{number}")
        # The index has them in another order than contacts: who locks as it comes locks itself out.
        for one in range(30):
            give(f"p{one}@x.co")
        entries = [
            give(f"p{one}@x.co", Terms(Payment.paid, FIRST, date(2100 - one, 1, 1)), product).entry
            for one in range(30)
        ]
        writing(begin, book, product, f"k{number}")
        with database.writing() as session:
            job = jobs.take(session, now=now())
        ticked = Scope(selection=writing(everybody, book))
        results = at_once(
            lambda job=job: product_removal.run(database, job, on_progress=lambda *_: None),
            lambda ticked=ticked: writing(delete_all, book, ticked),
            *[
                lambda entry=entry: change(memberships.extend, entry, ends=date(2100, 1, 2))
                for entry in entries[:3]
            ],
        )
        assert isinstance(results[0], int), results
        assert getattr(results[1], "done", results[1]) == 30, results
        assert all(isinstance(one, Entry | Gone | MembershipChanged) for one in results[2:]), (
            results
        )
        with database.writing() as session:
            jobs.finish(session, jobs.get(session, book, job_id=job.id))
            assert orphans(session) == []
            assert contacts.count(session, book) == 0


def begin(session, book, product, key):
    arguments = {"person": "U1", "key": key, "data": {}}
    return product_removal.begin(session, book, product_id=product.id, **arguments)


def everybody(session, book):
    ticks.clear(session, book, person="U1")
    ticks.add_all(session, book, person="U1", scope=Scope())
    return ticks.selection(session, book, person="U1")


def delete_all(session, book, ticked):
    return bulk.apply(session, book, person="U1", deed=Deed(Kind.delete), scope=ticked)


def test_who_is_deleted_at_that_very_moment_is_there_again_with_what_was_given(
    book, writing, give, monkeypatch
):
    """Between the look for the email and the hold on its contact."""
    ann = writing(contacts.add, book, person="U1", fields=Fields("ann@example.com"))
    writing(contacts.delete, book, person="U2", contact_id=ann.id)
    monkeypatch.setattr(contacts, "by_email", lambda *_, **__: ann)
    added = give("ann@example.com")
    assert added.entry.contact.id != ann.id
    assert added.entry.contact.email == "ann@example.com"
