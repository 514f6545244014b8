"""Books: who sees which, who may do what, and nothing of another workspace."""

import pytest
from sqlmodel import SQLModel, func, select

from store import (
    books,
    contacts,
    favorites,
    groups,
    jobs,
    memberships,
    people,
    products,
    segments,
    ticks,
)
from store.columns import now
from store.contacts import Fields
from store.days import FIRST
from store.errors import Gone, NotAllowed, Rejected
from store.filters import Row
from store.memberships import Terms
from store.models import Access, AuditEntry, Book, Person
from store.scopes import Scope
from store.sync import connections
from store.sync_models import Consent, GroupLink, Link, SyncRun, SyncSeen, SyncStream
from store.words import Gift, Kind, Payment, Provider, Role
from store.work_models import ColumnChoice, Import, ImportChange, ImportGift


def remember(session, person, *, workspace="T1", admin=False):
    return people.remember(session, workspace=workspace, person=person, name=person, admin=admin)


def roles(session, person, *, workspace="T1"):
    found = books.seats(session, workspace=workspace, person=person)
    return [(seat.book.kind, seat.role) for seat in found]


@pytest.fixture
def team(database):
    """A team book that Ann owns as an admin, with Ed as editor and Vic as viewer."""
    with database.writing() as session:
        book = books.team(session, workspace="T1")
        for name in ("Ann", "Ed", "Vic", "Out"):
            remember(session, name, admin=name == "Ann")
            books.personal(session, workspace="T1", person=name)
        books.admit(session, book, by="Ann", person="Ed", role=Role.editor)
        books.admit(session, book, by="Ann", person="Vic", role=Role.viewer)
    return book


def test_a_book_is_made_once(database):
    with database.writing() as session:
        first = books.team(session, workspace="T1")
        mine = books.personal(session, workspace="T1", person="Ann")
    with database.writing() as session:
        assert books.team(session, workspace="T1").id == first.id
        assert books.personal(session, workspace="T1", person="Ann").id == mine.id
        assert books.team(session, workspace="T2").id not in (first.id, mine.id)
        assert session.exec(select(func.count()).select_from(Book)).one() == 3


def test_people_see_the_team_book_by_their_access_and_always_their_own(database, team):
    own = (Kind.personal, Role.owner)
    with database.reading() as session:
        assert roles(session, "Ann") == [(Kind.team, Role.owner), own]
        assert roles(session, "Ed") == [(Kind.team, Role.editor), own]
        assert roles(session, "Vic") == [(Kind.team, Role.viewer), own]
        assert roles(session, "Out") == [own]
        assert roles(session, "Nobody") == []


def test_who_brought_roster_in_owns_the_team_book(database):
    with database.writing() as session:
        books.install(session, workspace="T1", person="Ines")
        books.install(session, workspace="T1", person="Ines")
        assert roles(session, "Ines") == [(Kind.team, Role.owner)]


def test_somebody_who_is_no_admin_any_more_loses_the_team_book(database, team):
    with database.writing() as session:
        remember(session, "Ann", admin=False)
        assert (Kind.team, Role.owner) not in roles(session, "Ann")


def test_the_same_person_in_another_workspace_is_a_stranger(database, team):
    with database.writing() as session:
        remember(session, "Ann", workspace="T2", admin=True)
        assert roles(session, "Ann", workspace="T2") == []
        with pytest.raises(Gone):
            books.enter(session, workspace="T2", person="Ann", book_id=team.id)


def test_entering_needs_a_role_that_is_large_enough(database, team):
    with database.reading() as session:
        seat = books.enter(session, workspace="T1", person="Ed", book_id=team.id, needs=Role.editor)
        assert seat.role is Role.editor
        with pytest.raises(NotAllowed, match="owner"):
            books.enter(session, workspace="T1", person="Ed", book_id=team.id, needs=Role.owner)
        with pytest.raises(NotAllowed, match="look at"):
            books.enter(session, workspace="T1", person="Vic", book_id=team.id, needs=Role.editor)


@pytest.mark.parametrize("person", ["Out", "Nobody"])
def test_a_book_that_one_cannot_see_looks_like_one_that_is_not_there(database, team, person):
    with database.reading() as session:
        with pytest.raises(Gone) as hidden:
            books.enter(session, workspace="T1", person=person, book_id=team.id)
        with pytest.raises(Gone) as missing:
            books.enter(session, workspace="T1", person=person, book_id=999)
    assert str(hidden.value) == str(missing.value)


def test_somebody_elses_personal_book_is_not_there_even_for_an_admin(database, team):
    with database.writing() as session:
        theirs = books.personal(session, workspace="T1", person="Out")
        with pytest.raises(Gone):
            books.enter(session, workspace="T1", person="Ann", book_id=theirs.id)


def test_the_choice_of_a_book_is_remembered_while_it_is_allowed(database, team):
    with database.writing() as session:
        mine = books.personal(session, workspace="T1", person="Ed")
        books.choose(session, workspace="T1", person="Ed", book_id=mine.id)
    with database.reading() as session:
        assert books.enter(session, workspace="T1", person="Ed", book_id=None).book.id == mine.id
        assert books.enter(session, workspace="T1", person="Vic", book_id=None).book.id == team.id
    with database.writing() as session:
        books.choose(session, workspace="T1", person="Ed", book_id=team.id)
        remember(session, "Ed")
        books.dismiss(session, team, by="Ann", person="Ed")
    with database.reading() as session:
        assert books.enter(session, workspace="T1", person="Ed", book_id=None).book.id == mine.id


def test_only_owners_decide_who_may_see_the_team_book(database, team):
    with database.writing() as session:
        for person, error in (("Ed", NotAllowed), ("Vic", NotAllowed), ("Out", Gone)):
            with pytest.raises(error):
                books.admit(session, team, by=person, person="Out", role=Role.viewer)
            with pytest.raises(error):
                books.dismiss(session, team, by=person, person="Ed")
        assert [(one.person, one.role) for one in books.people(session, team)] == [
            ("Ed", Role.editor),
            ("Vic", Role.viewer),
        ]


def test_nobody_is_let_into_a_personal_book(database, team):
    with database.writing() as session:
        mine = books.personal(session, workspace="T1", person="Ed")
        with pytest.raises(NotAllowed, match="personal"):
            books.admit(session, mine, by="Ed", person="Vic", role=Role.viewer)


def test_access_can_be_changed_and_taken_and_that_is_on_record(database, team):
    with database.writing() as session:
        books.admit(session, team, by="Ann", person="Vic", role=Role.editor)
        assert {one.role for one in books.people(session, team)} == {Role.editor}
        books.dismiss(session, team, by="Ann", person="Vic")
        books.dismiss(session, team, by="Ann", person="Vic")
        assert [one.person for one in books.people(session, team)] == ["Ed"]
        trail = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in trail] == ["access.given"] * 3 + ["access.taken"]
    assert {(entry.book_id, entry.person) for entry in trail} == {(team.id, "Ann")}


def test_the_team_book_always_keeps_an_owner(database):
    with database.writing() as session:
        book = books.install(session, workspace="T1", person="Ines")
        with pytest.raises(NotAllowed, match="own this book"):
            books.dismiss(session, book, by="Ines", person="Ines")
        with pytest.raises(NotAllowed, match="own this book"):
            books.admit(session, book, by="Ines", person="Ines", role=Role.viewer)
        books.admit(session, book, by="Ines", person="Otto", role=Role.owner)
        books.dismiss(session, book, by="Ines", person="Ines")
        assert [one.person for one in books.people(session, book)] == ["Otto"]
        remember(session, "Ann", admin=True)
        books.dismiss(session, book, by="Ann", person="Otto")
        assert books.people(session, book) == []


def test_a_forgotten_workspace_leaves_nothing_and_the_others_stay(database, team):
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        remember(session, "Zoe", workspace="T2", admin=True)
        books.forget_workspace(session, workspace="T1")
    with database.reading() as session:
        assert session.exec(select(Book.id)).all() == [other.id]
        assert session.exec(select(Person.id)).all() == ["Zoe"]
        assert session.exec(select(Access)).all() == []
        assert session.exec(select(AuditEntry)).all() == []


def rows_left(session, book):
    """How many rows each table has that keeps something of a book."""
    tables = [one for one in SQLModel.metadata.sorted_tables if "book_id" in one.c]
    counted = {
        one.name: select(func.count()).select_from(one).where(one.c.book_id == book.id)
        for one in tables
        if one.name != "person"  # which only remembers the book somebody looks at
    }
    return {name: session.exec(query).one() for name, query in counted.items()}


def fill_with_an_import(session, team, ann):
    """A row in each table that is about imports."""
    done = Import(book_id=team.id, person="Ann", name="x.csv", label="CSV file")
    session.add(done)
    session.flush()
    of_import = {"book_id": team.id, "import_id": done.id, "contact_id": ann.id}
    was = {"before": {}, "after": {}, "updated_at": now(), "updated_by": "Ann"}
    session.add(ImportChange(**of_import, **was))
    session.add(ImportGift(**of_import, kind=Gift.star, thing=0))
    session.add(ColumnChoice(book_id=team.id, header="h", places={}))
    session.flush()


def fill_with_an_account(session, team, ann, vip):
    """A row in each table that is about sync."""
    about = {"person": "Ann", "provider": Provider.google, "place": {}}
    account = {"account": "1", "email": "ann@gmail.com", "secret": b"sealed", "chosen": None}
    one = connections.connect(session, team, **about, **account)
    of_account = {"book_id": team.id, "connection_id": one.id}
    session.add(SyncStream(**of_account, remote_id="contacts"))
    session.flush()
    session.add(SyncSeen(**of_account, stream="contacts", walk=1, page=0))
    session.add(Link(**of_account, remote_id="c1", contact_id=ann.id, stream="contacts", walk=1))
    session.add(GroupLink(**of_account, remote_id="g1", group_id=vip.id, name="VIP"))
    session.add(SyncRun(**of_account))
    session.add(Consent(book_id=team.id, state="s", expires_at=now(), **about))
    session.flush()


def test_nothing_that_a_book_can_hold_outlives_it(database, team):
    with database.writing() as session:
        ann = contacts.add(session, team, person="Ann", fields=Fields(email="ann@example.com"))
        favorites.add(session, team, person="Ann", contact_id=ann.id)
        vip = groups.add(session, team, person="Ann", name="VIP")
        groups.put(session, team, group_id=vip.id, scope=Scope(contact=ann.id))
        ticks.merge(session, team, person="Ann", shown=[ann.id], ticked=[ann.id])
        yoga = products.add(session, team, person="Ann", name="Yoga")
        given = {"email": ann.email, "product_id": yoga.id, "terms": Terms(Payment.paid, FIRST)}
        memberships.add(session, team, person="Ann", **given)
        paid = Row(payments=(Payment.paid,))
        segments.add(session, team, person="Ann", name="Who pays", filter=paid)
        job = jobs.add(session, team, person="Ann", key="k", step="importing.read", data={})
        jobs.attach(session, job, b"email\n")
        fill_with_an_import(session, team, ann)
        fill_with_an_account(session, team, ann, vip)
        before = rows_left(session, team)
        assert all(before.values()), f"this test has to fill {before}"
        books.forget_workspace(session, workspace="T1")
        assert not any(rows_left(session, team).values())


def test_a_book_is_at_home_in_a_time_zone_that_there_is(database, team):
    with database.writing() as session:
        assert team.timezone == "UTC"
        books.set_timezone(session, team, person="Ann", timezone="Europe/Berlin")
        assert team.timezone == "Europe/Berlin"
        for timezone in ("Europe/Atlantis", "", "../../etc/passwd"):
            with pytest.raises(Rejected) as refused:
                books.set_timezone(session, team, person="Ann", timezone=timezone)
            assert refused.value.field == "timezone"
    with database.reading() as session:
        assert books.get(session, book_id=team.id).timezone == "Europe/Berlin"
        [trail] = session.exec(select(AuditEntry).where(AuditEntry.action == "timezone.set"))
        assert trail.person == "Ann"
