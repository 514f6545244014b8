"""Laws of importing with choices, tried with whatever Hypothesis thinks of."""

import csv
import io
from dataclasses import replace
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from store import books
from store import imports as imported
from store.import_choices import Choices
from store.models import Contact, Favorite, Group, GroupContact, Membership
from store.words import Existing
from tests import imports, undoing

HEADER = ["Email", "First name", "Last name", "Company", "Notes", "Tags", "Product", "End"]
FIELDS = ("first_name", "last_name", "company", "notes")
numbers = count()

words = st.sampled_from(["", "", "Ann", "Zoë Lee", "x & y"])
emails = st.sampled_from(["a@x.co", "A@X.co", "b@x.co", "c@x.co", "no email", ""])
groups = st.sampled_from(["", "VIP", "vip; Blog", "x" * 76])
products = st.sampled_from(["", "Yoga", "swim"])
ends = st.sampled_from(["", "2031-01-31", "2020-01-31", "soon"])
tables = st.lists(
    st.tuples(emails, words, words, words, words, groups, products, ends), min_size=1, max_size=8
)
choices = st.builds(
    Choices,
    existing=st.sampled_from([*Existing]),
    groups=st.booleans(),
    group=st.sampled_from(["", "All"]),
    star=st.booleans(),
    memberships=st.booleans(),
    product=st.sampled_from(["", "Yoga"]),
)
tried = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def file_of(rows):
    file = io.StringIO()
    csv.writer(file).writerows([HEADER, *rows])
    return file.getvalue()


def new_book(database):
    with database.writing() as session:
        return books.team(session, workspace=f"L{next(numbers)}")


def latest(database, book):
    """The id of the last import."""
    with database.reading() as session:
        return imported.find(session, book).rows[0].id


def state(database, book):
    """All that an import can change in a book."""
    with database.reading() as session:
        tables = (Contact, Favorite, Group, GroupContact, Membership)
        found = [session.exec(select(one).where(one.book_id == book.id)).all() for one in tables]
    return sorted(str(sorted(row.model_dump().items())) for rows in found for row in rows)


@given(before=tables, rows=tables, choices=choices)
@tried
def test_rows_add_up_and_the_plan_says_what_comes(database, before, rows, choices):
    book = new_book(database)
    imports.run(database, book, file_of([*before, ["z@x.co", *[""] * 7]]), key="before")
    plan, done = imports.run(database, book, file_of([*rows, ["z@x.co"]]), choices=choices)
    told = (plan.new, plan.known, plan.repeated, plan.further, plan.unusable)
    assert sum(told) == plan.rows
    parts = (done.added, done.updated, done.known, done.repeated, done.further, done.unusable)
    assert sum(parts) == done.rows == plan.rows
    assert (done.added, done.updated) == (plan.new, plan.changing)
    assert (done.new_groups, done.new_products) <= (plan.new_groups, plan.new_products)
    assert done.given + done.had + done.refused == plan.memberships
    assert (done.stopped, done.unreached) == (False, 0)


@given(rows=tables, choices=choices)
@tried
def test_the_same_file_twice_changes_nothing(database, rows, choices):
    book = new_book(database)
    file = file_of([*rows, ["z@x.co"]])
    imports.run(database, book, file, choices=choices)
    before = state(database, book)
    _, again = imports.run(database, book, file, choices=choices, key="again")
    assert state(database, book) == before
    assert (again.added, again.updated, again.grouped, again.starred, again.given) == (0,) * 5


@given(before=tables, rows=tables, choices=choices)
@tried
def test_what_was_imported_and_undone_was_never_there(database, before, rows, choices):
    book = new_book(database)
    imports.run(database, book, file_of([*before, ["z@x.co", *[""] * 7]]), key="before")
    with database.reading() as session:
        were = undoing.seen(session, book)
    _, done = imports.run(database, book, file_of([*rows, ["new@x.co"]]), choices=choices)
    undone = undoing.undo(database, book, latest(database, book))
    assert (undone.deleted, undone.restored) == (done.added, done.updated)
    assert (undone.ungrouped, undone.unstarred) == (done.grouped, done.starred)
    assert (undone.taken, undone.kept_count) == (done.given, 0)
    with database.reading() as session:
        assert undoing.seen(session, book) == were


@given(before=tables, rows=tables, choices=choices)
@tried
def test_an_empty_cell_erases_nothing_and_filling_in_overwrites_nothing(
    database, before, rows, choices
):
    book = new_book(database)
    imports.run(database, book, file_of([*before, ["z@x.co"]]), key="before")
    were = imports.contacts(database, book)
    imports.run(database, book, file_of([*rows, ["z@x.co"]]), choices=choices)
    are = imports.contacts(database, book)
    said = {row[0].lower(): [*row] for row in reversed(rows)}
    for key, one in were.items():
        for field in FIELDS:
            was, now = getattr(one, field), getattr(are[key], field)
            assert now or not was
            if was and choices.existing is not Existing.update:
                assert now == was
            if now != was:
                assert key in said


@given(
    rows=tables, bad=st.lists(st.sampled_from(["no email", "@", ""]), max_size=3), data=st.data()
)
@tried
def test_a_bad_row_never_blocks_a_good_one(database, rows, bad, data):
    one, other = new_book(database), new_book(database)
    mixed = [*rows, ["z@x.co"]]
    for email in bad:
        at = data.draw(st.integers(0, len(mixed)))
        mixed.insert(at, [email, "Bad"])
    _, plain = imports.run(database, one, file_of([*rows, ["z@x.co"]]))
    _, told = imports.run(database, other, file_of(mixed))
    assert replace(told, rows=0, unusable=0, problems=[]) == replace(
        plain, rows=0, unusable=0, problems=[]
    )
    assert told.unusable == plain.unusable + len(bad)
    assert {*imports.contacts(database, one)} == {*imports.contacts(database, other)}


@given(rows=tables, choices=choices)
@tried
def test_an_import_changes_no_other_book(database, rows, choices):
    book, other = new_book(database), new_book(database)
    imports.run(database, other, file_of([*rows, ["z@x.co"]]), choices=choices, key="other")
    before = state(database, other)
    imports.run(database, book, file_of([["a@x.co", "New", "Name"], *rows]), choices=choices)
    assert state(database, other) == before
