"""Exporting: everything in a scope, in a file that harms nobody and that an import reads again."""

import csv
import io
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import books, contacts, exporting, favorites, groups
from store.contacts import Fields
from store.formulas import guard, unguard
from store.scopes import Scope
from store.words import Source
from tests import imports

STARTS = "=+-@\t\r\n\0＝＋－＠"
scraps = st.sampled_from([*"'=+-@＝ ab~;,\\|\té́̃名\n\"", " ::: ", "Email", "a@b.de"])
texts = st.lists(scraps, max_size=8).map("".join) | st.text(max_size=30)


def rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def export(database, book, search="", viewer="", **options):
    with database.reading() as session:
        spooled = exporting.spool(session, book, scope=Scope(search, viewer=viewer), **options)
    with spooled:
        content = spooled.file.read()
    assert len(content) == spooled.size
    return content, spooled.count


def test_a_contact_with_all_that_is_known(database, book):
    with database.writing() as session:
        fields = Fields("Ann@x.co", "Ann", 'L"ee', "Yoga, Inc", "Coach", "+1 5", "One\nTwo")
        ann = contacts.add(session, book, person="U1", fields=fields)
        for name in ("vip", "Berlin", "=cmd", "Tea, please"):
            group = groups.add(session, book, person="U1", name=name)
            groups.put(session, book, group_id=group.id, scope=Scope(contact=ann.id))
        favorites.add(session, book, person="U1", contact_id=ann.id)
    content, count = export(database, book)
    assert (count, content[:3]) == (1, b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 2
    assert rows(content) == [
        list(exporting.HEADER),
        ["Ann@x.co", "Ann", 'L"ee', "Yoga, Inc", "Coach", "'+1 5", "One\nTwo"]
        + ['\'=cmd; Berlin; "Tea, please"; vip', "", "", "", "By hand"]
        + [ann.created_at.date().isoformat()],
    ]


def test_stars_are_those_of_the_person_who_asks(database, book):
    with database.writing() as session:
        for number in range(3):
            added = contacts.add(session, book, person="U1", fields=Fields(f"p{number}@x.co"))
            if number:
                favorites.add(session, book, person=f"U{number}", contact_id=added.id)
        other = books.team(session, workspace="T2")
        added = contacts.add(session, other, person="U1", fields=Fields("p0@x.co"))
        favorites.add(session, other, person="U1", contact_id=added.id)
    for viewer, starred in (("U1", ["p1@x.co"]), ("U2", ["p2@x.co"]), ("", [])):
        content, _ = export(database, book, viewer=viewer)
        place = exporting.HEADER.index("Favorite")
        assert [row[0] for row in rows(content)[1:] if row[place] == "yes"] == starred


def test_the_order_is_that_of_names_and_the_scope_is_kept(database, book):
    with database.writing() as session:
        for name in ("Élodie", "zoe", "Ann"):
            fields = Fields(f"{ord(name[0])}@x.co", name)
            contacts.add(session, book, person="U1", fields=fields)
        other = books.team(session, workspace="T2")
        contacts.add(session, other, person="U1", fields=Fields("other@x.co"))
    content, _ = export(database, book)
    assert [row[1] for row in rows(content)[1:]] == ["Ann", "Élodie", "zoe"]
    assert [row[1] for row in rows(export(database, book, "elo")[0])[1:]] == ["Élodie"]


def test_what_a_bulk_delete_leaves_can_be_left_out(database, book):
    with database.writing() as session:
        for source in (Source.hand, Source.google, Source.microsoft):
            fields = Fields(f"{source}@x.co")
            contacts.add(session, book, person="U1", fields=fields, source=source)
    assert export(database, book)[1] == 3
    content, count = export(database, book, writable_only=True)
    assert (count, rows(content)[1][0]) == (1, "hand@x.co")


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("blank", ["", " ", "\u3000 "])
def test_no_cell_begins_a_formula(start, blank):
    assert guard(f"{blank}{start}cmd") == f"'{blank}{start}cmd"
    assert guard(f"'{start}cmd") == f"''{start}cmd"


@given(texts)
def test_a_guard_is_taken_off_once(text):
    assert unguard(guard(text)) == text


@given(st.lists(st.builds(Fields, st.just(""), *[texts] * 6), min_size=1, max_size=6))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_exported_is_imported_as_it_was(sqlite, people):
    with sqlite.writing() as session:
        here, there = (books.team(session, workspace=uuid4().hex) for _ in range(2))
        for number, fields in enumerate(people):
            fields = replace(fields, email=f"{'=+'[number % 2]}p{number}@example.com")
            contacts.add(session, here, person="U1", fields=fields)
    content, count = export(sqlite, here)
    assert count == len(people)
    imports.run(sqlite, there, content)
    assert said(sqlite, there) == said(sqlite, here)


def test_the_longest_texts_and_what_other_products_mean_by_colons_come_back(database, book):
    full = Fields("a@x.co", "=" * 300, "A ::: B", "-" * 300, "@" * 300, "+" * 100, "=" * 3000)
    with database.writing() as session:
        contacts.add(session, book, person="U1", fields=full)
        there = books.team(session, workspace="T2")
    plan, _ = imports.run(database, there, export(database, book)[0])
    assert (plan.label, plan.unusable, plan.ignored) == (
        "Roster export",
        0,
        ["Status", "Products", "Source", "Added"],
    )
    assert said(database, there) == said(database, book)


def said(database, book):
    found = imports.contacts(database, book)
    names = Fields.__dataclass_fields__
    return {key: [getattr(one, name) for name in names] for key, one in found.items()}
