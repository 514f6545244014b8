"""The law of exporting: what goes out into files comes back from them into an empty book."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from store import books, contacts, days, exporting, favorites, groups, membership_export, products
from store.contacts import Fields
from store.errors import Rejected
from store.import_choices import Choices
from store.models import Contact, Favorite, Group, GroupContact, Membership, Product
from store.scopes import Scope
from store.words import Payment
from tests import imports

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOON.date()
PEOPLE = ("ann@x.co", "+bo@x.co", "CY@x.co")
numbers = count()

hostile = st.text(st.sampled_from("'=+-@＝ ab,;:|\"\\\tZé名"), min_size=1, max_size=6)
names = st.sampled_from(["VIP", "A; B", 'the "best"', "starred", "* b", "=1", "'"]) | hostile
texts = st.just("") | hostile
people = st.fixed_dictionaries(
    {
        "fields": st.tuples(*[texts] * 6),
        "groups": st.sets(st.integers(0, 2)),
        "starred": st.booleans(),
    }
)


@st.composite
def held(draw):
    """What somebody has and had of a product: no two on one day but for cancelled ones."""
    spans, day = [], TODAY - timedelta(days=draw(st.integers(0, 12)))
    for _ in range(draw(st.integers(0, 3))):
        day += timedelta(days=draw(st.integers(1, 3)))
        ends = day + timedelta(days=draw(st.integers(0, 5)))
        spans.append((day, ends, None))
        day = ends
    if spans and draw(st.booleans()):
        spans[-1] = (spans[-1][0], None, None)
    for _ in range(draw(st.integers(0, 2))):
        starts = TODAY + timedelta(days=draw(st.integers(-3, 3)))
        spans.append((starts, None, TODAY - timedelta(days=draw(st.integers(0, 3)))))
    given = [(*span, draw(st.sampled_from([*Payment]))) for span in {*spans}]
    return draw(st.permutations(given))


def fill(session, book, group_names, product_names, everybody, has):
    made = [thing for name in group_names if (thing := add(groups, session, book, name))]
    sold = [thing for name in product_names if (thing := add(products, session, book, name))]
    for email, person in zip(PEOPLE, everybody, strict=False):
        fields = Fields(email, *person["fields"])
        one = contacts.add(session, book, person="U1", fields=fields)
        for number in person["groups"]:
            if number < len(made):
                scope = Scope(contact=one.id)
                groups.put(session, book, group_id=made[number].id, scope=scope)
        if person["starred"]:
            favorites.add(session, book, person="U1", contact_id=one.id)
        for product, spans in zip(sold, has, strict=False):
            for span in spans:
                session.add(membership(book, one, product, *span))
    session.flush()


def add(kind, session, book, name):
    try:
        with session.begin_nested():
            return kind.add(session, book, person="U1", name=name)
    except Rejected:
        return None


def membership(book, contact, product, starts, ends, cancelled, payment):
    return Membership(
        book_id=book.id,
        contact_id=contact.id,
        product_id=product.id,
        payment=payment,
        starts=starts,
        ends=ends,
        until=date.min if cancelled else ends or date.max,
        cancelled_at=days.begin(book, cancelled) if cancelled else None,
    )


def seen(session, book):
    """All that a file can say of a book; of groups and products those that somebody has."""
    who = {one.id: one for one in session.exec(select(Contact).where(Contact.book_id == book.id))}
    called = {
        table: {one.id: one.name for one in session.exec(select(table))}
        for table in (Group, Product)
    }

    def of(table):
        return session.exec(select(table).where(table.book_id == book.id)).all()

    def has(one):
        return (
            who[one.contact_id].email,
            called[Product][one.product_id],
            *(str(part) for part in (one.payment, one.starts, one.ends, one.until)),
            one.cancelled_at and str(days.today(book, at=one.cancelled_at)),
        )

    fields = Fields.__dataclass_fields__
    return {
        "contacts": sorted([getattr(one, name) for name in fields] for one in who.values()),
        "groups": sorted(
            (who[one.contact_id].email, called[Group][one.group_id]) for one in of(GroupContact)
        ),
        "stars": sorted((one.person, who[one.contact_id].email) for one in of(Favorite)),
        "memberships": sorted(map(has, of(Membership)), key=str),
    }


def exported(database, book):
    """The two files, as far as anything is in them, each with the choices that it is read by."""
    kinds = {exporting: Choices(), membership_export: Choices(memberships=True)}
    for kind, choices in kinds.items():
        with database.reading() as session:
            spooled = kind.spool(session, book, scope=Scope(viewer="U1"))
        with spooled as file:
            if file.count:
                yield file.file.read(), choices


@given(
    group_names=st.lists(names, min_size=3, max_size=3),
    product_names=st.lists(names, min_size=2, max_size=2),
    everybody=st.lists(people, min_size=1, max_size=3),
    has=st.lists(held(), min_size=2, max_size=2),
    chunk=st.sampled_from([1, 2, 100]),
)
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_book_that_was_exported_comes_back_whole(
    database, group_names, product_names, everybody, has, chunk
):
    number = next(numbers)
    with patch("store.import_writer.CHUNK", chunk), patch("store.days.now", return_value=NOON):
        with database.writing() as session:
            here, there = (books.team(session, workspace=f"{one}{number}") for one in "AB")
            fill(session, here, group_names, product_names, everybody, has)
        for key, (content, choices) in enumerate(exported(database, here)):
            imports.run(database, there, content, choices=choices, key=str(key))
        with database.reading() as session:
            assert seen(session, there) == seen(session, here)
