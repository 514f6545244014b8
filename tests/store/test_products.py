"""Products: what contacts can have access to, each name once in a book."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from store import books, contacts, days, memberships, products
from store.errors import Gone, Rejected, Taken
from store.memberships import Terms
from store.models import AuditEntry, Membership, MembershipEvent
from store.words import Payment


@pytest.fixture
def yoga(database, book):
    with database.writing() as session:
        return products.add(session, book, person="U1", name="Yoga 101")


@pytest.fixture
def other(database):
    with database.writing() as session:
        return books.team(session, workspace="T2")


def give(session, book, product, number, starts=0, ends=None):
    today = days.today(book)
    last = None if ends is None else today + timedelta(ends)
    terms = Terms(Payment.paid, today + timedelta(starts), last)
    named = {"email": f"p{number}@x.co", "product_id": product.id, "terms": terms}
    return memberships.add(session, book, person="U1", **named).entry


def trail(session):
    return [entry.action for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id))]


@pytest.mark.parametrize("name", ["Yoga 101", " YOGA  101 ", "Ｙoga 101", "Yo\u200bga 101"])
def test_a_name_stands_for_one_product_however_it_is_written(database, book, yoga, name):
    taken = pytest.raises(Taken, match="already a product called Yoga 101")
    with taken as refused, database.writing() as session:
        products.add(session, book, person="U2", name=name)
    assert (refused.value.taken.id, refused.value.field) == (yoga.id, "name")
    with database.reading() as session:
        assert products.by_name(session, book, name=name).id == yoga.id
        assert products.by_name(session, book, name="Yoga") is None


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 76])
def test_a_name_has_something_in_it_and_fits(database, book, yoga, name):
    with database.writing() as session:
        for act in (
            lambda: products.add(session, book, person="U1", name=name),
            lambda: products.rename(session, book, person="U1", product_id=yoga.id, name=name),
        ):
            with pytest.raises(Rejected) as refused:
                act()
            assert refused.value.field == "name"
        assert products.add(session, book, person="U1", name="x" * 75).name == "x" * 75


def test_a_product_gets_another_name_but_not_that_of_another_one(database, book, yoga):
    with database.writing() as session:
        swim = products.add(session, book, person="U1", name="Swim")
    with database.writing() as session:
        rename = {"person": "U1", "product_id": swim.id}
        assert products.rename(session, book, name="SWIM", **rename).name == "SWIM"
        with pytest.raises(Taken) as refused:
            products.rename(session, book, name="yoga 101", **rename)
        assert products.get(session, book, product_id=swim.id).name == "SWIM"
        assert trail(session) == ["product.added"] * 2 + ["product.renamed"]
    assert refused.value.taken.id == yoga.id


def test_archiving_and_restoring_twice_is_doing_it_once(database, book, yoga):
    with database.writing() as session:
        named = {"person": "U1", "product_id": yoga.id}
        first = products.archive(session, book, **named).archived_at
        assert first is not None
        assert products.archive(session, book, **named).archived_at == first
    with database.writing() as session:
        assert products.get(session, book, product_id=yoga.id).archived_at == first
        for _ in range(2):
            assert products.restore(session, book, **named).archived_at is None
        assert trail(session)[1:] == ["product.archived", "product.restored"]


def test_an_archived_product_keeps_its_memberships_and_its_place(database, book, yoga):
    with database.writing() as session:
        entry = give(session, book, yoga, 1)
        products.archive(session, book, person="U1", product_id=yoga.id)
    with database.reading() as session:
        found = memberships.get(session, book, membership_id=entry.membership.id)
        assert found.status == "active"
        assert [row.active for row in products.find(session, book).rows] == [1]
        assert len(products.suggest(session, book, text="yoga")) == 1
        assert products.suggest(session, book, text="yoga", archived=False) == []


def test_deleting_takes_the_memberships_with_their_history_and_leaves_the_contacts(
    database, book, yoga
):
    with database.writing() as session:
        swim = products.add(session, book, person="U1", name="Swim")
        for number in range(3):
            give(session, book, yoga, number)
        kept = give(session, book, swim, 1)
        assert products.size(session, book, product_id=yoga.id) == 3
        deleted, had = products.delete(session, book, person="U1", product_id=yoga.id)
        assert (deleted.name, had) == ("Yoga 101", 3)
    with database.writing() as session:
        assert session.exec(select(Membership.id)).all() == [kept.membership.id]
        assert session.exec(select(MembershipEvent.membership_id)).all() == [kept.membership.id]
        assert contacts.count(session, book) == 3
        with pytest.raises(Gone):
            products.delete(session, book, person="U1", product_id=yoga.id)
        assert trail(session)[-1] == "product.deleted"


def test_products_of_another_book_are_not_there(database, book, other, yoga):
    is_of = {"product_id": yoga.id}
    with database.writing() as session:
        theirs = products.add(session, other, person="U1", name="Yoga 101")
        give(session, book, yoga, 1)
        for act in (
            lambda: products.get(session, other, **is_of),
            lambda: products.get(session, other, **is_of, lock=True),
            lambda: products.rename(session, other, person="U1", **is_of, name="x"),
            lambda: products.archive(session, other, person="U1", **is_of),
            lambda: products.restore(session, other, person="U1", **is_of),
            lambda: products.delete(session, other, person="U1", **is_of),
        ):
            with pytest.raises(Gone):
                act()
        assert products.size(session, other, **is_of) == 0
        [row] = products.find(session, other).rows
        assert (row.product.id, row.active) == (theirs.id, 0)
        assert [one.id for one in products.suggest(session, other, text="")] == [theirs.id]
        assert products.named(session, other, ids=[yoga.id, theirs.id]) == {theirs.id: "Yoga 101"}
        assert products.get(session, book, **is_of).name == "Yoga 101"


def test_the_list_counts_what_is_active_expired_and_upcoming_today(database, book, yoga):
    with database.writing() as session:
        swim = products.add(session, book, person="U1", name="Swim")
        for number, terms in enumerate(
            [(0, None), (0, 0), (-9, 0), (-9, -1), (-2, -2), (1, None), (1, 1)]
        ):
            give(session, book, yoga, number, *terms)
        called_off = give(session, book, swim, 1).membership
        named = {"membership_id": called_off.id, "version": 1}
        memberships.cancel(session, book, person="U1", **named)
        rows = products.find(session, book).rows
    assert [(row.product.name, row.active, row.expired, row.upcoming) for row in rows] == [
        ("Swim", 0, 1, 0),
        ("Yoga 101", 3, 2, 2),
    ]
    assert not any(row.capped or row.expired_capped for row in rows)


def test_counting_ends_at_the_cap(database, book, yoga, monkeypatch):
    monkeypatch.setattr(products, "CAP", 2)
    with database.writing() as session:
        for number in range(3):
            give(session, book, yoga, number)
            give(session, book, yoga, number, -9, -1)
        [row] = products.find(session, book).rows
        assert (row.active, row.capped, row.expired, row.expired_capped) == (2, True, 2, True)
        products.add(session, book, person="U1", name="A")
        products.add(session, book, person="U1", name="B")
        page = products.find(session, book)
        assert (page.total, page.capped, len(page.rows)) == (2, True, 3)


def test_the_list_is_in_order_paged_and_searched(database, book):
    with database.writing() as session:
        for name in ("yoga 2", "Ärzte", "Yoga", "beta", "Zürich Yoga"):
            products.add(session, book, person="U1", name=name)
        page = products.find(session, book, size=2)
        assert [row.product.name for row in page.rows] == ["Ärzte", "beta"]
        assert (page.total, page.capped, page.has_previous, page.has_next) == (
            5,
            False,
            False,
            True,
        )
        page = products.find(session, book, size=2, after=products.cursor(page.rows[-1].product))
        assert [row.product.name for row in page.rows] == ["Yoga", "yoga 2"]
        page = products.find(session, book, size=2, before=products.cursor(page.rows[0].product))
        assert [row.product.name for row in page.rows] == ["Ärzte", "beta"]
        found = products.find(session, book, search="YOGA zur")
        assert [(row.product.name, found.total) for row in found.rows] == [("Zürich Yoga", 1)]
        names = [one.name for one in products.suggest(session, book, text="yo", limit=2)]
        assert names == ["Yoga", "yoga 2"]
        assert products.suggest(session, book, text="100%") == []


def test_a_deleted_contact_leaves_no_orphans(database, book, yoga):
    with database.writing() as session:
        for number in range(3):
            give(session, book, yoga, number)
        who = contacts.by_email(session, book, email="p1@x.co")
        contacts.delete(session, book, person="U1", contact_id=who.id)
        assert products.size(session, book, product_id=yoga.id) == 2
        assert session.exec(select(func.count()).select_from(MembershipEvent)).one() == 2
