"""Filters as SQL: who meets one, in every list and count alike."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import update

from store import books, contacts, days, favorites, groups, listing, scopes, ticks
from store.contacts import Fields
from store.filters import ANY, EVERYBODY, And, Day, Days, Not, Or, Row, rows_of
from store.models import Contact, Membership, Product
from store.scopes import Scope
from store.words import Payment, Source, Status
from store.work_models import Import

TODAY = date(2026, 3, 10)
YOGA, PILATES, RETREAT, NONE = range(1, 5)
VIP, BERLIN = range(1, 3)
PEOPLE_CSV, NOBODY_CSV = range(7, 9)
PAID, FREE, COMPED = Payment
ACTIVE, EXPIRED, UPCOMING = Status

# Who has what: product, payment, first and last day from today, and whether it was cancelled.
PEOPLE = {
    "ann": [(YOGA, PAID, -30, 0)],
    "bob": [(YOGA, FREE, -60, -1), (PILATES, PAID, -5, None)],
    "cleo": [(YOGA, COMPED, 1, 40), (RETREAT, PAID, -90, -60)],
    "dan": [(PILATES, PAID, -5, 30, True), (YOGA, PAID, 0, None)],
    "eve": [(YOGA, PAID, -9, -3), (YOGA, FREE, -2, 14)],
    "fay": [],
    "gil": [(RETREAT, COMPED, 5, 9, True)],
}
MEET = {
    "everybody": (EVERYBODY, "ann bob cleo dan eve fay gil"),
    "a product": (Row(products=(YOGA,)), "ann bob cleo dan eve"),
    "one of two": (Row(products=(PILATES, RETREAT)), "bob cleo dan gil"),
    "any": (Row(products=ANY), "ann bob cleo dan eve gil"),
    "none": (Not(Row(products=ANY)), "fay"),
    "not one": (Not(Row(products=(YOGA,))), "fay gil"),
    "a deleted one": (Row(products=(99,)), ""),
    "not a deleted one": (Not(Row(products=(99,))), "ann bob cleo dan eve fay gil"),
    "active": (Row(statuses=(ACTIVE,)), "ann bob dan eve"),
    "expired": (Row(statuses=(EXPIRED,)), "bob cleo dan eve gil"),
    "upcoming": (Row(statuses=(UPCOMING,)), "cleo"),
    "active or upcoming": (Row(statuses=(ACTIVE, UPCOMING)), "ann bob cleo dan eve"),
    "lapsed": (And((Row(statuses=(EXPIRED,)), Not(Row(statuses=(ACTIVE,))))), "cleo gil"),
    "one membership": (Row(products=(YOGA,), statuses=(EXPIRED,), payments=(PAID,)), "eve"),
    "two": (And((Row(products=(YOGA,), payments=(PAID,)), Row(payments=(FREE,)))), "eve"),
    "paid or comped": (Row(products=(YOGA,), payments=(PAID, COMPED)), "ann cleo dan eve"),
    "ends soon": (Row(ends=Days(Day(), Day(days=14))), "ann eve"),
    "ends": (Row(ends=Days(first=Day())), "ann cleo eve"),
    "ended": (Row(ends=Days(last=Day(days=-1))), "bob cleo eve"),
    "began": (Row(starts=Days(last=Day(days=-60))), "bob cleo"),
    "begins": (Row(starts=Days(first=Day(on=TODAY + timedelta(days=1)))), "cleo gil"),
    "a group": (Row(groups=(VIP,)), "ann fay"),
    "any group": (Row(groups=ANY), "ann bob fay"),
    "two groups": (Row(groups=(VIP, BERLIN)), "ann bob fay"),
    "group and product": (Row(groups=(VIP,), products=(YOGA,)), "ann"),
    "favorites": (Row(favorite=True), "bob"),
    "no favorites": (Row(favorite=False), "ann cleo dan eve fay gil"),
    "search": (Row(search="AN studio"), "dan"),
    "company": (Row(companies=("Élan YO", "nothing")), "ann"),
    "not every word": (Row(companies=("yoga pilates",)), ""),
    "domain": (Row(domains=("@EXAMPLE.com",)), "ann bob cleo dan"),
    "not its end": (Row(domains=("ample.com", "100%.com")), ""),
    "IDNA": (Row(domains=("bücher.de", "mail.example.org")), "eve fay gil"),
    "source": (Row(sources=(Source.google, Source.csv)), "cleo dan gil"),
    "an import": (Row(imports=(PEOPLE_CSV,)), "dan gil"),
    "not an import": (Not(Row(imports=(PEOPLE_CSV,))), "ann bob cleo eve fay"),
    "any import": (Row(imports=ANY), "dan gil"),
    "no import": (Not(Row(imports=ANY)), "ann bob cleo eve fay"),
    "an import that brought nobody": (Row(imports=(NOBODY_CSV, 99)), ""),
    "import and product": (Row(imports=(NOBODY_CSV, PEOPLE_CSV), products=(YOGA,)), "dan"),
    "added": (Row(added=Days(Day(days=-3), Day(days=-2))), "cleo dan gil"),
    "added since": (Row(added=Days(first=Day(days=-2))), "ann bob cleo eve fay"),
    "or": (Or((Row(products=(RETREAT,)), Row(groups=(BERLIN,)))), "ann bob cleo gil"),
    "brackets": (
        And((Or((Row(groups=(VIP,)), Row(favorite=True))), Row(statuses=(ACTIVE,)))),
        "ann bob",
    ),
    "not brackets": (Not(Or((Row(groups=ANY), Row(statuses=(ACTIVE,))))), "cleo gil"),
}


@pytest.fixture
def people(database, book, monkeypatch):
    """The people above; their ids by name."""
    monkeypatch.setattr(days, "now", lambda: datetime(2026, 3, 10, 12, tzinfo=UTC))
    with database.writing() as session:
        for number, name in enumerate(("Yoga", "Pilates", "Retreat", "None"), 1):
            session.add(Product(id=number, book_id=book.id, name=name, **keys(name)))
        ids = {name: add(session, book, name).id for name in PEOPLE}
        session.flush()
        for name, held in PEOPLE.items():
            for terms in held:
                session.add(membership(book, ids[name], *terms))
        for name, some in (("VIP", "ann fay"), ("Berlin", "bob ann")):
            group = groups.add(session, book, person="U1", name=name)
            for one in some.split():
                groups.put(session, book, group_id=group.id, scope=Scope(contact=ids[one]))
        favorites.add(session, book, person="U1", contact_id=ids["bob"])
        favorites.add(session, book, person="U2", contact_id=ids["ann"])
        for name, day, hour in (("cleo", 8, 0), ("dan", 7, 23), ("gil", 7, 23)):
            at = datetime(2026, 3, day, hour, tzinfo=UTC)
            session.exec(update(Contact).where(Contact.id == ids[name]).values(created_at=at))
        bring(session, book, PEOPLE_CSV, [ids["dan"], ids["gil"]])
        bring(session, book, NOBODY_CSV, [])
    return ids


def keys(name):
    return {"name_key": name.lower(), "sort_key": name.lower()}


def add(session, book, name):
    domain = {"eve": "bücher.de", "fay": "mail.example.org", "gil": "mail.example.org"}
    company = {"ann": "Yoga élan", "bob": "Pilates Yo", "dan": "Studio"}
    fields = Fields(
        f"{name}@{domain.get(name, 'example.com')}", name.title(), company=company.get(name, "")
    )
    source = Source.google if name == "cleo" else Source.hand
    added = contacts.add(session, book, person="U1", fields=fields, source=source)
    added.created_at = datetime(2026, 3, 10, tzinfo=UTC)
    return added


def membership(book, contact_id, product_id, payment, first, last, cancelled=False):
    ends = None if last is None else TODAY + timedelta(days=last)
    return Membership(
        book_id=book.id,
        contact_id=contact_id,
        product_id=product_id,
        payment=payment,
        starts=TODAY + timedelta(days=first),
        ends=ends,
        until=date.min if cancelled else ends or date.max,
        cancelled_at=datetime(2026, 3, 1, tzinfo=UTC) if cancelled else None,
    )


def bring(session, book, id, contact_ids):
    """Let these have come with an import, at the moment at which they came."""
    at = datetime(2026, 3, 7, 23, tzinfo=UTC)
    session.add(Import(id=id, book_id=book.id, person="U1", name="x.csv", label="", started_at=at))
    came = update(Contact).where(Contact.id.in_(contact_ids))
    session.exec(came.values(source=Source.csv, import_id=id))


def found(session, book, scope):
    page = contacts.find(session, book, person="U1", scope=scope)
    return [row.contact.first_name.lower() for row in page.rows]


def test_who_meets_a_filter(database, book, people):
    with database.writing() as session:
        for name, (filter, expected) in MEET.items():
            scope = Scope(filter=filter, viewer="U1")
            ids = sorted(people[one] for one in expected.split())
            assert found(session, book, scope) == expected.split(), name
            assert contacts.count(session, book, scope=scope) == len(ids), name
            assert listing.tally(session, book, scope=scope) == (len(ids), False), name
            assert session.exec(scopes.ids_of(book, scope)).all() == ids, name
            assert scopes.hold(session, book, scope) == len(ids), name


def test_a_filter_narrows_any_scope(database, book, people):
    with database.writing() as session:
        ticks.merge(session, book, person="U1", shown=[], ticked=[people["bob"], people["fay"]])
        chosen = ticks.selection(session, book, person="U1")
        active = Row(statuses=(ACTIVE,))
        for scope, expected in (
            (Scope("an", filter=active), ["ann", "dan"]),
            (Scope(group=VIP, filter=active), ["ann"]),
            (Scope(selection=chosen, filter=active), ["bob"]),
            (Scope(favorites_of="U2", filter=active), ["ann"]),
            (Scope(contact=people["fay"], filter=active), []),
            (Scope(favorites_of="U2", filter=Row(favorite=True), viewer="U1"), []),
        ):
            assert found(session, book, scope) == expected
            assert contacts.count(session, book, scope=scope) == len(expected)


def test_everybody_that_a_filter_shows_can_be_ticked(database, book, people):
    with database.writing() as session:
        for name, (filter, expected) in MEET.items():
            scope = Scope(filter=filter, viewer="U1")
            ticks.clear(session, book, person="U1")
            assert ticks.add_all(session, book, person="U1", scope=scope) == len(expected.split())
            ticked = Scope(selection=ticks.selection(session, book, person="U1"))
            assert found(session, book, ticked) == expected.split(), name


def test_what_another_book_has_gives_nobody_anything(database, book, people):
    """In the other book is one person, with nothing, who but for her groups is like fay."""
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        contacts.add(session, other, person="U1", fields=Fields("zed@mail.example.org", "Zed"))
        for name, (filter, _) in MEET.items():
            scope = Scope(filter=filter, viewer="U1")
            grouped = any(row.groups is not None for row in rows_of(filter))
            like_fay = "fay" in found(session, book, scope) and not grouped
            expected = ["zed"] if like_fay or name == "not brackets" else []
            assert found(session, other, scope) == expected, name


def test_a_day_is_that_of_the_book(database, book, people):
    with database.writing() as session:
        book.timezone = "Pacific/Auckland"  # where it is 1 am on 11 March
        assert found(session, book, Scope(filter=Row(statuses=(UPCOMING,)))) == []
        # cleo was added on the 8th at 1 pm, dan and gil at noon.
        eighth = Day(on=date(2026, 3, 8))
        added = Scope(filter=Row(added=Days(eighth, eighth)))
        assert found(session, book, added) == ["cleo", "dan", "gil"]
