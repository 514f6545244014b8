"""Undoing an import as work: once, in chunks, tried again; and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from store import books, contacts, days, groups, import_undo, imports, jobs, products
from store.columns import now
from store.contacts import Fields
from store.errors import Gone, Rejected
from store.import_undo import Undone
from store.models import Contact
from store.words import ImportState
from tests.undoing import Brought, begin, run, state, undo


def touch(session, book, contact):
    """Somebody corrects a contact."""
    named = {"contact_id": contact.id, "version": 1, "fields": Fields(contact.email, phone="1")}
    contacts.edit(session, book, person="U9", **named)


def emails(database):
    with database.reading() as session:
        return session.exec(select(Contact.email)).all()


def test_it_goes_chunk_by_chunk_and_says_how_far(database, book, monkeypatch):
    monkeypatch.setattr(import_undo, "CHUNK", 2)
    with database.writing() as session:
        vip = groups.add(session, book, person="U9", name="VIP")
        yoga = products.add(session, book, person="U9", name="Yoga")
        one = Brought(session, book)
        for number in range(5):
            new = one.contact(f"p{number}@x.com")
            one.group(new, vip)
            one.star(new)
            one.give(new, yoga)
            one.make_group(f"G{number}")
            one.make_product(f"P{number}")
    begin(database, book, one.row.id)
    with database.writing() as session:
        job = jobs.take(session, now=now())
    told = []
    done = import_undo.run(database, job, on_progress=lambda *two: told.append(two))
    assert done == Undone(5, 0, [], 0, 5, 5, 5, 0, 5, 5)
    assert [count for count, _ in told] == sorted({count for count, _ in told})
    assert {total for _, total in told} == {30}
    assert told[-1][0] == 30


def test_what_cannot_be_undone_is_refused_with_the_reason(database, book):
    with database.writing() as session:
        one = Brought(session, book)
        one.contact("ann@x.com")
    at = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    old = now() - imports.UNDOABLE
    for changes, reason in (
        ({"state": ImportState.writing, "finished_at": None}, "still being written"),
        ({"state": ImportState.stopping, "finished_at": None}, "still being written"),
        ({"state": ImportState.undoing}, "being undone already"),
        ({"state": ImportState.undone, "undone_at": at}, "undone already, on 5 Mar 2026"),
        ({"finished_at": old}, "more than 30 days ago"),
    ):
        whole = {"state": ImportState.done, "finished_at": now(), "undone_at": None} | changes
        with database.writing() as session:
            row = imports.get(session, book, import_id=one.row.id)
            row.sqlmodel_update(whole)
        with pytest.raises(Rejected, match=reason) as refused:
            begin(database, book, one.row.id, key=reason)
        assert refused.value.field == "import"
        assert not imports.can_undo(state(database, book, one.row.id), now())
    assert emails(database) == ["ann@x.com"]
    with database.writing() as session:
        assert jobs.take(session, now=now() + timedelta(days=1)) is None


def test_the_day_of_an_undo_is_that_of_the_book(database, book):
    with database.writing() as session:
        one = Brought(session, book)
        one.row.state = ImportState.undone
        one.row.undone_at = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    book.timezone = "Europe/Berlin"
    with pytest.raises(Rejected, match="on 6 Mar 2026"):
        begin(database, book, one.row.id)
    assert days.say(date(2026, 3, 6)) == "6 Mar 2026"


def test_the_same_click_twice_is_one_job(database, book):
    with database.writing() as session:
        one = Brought(session, book)
    job = begin(database, book, one.row.id)
    assert job.data["about"] == "x"
    assert begin(database, book, one.row.id) is None
    with pytest.raises(Gone):
        begin(database, book, 999, key="other")


def test_an_import_of_another_book_is_not_found(database, book):
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        one = Brought(session, other)
    with pytest.raises(Gone):
        begin(database, book, one.row.id)
    assert state(database, other, one.row.id).state is ImportState.done


def test_what_could_not_go_on_can_be_tried_again_and_counts_as_one(database, book, monkeypatch):
    monkeypatch.setattr(import_undo, "CHUNK", 2)
    with database.writing() as session:
        one = Brought(session, book)
        people = [one.contact(f"p{number}@x.com") for number in range(6)]
        touch(session, book, people[0])
        for person in people[:3]:
            one.star(person)

    def break_down(done, _):
        if done == 5:
            raise ZeroDivisionError

    begin(database, book, one.row.id)
    with database.writing() as session:
        job = jobs.take(session, now=now())
    with pytest.raises(ZeroDivisionError):
        import_undo.run(database, job, on_progress=break_down)
    for _ in range(2):
        assert import_undo.abandon(database, job).deleted == 1
    with database.writing() as session:
        jobs.finish(session, job)
    half = state(database, book, one.row.id)
    assert half.state is ImportState.done
    assert import_undo.told(half) == Undone(1, kept_count=1, unstarred=3)
    assert "p0" not in str(half.counts)
    assert undo(database, book, one.row.id) == Undone(5, kept_count=1, unstarred=3)
    assert emails(database) == ["p0@x.com"]


def test_giving_up_late_leaves_another_try_alone(database, book):
    with database.writing() as session:
        one = Brought(session, book)
        one.contact("ann@x.com")
    begin(database, book, one.row.id)
    with database.writing() as session:
        job = jobs.take(session, now=now())
    import_undo.abandon(database, job)
    again = begin(database, book, one.row.id, key="again")
    import_undo.abandon(database, job)
    assert state(database, book, one.row.id).state is ImportState.undoing
    assert run(database, again) == Undone(deleted=1)


def test_the_first_ten_who_are_kept_are_named(database, book):
    with database.writing() as session:
        one = Brought(session, book)
        for number in range(15):
            touch(session, book, one.contact(f"p{number:02}@x.com"))
    done = undo(database, book, one.row.id)
    assert done.kept == [f"p{number:02}@x.com" for number in range(10)]
    assert done.kept_count == 15
