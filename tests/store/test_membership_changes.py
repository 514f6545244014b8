"""Memberships that are extended, renewed, paid for otherwise and cancelled."""

from datetime import date, timedelta

import pytest

from store import days, memberships, products
from store.errors import Holding, MembershipChanged, Rejected
from store.memberships import Terms
from store.models import Membership
from store.words import Payment, Status
from tests.store.membering import FOREVER, NOW, TODAY, TOMORROW, YESTERDAY, trail

pytestmark = pytest.mark.usefixtures("clock")


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
