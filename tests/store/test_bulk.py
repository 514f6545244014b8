"""Bulk work: grouped, starred, deleted, each contact that was ticked and no other."""

import pytest
from sqlalchemy import text
from sqlmodel import select

from store import (
    books,
    bulk,
    contacts,
    favorites,
    groups,
    jobs,
    memberships,
    products,
    ticks,
)
from store.bulk import Deed, Kind, Outcome
from store.columns import now
from store.contacts import Fields
from store.days import FIRST
from store.errors import Gone, Rejected
from store.memberships import Terms
from store.models import AuditEntry, Contact, Membership, MembershipEvent
from store.scopes import Scope
from store.words import Payment, Source
from store.work_models import Job
from tests.bench.filling import fill


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 4)


@pytest.fixture
def people(database, book):
    """Ten contacts, of whom the last comes from an account."""
    with database.writing() as session:
        return [
            contacts.add(
                session,
                book,
                person="U1",
                fields=Fields(f"p{number}@example.com"),
                source=Source.google if number == 9 else Source.hand,
            ).id
            for number in range(10)
        ]


@pytest.fixture
def vip(database, book):
    with database.writing() as session:
        return groups.add(session, book, person="U1", name="VIP")


def tick(session, book, ids, *, person="U1"):
    ticks.merge(session, book, person=person, shown=ids, ticked=ids)


def begin(session, book, deed, *, key="k", person="U1"):
    return bulk.begin(
        session, book, person=person, key=key, deed=deed, step="bulk.run", data={"at": "home"}
    )


def give(session, book, ids, name, ends):
    product = products.add(session, book, person="U1", name=name)
    for id in ids:
        email = contacts.get(session, book, contact_id=id).email
        given = {
            "email": email,
            "product_id": product.id,
            "terms": Terms(Payment.paid, FIRST, ends),
        }
        memberships.add(session, book, person="U1", **given)


def work(database, *, on_progress=lambda *_: None):
    """The job that is due, run as the worker runs it; its outcome and the job that tells it."""
    with database.writing() as session:
        job = jobs.take(session, now=now())
    outcome = bulk.run(database, job, on_progress=on_progress)
    with database.writing() as session:
        telling = jobs.get(session, books.get(session, book_id=job.book_id), job_id=job.id)
        assert (telling.step, bulk.outcome(telling)) == ("bulk.tell", outcome)
        jobs.finish(session, telling)
    return outcome, telling


def test_all_that_is_ticked_comes_into_a_group_chunk_by_chunk(database, book, people, vip):
    deed = Deed(Kind.group, vip.id)
    seen = []
    with database.writing() as session:
        bulk.apply(session, book, person="U1", deed=deed, scope=Scope(contact=people[3]))
        tick(session, book, people)
        job = begin(session, book, deed)
        assert (job.data["at"], job.data["total"], bulk.deed(job)) == ("home", 10, deed)
        assert ticks.count(session, book, person="U1") == 0
        contacts.delete(session, book, person="U1", contact_id=people[5])
    outcome, _ = work(database, on_progress=lambda *at: seen.append(at))
    assert outcome == Outcome(done=8, already=1, gone=1)
    assert seen == [(4, 10), (8, 10), (10, 10)]
    with database.reading() as session:
        assert groups.size(session, book, group_id=vip.id) == 9


def test_deleting_leaves_who_comes_from_an_account(database, book, people, vip):
    with database.writing() as session:
        give(session, book, people[:4], "Over", FIRST)
        give(session, book, people[3:], "For ever", None)
        deed = Deed(Kind.group, vip.id)
        tick(session, book, people)
        ticked = Scope(selection=ticks.selection(session, book, person="U1"))
        bulk.apply(session, book, person="U1", deed=deed, scope=ticked)
        loss = bulk.loss(session, book, person="U1")
        assert loss == bulk.Loss(contacts=9, kept=1, groups=1, memberships=10, active=6)
        begin(session, book, Deed(Kind.delete))
    assert work(database)[0] == Outcome(done=9, kept=1)
    with database.reading() as session:
        assert contacts.count(session, book) == 1
        assert groups.size(session, book, group_id=vip.id) == 1
        left = {*session.exec(select(Contact.id))}
        assert {*session.exec(select(Membership.contact_id))} == left
        assert len(session.exec(select(MembershipEvent.id)).all()) == 1
        trail = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.action, entry.count) for entry in trail[-2:]] == [
        ("contacts.grouped", 10),
        ("contacts.deleted", 9),
    ]


def test_after_many_deletions_a_search_finds_who_is_left(database, book, people):
    with database.writing() as session:
        tick(session, book, people[:6])
        begin(session, book, Deed(Kind.delete))
    work(database)
    with database.writing() as session:
        contacts.delete(session, book, person="U1", contact_id=people[6])
        new = contacts.add(session, book, person="U1", fields=Fields("p77@example.com")).id
        found = contacts.find(session, book, person="U1", scope=Scope("example.com"))
        assert {row.contact.id for row in found.rows} == {*people[7:], new}
        if database.dialect == "sqlite":
            check = (
                "INSERT INTO contact_search (contact_search, rank) VALUES ('integrity-check', 1)"
            )
            session.execute(text(check))
            hits = "SELECT count(*) FROM contact_search WHERE contact_search MATCH '\"exa\"'"
            assert session.execute(text(hits)).scalar_one() == 4


def test_stars_and_leaving_a_group(database, book, people, vip):
    with database.writing() as session:
        favorites.add(session, book, person="U1", contact_id=people[0])
        groups.put(session, book, group_id=vip.id, scope=Scope(contact=people[1]))
        for key, deed in enumerate([Deed(Kind.star), Deed(Kind.ungroup, vip.id)]):
            tick(session, book, people)
            begin(session, book, deed, key=str(key))
    assert work(database)[0] == Outcome(done=9, already=1)
    assert work(database)[0] == Outcome(done=1, already=9)
    with database.reading() as session:
        assert contacts.count(session, book, scope=Scope(favorites_of="U1")) == 10
        assert groups.size(session, book, group_id=vip.id) == 0


def test_a_second_click_does_nothing_and_without_ticks_there_is_no_job(database, book, people):
    with database.writing() as session:
        with pytest.raises(Rejected, match="Tick somebody first"):
            begin(session, book, Deed(Kind.star))
        tick(session, book, people)
        assert begin(session, book, Deed(Kind.star))
        assert begin(session, book, Deed(Kind.star)) is None
        assert len(session.exec(select(Job)).all()) == 1


def test_a_group_that_is_deleted_on_the_way_ends_the_work(database, book, people, vip):
    def delete_group(done, _):
        with database.writing() as session:
            groups.delete(session, book, person="U2", group_id=vip.id)

    with database.writing() as session:
        tick(session, book, people)
        begin(session, book, Deed(Kind.group, vip.id))
    outcome, job = work(database, on_progress=delete_group)
    assert (outcome, job.data["group_gone"]) == (Outcome(done=4), True)


def test_nothing_can_be_done_to_a_whole_book_or_with_another_books_ids(database, book, people, vip):
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        chosen = Scope(contact=people[0])
        with pytest.raises(ValueError, match="whole book"):
            bulk.apply(session, book, person="U1", deed=Deed(Kind.delete), scope=Scope())
        with pytest.raises(Gone):
            bulk.apply(session, other, person="U1", deed=Deed(Kind.group, vip.id), scope=chosen)
        for kind in (Kind.star, Kind.delete):
            outcome = bulk.apply(session, other, person="U1", deed=Deed(kind), scope=chosen)
            assert outcome == Outcome(gone=1)
        assert contacts.count(session, book) == 10


def test_one_read_only_contact_is_kept(database, book, people):
    with database.writing() as session:
        for contact, outcome in ((people[9], Outcome(kept=1)), (people[0], Outcome(done=1))):
            scope = Scope(contact=contact)
            deed = Deed(Kind.delete)
            assert bulk.apply(session, book, person="U1", deed=deed, scope=scope) == outcome


def test_fifty_thousand_ticked_contacts_pass_every_limit(database, book, monkeypatch, vip):
    monkeypatch.setattr(bulk, "CHUNK", 50_000)
    with database.connecting() as connection:
        fill(connection, book_id=book.id, size=50_000)
    for key, deed in enumerate([Deed(Kind.group, vip.id), Deed(Kind.star), Deed(Kind.delete)]):
        with database.writing() as session:
            assert ticks.add_all(session, book, person="U1", scope=Scope()) == 50_000
            begin(session, book, deed, key=str(key))
        assert work(database)[0] == Outcome(done=50_000)
    with database.reading() as session:
        assert session.exec(select(Contact.id)).first() is None
