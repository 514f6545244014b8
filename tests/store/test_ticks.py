"""Ticks: each person's own choice of contacts, kept over pages, searches and days."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import func, select

from store import books, contacts, jobs, ticks
from store.contacts import Fields
from store.scopes import Scope
from store.tick_models import Selection, Tick
from store.work_models import Job
from tests.plans import recorded

people = st.sets(st.integers(0, 11))
visits = st.lists(st.tuples(people, people), max_size=6)


def add(session, book, number):
    fields = Fields(f"p{number}@example.com", "Ann" if number % 2 else "Bo")
    return contacts.add(session, book, person="U1", fields=fields).id


@pytest.fixture
def ids(database, book):
    with database.writing() as session:
        return [add(session, book, number) for number in range(12)]


def ticked(session, book, ids, person="U1"):
    found = ticks.among(session, book, person=person, contact_ids=ids)
    assert ticks.count(session, book, person=person) == len(found)
    return found


@given(visits=visits)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_pages_are_merged_as_sets_are(sqlite, visits):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
        found = contacts.find(session, book, person="U1", size=20).rows
        ids = [row.contact.id for row in found] or [add(session, book, n) for n in range(12)]
        ticks.clear(session, book, person="U1")
        model = set()
        for shown, chosen in visits:
            shown, chosen = ({ids[number] for number in some} for some in (shown, chosen))
            arguments = {"shown": [*shown, *chosen], "ticked": [*chosen, 9_999]}
            ticks.merge(session, book, person="U1", **arguments)
            model = (model - shown) | chosen
            assert ticked(session, book, ids) == model


def test_nothing_is_written_when_nothing_changed(database, book, ids):
    statements = []
    with database.writing() as session:
        ticks.merge(session, book, person="U1", shown=ids, ticked=[])
        assert session.exec(select(Selection)).first() is None
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids[:3])
        chosen = session.exec(select(Selection.changed_at)).one()
        statements = recorded(
            lambda: ticks.merge(session, book, person="U1", shown=ids, ticked=ids[:3])
        )
        assert session.exec(select(Selection.changed_at)).one() == chosen
    assert all(statement.startswith("SELECT") for statement, *_ in statements)


def test_each_person_ticks_for_themselves_and_in_one_book(database, book, ids):
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        theirs = add(session, other, 1)
        ticks.merge(session, book, person="U1", shown=ids, ticked=[ids[0], theirs])
        assert ticked(session, book, [*ids, theirs]) == {ids[0]}
        assert ticked(session, book, ids, "U2") == set()
        ticks.merge(session, other, person="U1", shown=[theirs], ticked=[theirs, ids[0]])
        assert ticked(session, other, [*ids, theirs]) == {theirs}
        ticks.clear(session, other, person="U1")
        assert ticked(session, book, ids) == {ids[0]}


def test_everybody_in_a_scope_joins_who_is_ticked_already(database, book, ids):
    with database.writing() as session:
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids[:1])
        assert ticks.add_all(session, book, person="U1", scope=Scope("ann")) == 7
        assert ticked(session, book, ids) == {ids[0], *ids[1::2]}
        assert ticks.add_all(session, book, person="U1", scope=Scope()) == 12


def test_who_is_deleted_is_not_ticked_any_more(database, book, ids):
    with database.writing() as session:
        ticks.add_all(session, book, person="U1", scope=Scope())
        contacts.delete(session, book, person="U2", contact_id=ids[4])
        assert ticks.count(session, book, person="U1") == 11


def test_what_a_job_works_on_is_closed_and_the_person_begins_anew(database, book, ids):
    with database.writing() as session:
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids[:5])
        job = jobs.add(session, book, person="U1", key="k", step="bulk.run", data={})
        ticks.freeze(session, book, person="U1", job=job)
        frozen = ticks.frozen(session, book, job=job)
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids[5:])
        assert ticked(session, book, ids) == {*ids[5:]}
        assert contacts.count(session, book, scope=Scope(selection=frozen)) == 5
        assert ticks.selection(session, book, person="U1") != frozen
        ticks.drop(session, book, job=job)
        assert ticked(session, book, ids) == {*ids[5:]}
        assert session.exec(select(func.count()).select_from(Tick)).one() == 7


def test_what_a_job_could_not_do_is_given_back_to_who_has_not_begun_anew(database, book, ids):
    with database.writing() as session:
        for key, expected in (("a", True), ("b", False)):
            ticks.merge(session, book, person="U1", shown=ids, ticked=ids[:5])
            job = jobs.add(session, book, person="U1", key=key, step="bulk.run", data={})
            ticks.freeze(session, book, person="U1", job=job)
            if not expected:
                ticks.merge(session, book, person="U1", shown=ids, ticked=ids[9:])
            assert ticks.thaw(session, book, job=job) is expected
            assert ticked(session, book, ids) == {*(ids[:5] if expected else ids[9:])}
        ticks.drop(session, book, job=job)
        assert ticks.thaw(session, book, job=job) is False


def test_what_was_left_alone_for_long_is_forgotten_unless_a_job_has_it(database, book, ids):
    with database.writing() as session:
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids)
        job = jobs.add(session, book, person="U1", key="k", step="bulk.run", data={})
        ticks.freeze(session, book, person="U1", job=job)
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids)
        ticks.prune(session, older_than=timedelta(days=1))
        assert len(session.exec(select(Selection)).all()) == 2
        ticks.prune(session, older_than=timedelta(0))
        assert [one.job_id for one in session.exec(select(Selection))] == [job.id]


def test_nothing_outlives_its_job_or_its_book(database, book, ids):
    with database.writing() as session:
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids)
        job = jobs.add(session, book, person="U1", key="k", step="bulk.run", data={})
        ticks.freeze(session, book, person="U1", job=job)
        session.delete(session.get(Job, (book.id, job.id)))
        session.flush()
        assert session.exec(select(Tick)).first() is None
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids)
        books.forget_workspace(session, workspace="T1")
        assert session.exec(select(Tick)).first() is None


@pytest.mark.parametrize("change", ["add_all", "clear", "freeze"])
def test_a_page_of_an_earlier_round_says_nothing_about_newer_ticks(database, book, ids, change):
    with database.writing() as session:
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids[:2], round=5)
        if change == "add_all":
            ticks.add_all(session, book, person="U1", scope=Scope(), round=9)
        elif change == "clear":
            ticks.clear(session, book, person="U1", round=9)
        else:
            job = jobs.add(session, book, person="U1", key="k", step="bulk.run", data={})
            ticks.freeze(session, book, person="U1", job=job, round=9)
        now = ticked(session, book, ids)
        assert now == ({*ids} if change == "add_all" else set())
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids[:2], round=8)
        assert ticked(session, book, ids) == now
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids[:1], round=9)
        assert ticked(session, book, ids) == {ids[0]}


def test_a_mark_is_another_one_as_soon_as_others_are_ticked(database, book, ids):
    marks = []

    def changed(change):
        with database.writing() as session:
            change(session)
            marks.append(ticks.mark(session, book, person="U1"))

    changed(lambda _: None)
    changed(lambda session: ticks.merge(session, book, person="U1", shown=ids, ticked=ids[:1]))
    changed(lambda session: ticks.merge(session, book, person="U1", shown=ids, ticked=ids[1:2]))
    changed(lambda session: ticks.add_all(session, book, person="U1", scope=Scope()))
    changed(lambda session: ticks.clear(session, book, person="U1"))
    assert len(set(marks)) == len(marks)
    changed(lambda session: ticks.merge(session, book, person="U1", shown=ids, ticked=[]))
    assert marks[-1] == marks[-2]


def test_ticks_come_back_to_somebody_who_has_ticked_nobody_since(database, book, ids):
    with database.writing() as session:
        ticks.merge(session, book, person="U1", shown=ids, ticked=ids[:2], round=1)
        job = jobs.add(session, book, person="U1", key="k", step="bulk.run", data={})
        ticks.freeze(session, book, person="U1", job=job, round=3)
        assert ticks.thaw(session, book, job=job)
        assert ticked(session, book, ids) == {*ids[:2]}
        ticks.merge(session, book, person="U1", shown=ids, ticked=[], round=2)
        assert ticked(session, book, ids) == {*ids[:2]}
