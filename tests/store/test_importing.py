"""Importing: what is shown before, what is written once a person agrees, and that it adds up."""

from datetime import timedelta

import pytest
from sqlmodel import select

from store import books, contacts, importing, jobs
from store.columns import now
from store.contacts import Fields
from store.errors import Gone, Known, Unreadable
from store.importing import Problem
from store.models import AuditEntry, Contact
from store.scopes import Scope
from store.words import Source
from store.work_models import Job, Upload
from tests import imports
from tests.racing import at_once

MIXED = """Email,First name,Last name,Company,Job title,Phone,Notes,Shoe size
ann@example.com,Ann,Lee,Lee Yoga,Coach,+1 555,"Met in May.
Likes tea.",38
bo@example.com,Bo,,,,,,
 ANN@example.com ,Annie,Other,,,,,
,Cy,,,,,,
not an email,Di,,,,,,
known@example.com,Kim,New,,,,,
"""


@pytest.fixture
def known(database, book):
    with database.writing() as session:
        fields = Fields(email="Known@Example.com", first_name="Kim", last_name="Old")
        return contacts.add(session, book, person="U2", fields=fields)


def test_a_plan_says_what_would_happen_and_writes_nothing(database, book, known):
    _, plan = imports.plan(database, book, MIXED)
    assert (plan.label, plan.rows) == ("CSV file", 6)
    assert (plan.new, plan.known, plan.repeated, plan.unusable) == (2, 1, 1, 2)
    assert plan.problems == [
        Problem(6, "No email address."),
        Problem(7, "An email address must have an @-sign."),
    ]
    assert plan.used[:3] == ["Email", "First name", "Last name"]
    assert plan.ignored == ["Shoe size"]
    assert list(imports.contacts(database, book)) == ["known@example.com"]


def test_a_confirmed_import_adds_who_is_new_and_leaves_who_is_there(database, book, known):
    _, result = imports.run(database, book, MIXED)
    assert (result.rows, result.added, result.known) == (6, 2, 1)
    assert (result.repeated, result.unusable, len(result.problems)) == (1, 2, 2)
    found = imports.contacts(database, book)
    assert list(found) == ["ann@example.com", "bo@example.com", "known@example.com"]
    ann = found["ann@example.com"]
    assert (ann.email, ann.first_name, ann.last_name) == ("ann@example.com", "Ann", "Lee")
    assert (ann.company, ann.job_title, ann.phone) == ("Lee Yoga", "Coach", "+1 555")
    assert ann.notes == "Met in May.\nLikes tea."
    assert (ann.source, ann.created_by, ann.version) == (Source.csv, "U1", 1)
    assert abs(ann.created_at - now()) < timedelta(minutes=1)
    assert found["known@example.com"].last_name == "Old"


def test_an_imported_contact_is_like_one_that_was_typed(database, book):
    typed = Fields("zoë@bücher.example.com", "Zoë", "Müller", "Straße & Co", "Coach", "+1", "n")
    imports.run(
        database,
        book,
        "Email,First,Last,Company,Job,Phone,Notes\n"
        + ",".join(
            (typed.email, typed.first_name, typed.last_name, typed.company, "Coach", "+1", "n")
        ),
    )
    [imported] = imports.contacts(database, book).values()
    with database.writing() as session:
        contacts.delete(session, book, person="U1", contact_id=imported.id)
        added = contacts.add(session, book, person="U1", fields=typed)
    same = set(Contact.model_fields) - {"id", "source", "import_id", "created_at", "updated_at"}
    assert imported.model_dump(include=same) == added.model_dump(include=same)


def test_imported_contacts_are_found_by_any_part_of_their_text(database, book):
    imports.run(database, book, MIXED)
    with database.reading() as session:
        for words in ("nn lee", "e yog", "@example", "bo"):
            found = contacts.find(session, book, person="U1", scope=Scope(words))
            assert found.total == (3 if words == "@example" else 1), words


def test_the_same_file_again_adds_nobody(database, book):
    imports.run(database, book, MIXED)
    before = imports.contacts(database, book)
    plan, result = imports.run(database, book, MIXED, key="again")
    assert (plan.new, plan.known) == (result.added, result.known) == (0, 3)
    assert imports.contacts(database, book) == before


def test_a_file_is_begun_once_and_confirmed_once(database, book):
    assert imports.begin(database, book) is not None
    assert imports.begin(database, book) is None
    job = imports.take(database)
    importing.read(database, job, MIXED.encode())
    with database.writing() as session:
        assert importing.confirm(session, book, job_id=job.id)
        assert not importing.confirm(session, book, job_id=job.id)
        assert not importing.cancel(session, book, job_id=job.id)


def test_another_book_can_neither_confirm_nor_cancel(database, book):
    job, _ = imports.plan(database, book, MIXED)
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        for act in (importing.confirm, importing.cancel, importing.stop):
            with pytest.raises(Gone):
                act(session, other, job_id=job.id)


def test_a_cancelled_import_is_forgotten(database, book):
    job, _ = imports.plan(database, book, MIXED)
    with database.writing() as session:
        assert importing.cancel(session, book, job_id=job.id)
        assert not importing.cancel(session, book, job_id=job.id)
        assert not importing.confirm(session, book, job_id=job.id)
        assert session.exec(select(Upload)).all() == []
        assert session.exec(select(Job.data)).all() == [{}]
    assert imports.contacts(database, book) == {}


def test_a_refused_file_writes_nothing_and_is_told(database, book):
    imports.begin(database, book)
    job = imports.take(database)
    for content in (b"", b"Name\nAnn\n", b"Email,Name\n", b"Email,Name\n\n,\n"):
        with pytest.raises(Unreadable):
            importing.read(database, job, content)
    importing.refuse(database, job, reason="This file is empty.")
    refused = imports.take(database)
    assert (refused.step, refused.data["reason"]) == ("importing.refuse", "This file is empty.")
    assert imports.contacts(database, book) == {}


def test_too_many_rows_are_refused(sqlite, monkeypatch):
    monkeypatch.setattr("store.import_tally.ROW_LIMIT", 3)
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
    imports.begin(sqlite, book)
    job = imports.take(sqlite)
    importing.read(sqlite, job, imports.people(range(3)).encode())
    job = imports.take(sqlite)
    with pytest.raises(Unreadable, match="more than 3 rows"):
        importing.read(sqlite, job, imports.people(range(4)).encode())


def test_result_counts_what_happened_not_what_was_planned(database, book):
    imports.run(database, book, imports.people(range(5)))
    job, plan = imports.plan(database, book, imports.people(range(10)), key="2")
    assert (plan.new, plan.known) == (5, 5)
    there = imports.contacts(database, book)
    with database.writing() as session:
        gone = there["person0@example.com"].id
        contacts.delete(session, book, person="U1", contact_id=gone)
        for number in (7, 8):
            fields = Fields(email=f"person{number}@example.com")
            contacts.add(session, book, person="U2", fields=fields)
    result = imports.write(database, book, job)
    assert (result.added, result.known) == (4, 6)
    assert len(imports.contacts(database, book)) == 10


def test_progress_is_told_between_chunks_and_the_audit_trail_has_one_line(
    database, book, monkeypatch
):
    monkeypatch.setattr("store.import_writer.CHUNK", 10)
    job, _ = imports.plan(database, book, imports.people(range(25)))
    told = []
    imports.write(database, book, job, on_progress=lambda *counts: told.append(counts))
    assert told == [(10, 25), (20, 25), (25, 25)]
    with database.reading() as session:
        entries = session.exec(select(AuditEntry)).all()
    assert [(one.action, one.count) for one in entries] == [("contacts.imported", 25)]


def test_what_a_callback_keeps_with_the_job_stays(database, book, monkeypatch):
    monkeypatch.setattr("store.import_writer.CHUNK", 10)
    job, _ = imports.plan(database, book, imports.people(range(25)))
    with database.writing() as session:
        importing.confirm(session, book, job_id=job.id)
    writing = imports.take(database)

    def remember(done, _rows):
        with database.writing() as session:
            jobs.keep(session, writing, data=writing.data | {"ts": str(done)})

    result = importing.write(database, writing, on_progress=remember)
    assert (result.added, imports.take(database).data["ts"]) == (25, "25")


def test_who_lost_the_import_stops_and_the_other_counts_right(database, book, monkeypatch):
    monkeypatch.setattr("store.import_writer.CHUNK", 10)
    job, _ = imports.plan(database, book, imports.people(range(45)))
    with database.writing() as session:
        importing.confirm(session, book, job_id=job.id)
    slow = imports.take(database)
    other = []

    def overtaken(done, _rows):
        if done == 20:
            other.append(imports.take(database, now() + 2 * jobs.LEASE))

    with pytest.raises(jobs.Lost):
        importing.write(database, slow, on_progress=overtaken)
    assert len(imports.contacts(database, book)) == 20
    result = importing.write(database, other[0], on_progress=lambda *_counts: None)
    assert (result.added, result.known, result.rows) == (45, 0, 45)


def test_nothing_personal_is_kept_once_the_import_is_over(database, book):
    job, _ = imports.plan(database, book, MIXED)
    imports.write(database, book, job)
    with database.reading() as session:
        assert session.exec(select(Upload)).all() == []
        assert session.exec(select(Job.data)).all() == [{}]


def test_many_problems_are_counted_and_the_first_are_listed(database, book):
    rows = "Email\n" + "x\n" * 500 + "ann@example.com\n"
    plan, result = imports.run(database, book, rows)
    assert (plan.unusable, len(plan.problems)) == (500, 100)
    assert (result.unusable, len(result.problems), result.added) == (500, 100, 1)


def confirmed(database, book, content, key):
    job, _ = imports.plan(database, book, content, key=key)
    with database.writing() as session:
        importing.confirm(session, book, job_id=job.id)
    return imports.take(database)


def test_two_overlapping_imports_at_once_add_each_person_once(database, book, monkeypatch):
    monkeypatch.setattr("store.import_writer.CHUNK", 100)
    jobs_taken = [
        confirmed(database, book, imports.people(range(2000)), "a"),
        confirmed(database, book, imports.people(reversed(range(1000, 3000))), "b"),
    ]
    results = at_once(
        *(
            lambda job=job: importing.write(database, job, on_progress=lambda *_: None)
            for job in jobs_taken
        )
    )
    assert sum(result.added for result in results) == 3000
    assert sum(result.known for result in results) == 1000
    assert [result.rows for result in results] == [2000, 2000]
    assert len(imports.contacts(database, book)) == 3000


def test_an_import_and_a_form_at_once_make_one_contact(database, book):
    for number in range(10):
        job = confirmed(database, book, imports.people([number]), f"file {number}")

        def add(number=number):
            with database.writing() as session:
                fields = Fields(email=f"person{number}@example.com")
                return contacts.add(session, book, person="U2", fields=fields)

        imported, added = at_once(
            lambda job=job: importing.write(database, job, on_progress=lambda *_: None), add
        )
        assert imported.added + isinstance(added, Contact) == 1
        assert isinstance(added, Contact | Known)
        assert len(imports.contacts(database, book)) == number + 1
        telling = imports.take(database)
        with database.writing() as session:
            jobs.finish(session, telling)
