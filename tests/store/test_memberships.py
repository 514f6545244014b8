"""Memberships: given, extended, renewed, paid for otherwise, cancelled; where each stands today."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from store import books, contacts, days, memberships, products
from store.contacts import Fields
from store.errors import Gone, Holding, MembershipChanged, Rejected
from store.memberships import Terms
from store.models import AuditEntry, Contact, Membership
from store.words import Payment, Source, Status

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
TODAY = NOW.date()
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
FOREVER = Terms(Payment.paid, TODAY)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Sets the time; it stands still."""

    def stand(at):
        monkeypatch.setattr(days, "now", lambda: at)

    stand(NOW)
    return stand


@pytest.fixture
def yoga(database, book):
    with database.writing() as session:
        return products.add(session, book, person="U1", name="Yoga 101")


@pytest.fixture
def ann(database, book):
    with database.writing() as session:
        fields = Fields("ann@x.co", "Ann", "Lee")
        return contacts.add(session, book, person="U1", fields=fields)


@pytest.fixture
def writing(database):
    """Does one thing in a transaction of its own."""

    def write(act, *arguments, **named):
        with database.writing() as session:
            return act(session, *arguments, **named)

    return write


@pytest.fixture
def add(writing, book, yoga):
    def give(terms=FOREVER, email="ann@x.co", product=yoga):
        named = {"email": email, "product_id": product.id, "terms": terms}
        return writing(memberships.add, book, person="U1", **named).entry

    return give


@pytest.fixture
def change(writing, book):
    """Changes a membership as it was last seen."""

    def do(act, entry, **named):
        is_of = {"membership_id": entry.membership.id, "version": entry.membership.version}
        return writing(act, book, person="U2", **is_of, **named)

    return do


def trail(session):
    return [entry.action for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id))]


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


def test_an_active_one_gets_another_last_day_or_none(add, change, database):
    entry = add(Terms(Payment.paid, YESTERDAY, TOMORROW))
    for ends in (date(2027, 1, 31), TODAY, None, days.LAST):
        entry = change(memberships.extend, entry, ends=ends)
        assert (entry.membership.ends, entry.status) == (ends, Status.active)
        assert entry.membership.until == (ends or date.max)
    assert entry.membership.version == 5
    for ends in (YESTERDAY, date(3000, 1, 1)):
        with pytest.raises(Rejected) as refused:
            change(memberships.extend, entry, ends=ends)
        assert refused.value.field == "ends"
    assert change(memberships.extend, entry, ends=days.LAST).membership.version == 5
    with database.reading() as session:
        assert trail(session).count("membership.extended") == 4


def test_an_upcoming_one_may_end_on_its_first_day_but_not_before(add, change):
    entry = add(Terms(Payment.paid, TOMORROW, None))
    entry = change(memberships.extend, entry, ends=TOMORROW)
    assert entry.status is Status.upcoming
    with pytest.raises(Rejected, match="before the first"):
        change(memberships.extend, entry, ends=TODAY)


def test_what_is_over_is_not_extended_but_renewed(add, change, clock):
    entry = add(Terms(Payment.paid, YESTERDAY, TODAY))
    with pytest.raises(Rejected, match="not over"):
        change(memberships.renew, entry, terms=FOREVER)
    clock(NOW + timedelta(days=1))
    with pytest.raises(Rejected, match="Renew it instead"):
        change(memberships.extend, entry, ends=None)
    renewed = change(memberships.renew, entry, terms=Terms(Payment.free, TOMORROW, None))
    membership = renewed.membership
    assert (membership.id, renewed.status) == (entry.membership.id, Status.active)
    assert (membership.payment, membership.starts, membership.ends, membership.version) == (
        Payment.free,
        TOMORROW,
        None,
        2,
    )


def test_a_cancelled_one_begins_again(add, change):
    entry = change(memberships.cancel, add(Terms(Payment.paid, YESTERDAY, TOMORROW)))
    with pytest.raises(Rejected, match="over already"):
        change(memberships.cancel, entry)
    with pytest.raises(Rejected) as refused:
        change(memberships.renew, entry, terms=Terms(Payment.paid, YESTERDAY, YESTERDAY))
    assert refused.value.field == "ends"
    renewed = change(memberships.renew, entry, terms=Terms(Payment.comped, TODAY, TOMORROW))
    assert renewed.status is Status.active
    assert (renewed.membership.cancelled_at, renewed.membership.until) == (None, TOMORROW)


def test_an_archived_product_is_not_renewed_but_lives_on(add, change, writing, book, yoga):
    old, new = add(email="old@x.co"), add()
    old = change(memberships.cancel, old)
    writing(products.archive, book, person="U1", product_id=yoga.id)
    with pytest.raises(Rejected, match="archived"):
        change(memberships.renew, old, terms=FOREVER)
    assert change(memberships.extend, new, ends=TOMORROW).status is Status.active


def test_neither_extending_nor_renewing_reaches_into_another_one(add, change):
    first = add(Terms(Payment.paid, TODAY - timedelta(9), YESTERDAY))
    later = add(Terms(Payment.paid, TODAY + timedelta(30), None))
    soon = add(Terms(Payment.paid, TOMORROW, TODAY + timedelta(29)))
    with pytest.raises(Holding) as refused:
        change(memberships.extend, soon, ends=TODAY + timedelta(30))
    assert refused.value.entry.membership.id == later.membership.id
    with pytest.raises(Holding) as refused:
        change(memberships.renew, first, terms=Terms(Payment.paid, TODAY, TOMORROW))
    assert refused.value.entry.membership.id == soon.membership.id
    renewed = change(memberships.renew, first, terms=Terms(Payment.paid, TODAY, TODAY))
    assert renewed.status is Status.active


def test_the_payment_changes_whatever_the_status(add, change, database):
    entry = change(memberships.change_payment, add(), payment=Payment.comped)
    assert (entry.membership.payment, entry.membership.version) == (Payment.comped, 2)
    assert change(memberships.change_payment, entry, payment=Payment.comped).membership.version == 2
    entry = change(memberships.cancel, entry)
    entry = change(memberships.change_payment, entry, payment=Payment.free)
    assert (entry.membership.payment, entry.status) == (Payment.free, Status.expired)
    with database.reading() as session:
        assert trail(session).count("membership.changed") == 2


def test_who_saw_an_older_state_is_told_and_nothing_is_lost(add, change):
    seen = add()
    change(memberships.extend, seen, ends=TOMORROW)
    for act, named in (
        (memberships.extend, {"ends": date(2030, 1, 1)}),
        (memberships.renew, {"terms": FOREVER}),
        (memberships.change_payment, {"payment": Payment.free}),
        (memberships.cancel, {}),
    ):
        with pytest.raises(MembershipChanged, match="Somebody changed this") as told:
            seen_first = type(seen)(
                Membership(id=seen.membership.id, version=1), seen.product, seen.contact, "active"
            )
            change(act, seen_first, **named)
        assert told.value.entry.membership.ends == TOMORROW
        assert told.value.entry.membership.payment is Payment.paid


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
