"""The history of a membership: who did what, when, and when it expired by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import books, days, membership_history, memberships, products
from store.membership_history import history
from store.memberships import Terms
from store.models import Book, Membership, MembershipEvent
from store.words import Happening, Kind, Payment, Status

MARCH = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """Says what time it is, to rows and to days alike."""

    def __init__(self, monkeypatch):
        self.at = MARCH
        monkeypatch.setattr(days, "now", lambda: self.at)
        monkeypatch.setattr(memberships, "now", lambda: self.at)

    def on(self, month, day, hour=12):
        self.at = datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def yoga(database, book):
    with database.writing() as session:
        return products.add(session, book, person="U1", name="Yoga 101")


@pytest.fixture
def add(database, book, yoga):
    def give(starts, ends, payment=Payment.paid):
        named = {"email": "ann@x.co", "product_id": yoga.id}
        with database.writing() as session:
            terms = Terms(payment, starts, ends)
            return memberships.add(session, book, person="U1", terms=terms, **named).entry

    return give


@pytest.fixture
def change(database, book):
    def do(act, entry, **named):
        is_of = {"membership_id": entry.membership.id, "version": entry.membership.version}
        with database.writing() as session:
            return act(session, book, person="U2", **is_of, **named)

    return do


def told(database, book, entry):
    id = entry.membership.id
    with database.reading() as session:
        lines = history(session, book, membership_ids=[id])[id]
    return [(line.what, line.day, line.person) for line in lines]


def day(month, number):
    return date(2026, month, number)


def test_what_people_did_is_told_in_order_with_what_held_from_then_on(
    database, book, add, change, clock
):
    entry = add(day(3, 1), day(3, 31))
    clock.on(3, 2)
    entry = change(memberships.extend, entry, ends=day(4, 30))
    clock.on(3, 3)
    entry = change(memberships.change_payment, entry, payment=Payment.comped)
    clock.on(3, 4)
    entry = change(memberships.cancel, entry)
    clock.on(3, 5)
    entry = change(memberships.renew, entry, terms=Terms(Payment.free, day(3, 5), None))
    with database.reading() as session:
        lines = history(session, book, membership_ids=[entry.membership.id])[entry.membership.id]
    assert [(line.what, line.person, line.payment, line.starts, line.ends) for line in lines] == [
        (Happening.added, "U1", Payment.paid, day(3, 1), day(3, 31)),
        (Happening.extended, "U2", Payment.paid, day(3, 1), day(4, 30)),
        (Happening.changed, "U2", Payment.comped, day(3, 1), day(4, 30)),
        (Happening.cancelled, "U2", Payment.comped, day(3, 1), day(4, 30)),
        (Happening.renewed, "U2", Payment.free, day(3, 5), None),
    ]
    assert [line.day for line in lines] == [day(3, number) for number in range(1, 6)]
    assert lines[3].at == datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_an_end_is_told_when_it_has_passed_and_by_nobody(database, book, add, clock):
    entry = add(day(3, 1), day(3, 10))
    clock.on(3, 10, hour=23)
    assert told(database, book, entry) == [(Happening.added, day(3, 1), "U1")]
    clock.on(3, 11, hour=0)
    assert told(database, book, entry)[1:] == [("expired", day(3, 11), "")]
    with database.reading() as session:
        line = history(session, book, membership_ids=[entry.membership.id])[entry.membership.id][1]
    assert (line.at, line.ends) == (datetime(2026, 3, 11, tzinfo=UTC), day(3, 10))


def test_each_end_before_a_renewal_is_told_too(database, book, add, change, clock):
    entry = add(day(3, 1), day(3, 10))
    clock.on(4, 1)
    entry = change(memberships.change_payment, entry, payment=Payment.free)
    clock.on(4, 5)
    entry = change(memberships.renew, entry, terms=Terms(Payment.paid, day(4, 5), day(4, 9)))
    clock.on(5, 1)
    entry = change(memberships.renew, entry, terms=Terms(Payment.paid, day(5, 1), None))
    clock.on(6, 1)
    entry = change(memberships.extend, entry, ends=day(6, 2))
    clock.on(9, 1)
    assert [(what, on) for what, on, _ in told(database, book, entry)] == [
        ("added", day(3, 1)),
        ("expired", day(3, 11)),
        ("changed", day(4, 1)),
        ("renewed", day(4, 5)),
        ("expired", day(4, 10)),
        ("renewed", day(5, 1)),
        ("extended", day(6, 1)),
        ("expired", day(6, 3)),
    ]


def test_what_was_cancelled_does_not_expire_as_well(database, book, add, change, clock):
    entry = change(memberships.cancel, add(day(3, 1), day(3, 10)))
    clock.on(4, 1)
    entry = change(memberships.change_payment, entry, payment=Payment.free)
    assert [what for what, *_ in told(database, book, entry)] == ["added", "cancelled", "changed"]


def test_what_was_over_when_it_was_added_is_told_as_such(database, book, add, clock):
    entry = add(date(2025, 1, 1), date(2025, 12, 31))
    assert told(database, book, entry) == [
        (Happening.added, day(3, 1), "U1"),
        ("expired", day(1, 1), ""),
    ]


def test_days_are_those_of_the_book(database, book, add, clock):
    clock.on(3, 10, hour=23)
    entry = add(day(3, 1), day(3, 11))
    with database.writing() as session:
        books.set_timezone(session, book, person="U1", timezone="Europe/Berlin")
    clock.on(3, 11, hour=23)
    assert told(database, book, entry) == [
        (Happening.added, day(3, 11), "U1"),
        ("expired", day(3, 12), ""),
    ]


def test_several_are_told_at_once_each_with_its_own(database, book, add, clock):
    first, second = add(day(3, 1), day(3, 1)), add(date(2025, 1, 1), date(2025, 2, 1))
    with database.reading() as session:
        ids = [first.membership.id, second.membership.id]
        lines = history(session, book, membership_ids=[*ids, 999])
        other = Book(id=book.id + 1, workspace="T2", kind=Kind.team)
        assert history(session, other, membership_ids=ids) == {}
    assert {id: len(told) for id, told in lines.items()} == {ids[0]: 1, ids[1]: 2}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(Happening), st.integers(0, 9), st.one_of(st.none(), st.integers(-3, 9))
        ),
        max_size=8,
    ),
    st.integers(0, 40),
)
def test_the_last_line_agrees_with_the_status(deeds, later):
    """Whatever was done: it is expired just where the history says so last."""
    book = Book(id=1, workspace="T1", kind=Kind.team)
    today = MARCH
    events, until = [], date.max
    for happening, wait, ends in [(Happening.added, 0, 5), *deeds]:
        today += timedelta(days=wait)
        last = None if ends is None else today.date() + timedelta(days=ends)
        if happening in (Happening.cancelled, Happening.changed):
            last = events[-1].ends
        until = kept(happening, last, until)
        terms = {"payment": Payment.paid, "starts": days.FIRST, "ends": last}
        events.append(MembershipEvent(person="U1", happening=happening, at=today, **terms))
    today += timedelta(days=later)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(days, "now", lambda: today)
        lines = [*membership_history._lines(book, iter(events))]
    spoken = [line.what for line in lines if line.what is not Happening.changed]
    membership = Membership(starts=days.FIRST, until=until)
    over = memberships.status_on(membership, today.date()) is Status.expired
    assert over == (spoken[-1] in ("expired", Happening.cancelled))
    assert [line.what for line in lines if line.what != "expired"] == [
        event.happening for event in events
    ]


def kept(happening, last, until):
    """What a membership's own `until` is after the deed."""
    if happening is Happening.cancelled:
        return date.min
    return until if happening is Happening.changed else last or date.max
