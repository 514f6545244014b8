"""Laws of lists with a filter: they hold just those whom it means, however they are read."""

import csv
import io
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import delete, insert

from store import (
    contacts,
    days,
    exporting,
    filter_ways,
    groups,
    listing,
    matching,
    scopes,
    ticks,
)
from store.contacts import Fields
from store.emails import normalise
from store.filters import Row, join_all
from store.models import Contact, Favorite, GroupContact, Membership, Product
from store.paging import Stretch
from store.scopes import Scope
from store.work_models import Import
from tests.filtering import IMPORTS, TODAY, filters, means, someones

PRODUCTS, GROUPS = [1, 2, 3], [1, 2]
NOON = datetime.combine(TODAY, time(12), UTC)
# How far is counted, read at once, looked ahead and looked along: every way of reading is taken.
LIMITS = {
    "as it is": {},
    "short looks": {(filter_ways, "FIRST_LOOK"): 1, (filter_ways, "SECOND_LOOK"): 2},
    "no short way": {(listing, "SHORT"): -1, (matching, "GLANCE"): 2},
    "short glances": {
        (listing, "SHORT"): 1,
        (listing, "FEW"): 1,
        (matching, "GLANCE"): 3,
        (filter_ways, "FIRST_LOOK"): 2,
        (filter_ways, "SECOND_LOOK"): 4,
    },
    "hardly a count": {
        (listing, "SHORT"): -1,
        (listing, "FEW"): 0,
        (listing, "CAP"): 1,
        (matching, "GLANCE"): 1,
        (filter_ways, "FIRST_LOOK"): 1,
        (filter_ways, "SECOND_LOOK"): 50,
    },
}
searches = st.sampled_from(["", "", "ann", "e lee", "acme"])
# Sets that a list may be about, besides; and what they would be as a filter.
NARROW = {
    "": lambda *_: {},
    "group": lambda *_: {"group": 1},
    "favorites": lambda *_: {"favorites_of": "U1"},
    "selection": lambda session, book: {
        "selection": ticks.selection(session, book, person="U1"),
    },
}
ALSO = {"group": Row(groups=(1,)), "favorites": Row(favorite=True)}


@pytest.fixture(params=LIMITS)
def read(request, database, book, monkeypatch):
    """A book with products and groups, read in one way."""
    monkeypatch.setattr(days, "now", lambda: NOON)
    for (module, name), limit in LIMITS[request.param].items():
        monkeypatch.setattr(module, name, limit)
    with database.writing() as session:
        for id in PRODUCTS:
            name = f"product {id}"
            session.add(Product(id=id, book_id=book.id, name=name, name_key=name, sort_key=name))
        for id in GROUPS:
            assert groups.add(session, book, person="U1", name=f"group {id}").id == id
    return database, book


@given(
    people=st.lists(someones(PRODUCTS, GROUPS), max_size=9),
    filter=filters(PRODUCTS, GROUPS),
    search=searches,
    narrow=st.sampled_from([*NARROW]),
    timezone=st.sampled_from(["UTC", "Pacific/Auckland", "America/Los_Angeles"]),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_list_holds_whom_the_filter_means(read, people, filter, search, narrow, timezone):
    database, book = read
    book.timezone = timezone
    today = days.today(book)
    with people_in(database, book, people) as (session, ids):
        if narrow == "selection":
            ticks.add_all(session, book, person="U1", scope=Scope())
        scope = Scope(search, filter=filter, viewer="U1", **NARROW[narrow](session, book))
        asked = join_all(filter, Row(search=search), ALSO.get(narrow, Row()))
        expected = [id for id, one in ids.items() if means(asked, one, today)]
        check(session, book, scope, in_order(session, book, expected))


def check(session, book, scope, ids):
    """The scope has these contacts, in this order, however it is asked."""
    total = (min(len(ids), listing.CAP), len(ids) > listing.CAP)
    assert listing.tally(session, book, scope=scope) == total
    assert contacts.count(session, book, scope=scope) == len(ids)
    assert session.exec(scopes.ids_of(book, scope)).all() == sorted(ids)
    assert forwards(session, book, scope) == ids
    for at, cursor in enumerate(cursors(session, book, ids)):
        found = listing.find(session, book, scope=scope, stretch=Stretch(2, before=cursor))
        assert found.ids == ids[max(0, at - 3) : at][::-1]
        assert (found.total, found.capped) == total
    assert exported(session, book, scope) == [contact(session, book, id).email for id in ids]
    ticks.clear(session, book, person="U2")
    assert ticks.add_all(session, book, person="U2", scope=scope) == len(ids)


def forwards(session, book, scope):
    page = contacts.find(session, book, person="U1", scope=scope, size=2)
    ids = [row.contact.id for row in page.rows]
    while page.has_next:
        after = contacts.cursor(page.rows[-1].contact)
        page = contacts.find(session, book, person="U1", scope=scope, size=2, after=after)
        ids += [row.contact.id for row in page.rows]
    return ids


def cursors(session, book, ids):
    return [contacts.cursor(contact(session, book, id)) for id in ids]


def in_order(session, book, ids):
    return sorted(ids, key=lambda id: (contact(session, book, id).sort_key, id))


def contact(session, book, id):
    return session.get(Contact, (book.id, id))


def exported(session, book, scope):
    file = io.StringIO()
    exporting.write(session, book, scope=scope, file=file)
    return [row[0] for row in csv.reader(io.StringIO(file.getvalue()))][1:]


@contextmanager
def people_in(database, book, people):
    """A session in which just these people are in the book, each email once; none stays."""
    with database.writing() as session:
        session.exec(delete(Contact).where(Contact.book_id == book.id))
        for id, day in IMPORTS.items():
            at = days.begin(book, day)
            of = {"book_id": book.id, "person": "U1", "name": "x.csv", "label": ""}
            session.add(Import(id=id, started_at=at, **of))
        known = {normalise(one.email).key: one for one in people}
        yield session, {add(session, book, one): one for one in known.values()}
        session.rollback()


def add(session, book, one):
    fields = Fields(one.email, one.first_name, one.last_name, one.company)
    added = contacts.add(session, book, person="U1", fields=fields, source=one.source)
    added.created_at = days.begin(book, one.added)
    added.import_id = one.imported
    session.flush()
    of = {"book_id": book.id, "contact_id": added.id}
    for held in one.memberships:
        until = date.min if held.cancelled else held.ends or date.max
        session.add(
            Membership(
                **of,
                product_id=held.product,
                payment=held.payment,
                starts=held.starts,
                ends=held.ends,
                until=until,
            )
        )
    for group in one.groups:
        session.exec(insert(GroupContact).values(**of, group_id=group))
    for person in ["U1"] if one.starred else ["U2"]:
        session.add(Favorite(**of, person=person))
    session.flush()
    return added.id
