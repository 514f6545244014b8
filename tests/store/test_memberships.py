"""Memberships: given, refused, seen; where each stands today."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from store import books, contacts, days, memberships, products
from store.contacts import Fields
from store.errors import Gone, Holding, Rejected
from store.memberships import Terms
from store.models import Contact, Membership
from store.words import Payment, Source, Status
from tests.store.membering import FOREVER, TODAY, TOMORROW, YESTERDAY, trail

pytestmark = pytest.mark.usefixtures("clock")


def test_a_contact_is_given_a_product(database, book, yoga, ann, writing):
    terms = Terms(Payment.comped, TODAY, date(2026, 12, 31))
    named = {"email": "mailto:ANN@x.co", "product_id": yoga.id, "terms": terms}
    added = writing(memberships.add, book, person="U2", **named)
    assert not added.is_new_contact
    membership = added.entry.membership
    assert (added.entry.contact.id, added.entry.product.id) == (ann.id, yoga.id)
    assert (membership.payment, membership.starts, membership.ends) == (
        Payment.comped,
        TODAY,
        date(2026, 12, 31),
    )
    assert (membership.until, membership.version, membership.created_by) == (
        date(2026, 12, 31),
        1,
        "U2",
    )
    with database.reading() as session:
        entry = memberships.get(session, book, membership_id=membership.id)
        assert (entry.status, entry.contact.name) == (Status.active, "Ann Lee")
        assert trail(session)[-1] == "membership.added"


def test_an_unknown_email_becomes_a_contact(database, book, yoga, writing):
    named = {"email": " New@X.co ", "product_id": yoga.id, "terms": FOREVER}
    added = writing(memberships.add, book, person="U2", **named)
    assert added.is_new_contact
    with database.reading() as session:
        new = session.exec(select(Contact)).one()
        assert (new.email, new.source, new.created_by) == ("New@X.co", Source.membership, "U2")
        assert trail(session)[-2:] == ["contact.added", "membership.added"]


@pytest.mark.parametrize(
    ("terms", "status"),
    [
        (Terms(Payment.paid, TODAY, TODAY), Status.active),
        (Terms(Payment.paid, YESTERDAY, TODAY), Status.active),
        (Terms(Payment.paid, YESTERDAY), Status.active),
        (Terms(Payment.paid, YESTERDAY, YESTERDAY), Status.expired),
        (Terms(Payment.paid, TOMORROW), Status.upcoming),
        (Terms(Payment.paid, days.FIRST, days.LAST), Status.active),
        (Terms(Payment.paid, days.LAST, days.LAST), Status.upcoming),
        (Terms(Payment.paid, days.FIRST, days.FIRST), Status.expired),
    ],
)
def test_the_status_follows_from_the_days(database, book, add, terms, status):
    added = add(terms)
    assert added.status is status
    with database.reading() as session:
        assert memberships.get(session, book, membership_id=added.membership.id).status is status


def test_the_last_day_counts_whole_where_the_book_is(database, book, add, clock, writing):
    writing(books.set_timezone, book, person="U1", timezone="Europe/Berlin")
    clock(datetime(2026, 10, 24, 22, tzinfo=UTC))  # the 25th begins, a day of 25 hours
    entry = add(Terms(Payment.paid, date(2026, 10, 25), date(2026, 10, 25)))
    for at, status in (
        (datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC), Status.upcoming),
        (datetime(2026, 10, 24, 22, tzinfo=UTC), Status.active),
        (datetime(2026, 10, 25, 22, 59, 59, 999_999, tzinfo=UTC), Status.active),
        (datetime(2026, 10, 25, 23, tzinfo=UTC), Status.expired),
    ):
        clock(at)
        with database.reading() as session:
            found = memberships.get(session, book, membership_id=entry.membership.id)
        assert found.status is status, at


def test_another_time_zone_moves_the_end_of_the_day(database, book, add, clock, writing):
    clock(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    entry = add(Terms(Payment.paid, date(2026, 12, 31), date(2026, 12, 31)))
    assert entry.status is Status.active
    writing(books.set_timezone, book, person="U1", timezone="Asia/Tokyo")
    with database.reading() as session:
        [found] = memberships.of(session, book, contact_id=entry.contact.id)
    assert found.status is Status.expired


@pytest.mark.parametrize(
    ("field", "terms"),
    [
        ("ends", Terms(Payment.paid, TODAY, YESTERDAY)),
        ("ends", Terms(Payment.paid, date(2028, 2, 29), date(2028, 2, 28))),
        ("starts", Terms(Payment.paid, date(1899, 12, 31))),
        ("starts", Terms(Payment.paid, date(3000, 1, 1))),
        ("ends", Terms(Payment.paid, TODAY, date(3000, 1, 1))),
    ],
)
def test_days_that_cannot_be_are_refused(database, book, add, field, terms):
    with pytest.raises(Rejected) as refused:
        add(terms, email="new@x.co")
    assert refused.value.field == field
    with database.reading() as session:
        assert session.exec(select(Membership)).all() == []
        assert session.exec(select(Contact)).all() == []


def test_what_is_no_email_no_product_or_an_archived_one_is_refused(
    database, book, yoga, add, writing
):
    with pytest.raises(Rejected) as refused:
        add(email="ann at x.co")
    assert refused.value.field == "email"
    writing(products.archive, book, person="U1", product_id=yoga.id)
    with pytest.raises(Rejected, match="Yoga 101 is archived") as refused:
        add()
    assert refused.value.field == "product"
    writing(products.restore, book, person="U1", product_id=yoga.id)
    assert add().status is Status.active
    writing(products.delete, book, person="U1", product_id=yoga.id)
    with pytest.raises(Gone):
        add()


@pytest.mark.parametrize(
    ("standing", "new", "says"),
    [
        ((TODAY, None), (TODAY, None), "has Yoga 101 already, without an end."),
        ((YESTERDAY, TODAY), (TODAY, TODAY), "has Yoga 101 already, until 15 Mar 2026."),
        # It would begin behind the one that is active: that one is to be extended.
        ((YESTERDAY, TODAY), (TOMORROW, None), "has Yoga 101 already, until 15 Mar 2026."),
        ((TOMORROW, None), (TODAY, TOMORROW), "already, from 16 Mar 2026, without an end."),
        (
            (days.FIRST, YESTERDAY),
            (YESTERDAY, None),
            "had Yoga 101 already, from 1 Jan 1900, until 14 Mar 2026.",
        ),
        ((TODAY, TODAY), (days.FIRST, TODAY), "has Yoga 101 already, until 15 Mar 2026."),
    ],
)
def test_nobody_has_a_product_twice(database, book, ann, add, standing, new, says):
    first = add(Terms(Payment.paid, *standing))
    with pytest.raises(Holding) as refused:
        add(Terms(Payment.free, *new))
    assert str(refused.value).startswith("Ann Lee ha")
    assert str(refused.value).endswith(says)
    assert refused.value.entry.membership.id == first.membership.id
    assert refused.value.field == "product"


@pytest.mark.parametrize(
    ("standing", "new"),
    [
        ((days.FIRST, YESTERDAY), (TODAY, None)),
        ((TODAY, None), (days.FIRST, YESTERDAY)),
        ((TOMORROW, None), (TODAY, TODAY)),
        ((days.LAST, days.LAST), (TODAY, TOMORROW)),
    ],
)
def test_one_after_the_other_they_may_stand(add, standing, new):
    add(Terms(Payment.paid, *standing))
    assert add(Terms(Payment.free, *new)).membership.payment is Payment.free


def test_a_cancelled_one_is_in_nobodys_way(add, change):
    first = change(memberships.cancel, add())
    assert (first.status, first.membership.ends) == (Status.expired, None)
    assert add().status is Status.active


def test_a_contacts_memberships_come_active_first_and_the_latest_first(
    database, book, add, change, writing, ann
):
    named = {
        name: writing(products.add, book, person="U1", name=name)
        for name in ("Over", "Later", "Now", "Newest", "Called off")
    }
    for name, terms in {
        "Over": (days.FIRST, YESTERDAY),
        "Later": (TOMORROW, None),
        "Now": (YESTERDAY, None),
        "Newest": (TODAY, TODAY),
        "Called off": (TOMORROW, None),
    }.items():
        entry = add(Terms(Payment.paid, *terms), product=named[name])
    change(memberships.cancel, entry)
    with database.reading() as session:
        found = memberships.of(session, book, contact_id=ann.id)
    assert [entry.product.name for entry in found] == [
        "Newest",
        "Now",
        "Later",
        "Called off",
        "Over",
    ]
    assert {entry.contact.id for entry in found} == {ann.id}


def test_memberships_of_another_book_are_not_there(database, book, yoga, add, writing):
    other = writing(books.team, workspace="T2")
    mine = add()
    is_of = {"membership_id": mine.membership.id, "version": 1}
    for act in (
        lambda: writing(memberships.get, other, membership_id=mine.membership.id),
        lambda: writing(memberships.extend, other, person="U1", **is_of, ends=None),
        lambda: writing(memberships.renew, other, person="U1", **is_of, terms=FOREVER),
        lambda: writing(
            memberships.change_payment, other, person="U1", **is_of, payment=Payment.free
        ),
        lambda: writing(memberships.cancel, other, person="U1", **is_of),
        lambda: writing(
            memberships.add,
            other,
            person="U1",
            email="ann@x.co",
            product_id=yoga.id,
            terms=FOREVER,
        ),
    ):
        with pytest.raises(Gone):
            act()
    with database.reading() as session:
        assert memberships.of(session, other, contact_id=mine.contact.id) == []
        assert memberships.get(session, book, membership_id=mine.membership.id).membership == (
            mine.membership
        )


def test_who_only_an_account_knows_is_given_products_too(database, book, writing, add):
    fields = Fields("ann@x.co", "Ann", "Lee")
    writing(contacts.add, book, person="U1", fields=fields, source=Source.google)
    assert add().status is Status.active
