"""Contacts: added, read, edited and deleted, one for each email, within one book."""

import pytest
from sqlmodel import func, select

from store import books, contacts, favorites
from store.contacts import Fields
from store.errors import Changed, Gone, Known, Rejected
from store.models import AuditEntry, Contact, Favorite
from store.scopes import Scope
from store.words import Source
from tests.racing import at_once

ANN = Fields(
    email="Ann.Lee@Example.com",
    first_name="Ann",
    last_name="Lee",
    company="Lee Yoga",
    job_title="Coach",
    phone="+1 555 0100",
    notes="Met in May.\nLikes tea.",
)


@pytest.fixture
def ann(database, book):
    with database.writing() as session:
        return contacts.add(session, book, person="U1", fields=ANN)


@pytest.fixture
def other(database):
    with database.writing() as session:
        return books.team(session, workspace="T2")


def trail(session):
    return [entry.action for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id))]


def test_a_contact_is_kept_as_typed(database, book, ann):
    with database.reading() as session:
        kept = contacts.get(session, book, contact_id=ann.id)
    assert Fields(**{name: getattr(kept, name) for name in ANN.__dataclass_fields__}) == ANN
    assert (kept.name, kept.source, kept.version) == ("Ann Lee", Source.hand, 1)
    assert (kept.created_by, kept.updated_by) == ("U1", "U1")


def test_only_the_email_is_needed_and_stands_for_the_name(database, book):
    with database.writing() as session:
        added = contacts.add(session, book, person="U1", fields=Fields(email="bo@example.com"))
    assert added.name == "bo@example.com"


def test_texts_are_cleaned_before_they_are_kept(database, book):
    fields = Fields(
        email=" <bo@example.com> ",
        first_name=" Bo\x00\n",
        last_name="O\ud83dx",
        notes="one\r\ntwo\x00\u2028three ",
    )
    with database.writing() as session:
        added = contacts.add(session, book, person="U1", fields=fields)
    assert (added.email, added.first_name, added.last_name) == ("bo@example.com", "Bo", "O x")
    assert added.notes == "one\ntwo \nthree"


@pytest.mark.parametrize(
    "name", ["O'Brien; DROP TABLE contact", "<!channel>", "🧘‍♀️ Zoë", "‮evil", "李 小龙", "%_\\"]
)
def test_any_name_is_kept_and_found(database, book, name):
    fields = Fields(email="bo@example.com", first_name=name)
    with database.writing() as session:
        added = contacts.add(session, book, person="U1", fields=fields)
        assert added.first_name == name
        page = contacts.find(session, book, person="U1", scope=Scope(name))
    assert [row.contact.id for row in page.rows] == [added.id]


@pytest.mark.parametrize(
    ("field", "limit"),
    [("first_name", 300), ("last_name", 300), ("company", 300), ("job_title", 300)]
    + [("phone", 100), ("notes", 3000)],
)
def test_each_text_has_a_limit_and_fills_it(database, book, field, limit):
    with database.writing() as session:
        full = {field: "é" * limit}
        contacts.add(session, book, person="U1", fields=Fields(email="a@example.com", **full))
        with pytest.raises(Rejected, match=f"{limit:,}") as refused:
            over = {field: "é" * (limit + 1)}
            contacts.add(session, book, person="U1", fields=Fields(email="b@example.com", **over))
    assert refused.value.field == field


@pytest.mark.parametrize("email", ["", "ann", "ann@", "ann@localhost", "a b@example.com"])
def test_a_bad_email_is_refused_at_its_field(database, book, email):
    with database.writing() as session, pytest.raises(Rejected) as refused:
        contacts.add(session, book, person="U1", fields=Fields(email=email))
    assert refused.value.field == "email"
    assert not isinstance(refused.value, Known)


@pytest.mark.parametrize(
    "email", ["ann.lee@example.com", "ANN.LEE@EXAMPLE.COM", "<ａnn.lee@example.com>"]
)
def test_a_known_email_leads_to_the_contact_that_has_it(database, book, ann, email):
    with pytest.raises(Known) as refused, database.writing() as session:
        contacts.add(session, book, person="U2", fields=Fields(email=email, first_name="Other"))
    assert (refused.value.contact.id, refused.value.contact.name) == (ann.id, "Ann Lee")
    assert "Ann.Lee@Example.com" in str(refused.value)


def test_the_same_email_may_stand_in_another_book(database, book, other, ann):
    with database.writing() as session:
        there = contacts.add(session, other, person="U1", fields=ANN)
        assert there.id != ann.id
        assert contacts.by_email(session, other, email="ann.lee@example.com").id == there.id


def test_a_contact_is_looked_up_by_its_email(database, book, other, ann):
    with database.reading() as session:
        assert contacts.by_email(session, book, email="mailto:ANN.LEE@example.com").id == ann.id
        assert contacts.by_email(session, book, email="bo@example.com") is None
        assert contacts.by_email(session, other, email="ann.lee@example.com") is None


def test_an_edit_changes_what_it_names_and_what_is_found(database, book, ann):
    fields = Fields(email="anna@example.org", first_name="Anna", company="Pilates & Co")
    with database.writing() as session:
        edited = contacts.edit(
            session, book, person="U2", contact_id=ann.id, version=1, fields=fields
        )
    assert (edited.name, edited.email, edited.last_name, edited.notes) == (
        "Anna",
        "anna@example.org",
        "",
        "",
    )
    assert (edited.version, edited.created_by, edited.updated_by) == (2, "U1", "U2")
    assert edited.updated_at > edited.created_at
    with database.reading() as session:
        for words, hits in (("lee", 0), ("yoga", 0), ("pilates", 1), ("anna@example.org", 1)):
            assert contacts.find(session, book, person="U1", scope=Scope(words)).total == hits


def test_who_edits_what_somebody_changed_meanwhile_is_told(database, book, ann):
    def edit(session, name):
        fields = Fields(email=ANN.email, first_name=name)
        return contacts.edit(
            session, book, person=name, contact_id=ann.id, version=1, fields=fields
        )

    with database.writing() as session:
        edit(session, "First")
    with pytest.raises(Changed) as refused, database.writing() as session:
        edit(session, "Second")
    assert (refused.value.contact.first_name, refused.value.contact.version) == ("First", 2)


def test_an_edit_to_a_known_email_is_refused_and_changes_nothing(database, book, ann):
    with database.writing() as session:
        bo = contacts.add(session, book, person="U1", fields=Fields(email="bo@example.com"))
        with pytest.raises(Known) as refused:
            contacts.edit(session, book, person="U1", contact_id=bo.id, version=1, fields=ANN)
        assert refused.value.contact.id == ann.id
        assert contacts.get(session, book, contact_id=bo.id).email == "bo@example.com"


def test_an_edit_may_keep_its_email_in_another_spelling(database, book, ann):
    with database.writing() as session:
        edited = contacts.edit(
            session,
            book,
            person="U1",
            contact_id=ann.id,
            version=1,
            fields=Fields(email="ANN.LEE@example.com"),
        )
    assert edited.email == "ANN.LEE@example.com"


def test_deleting_takes_the_stars_and_hands_out_what_was_there(database, book, ann):
    with database.writing() as session:
        favorites.add(session, book, person="U1", contact_id=ann.id)
        deleted = contacts.delete(session, book, person="U1", contact_id=ann.id)
    assert (deleted.name, deleted.email) == ("Ann Lee", ANN.email)
    with database.reading() as session:
        assert session.exec(select(Favorite)).all() == []
        assert contacts.find(session, book, person="U1", scope=Scope("lee")).total == 0
        for gone in (contacts.get,):
            with pytest.raises(Gone):
                gone(session, book, contact_id=ann.id)


def test_a_deleted_contact_is_gone_for_everybody_who_still_sees_it(database, book, ann):
    with database.writing() as session:
        contacts.delete(session, book, person="U1", contact_id=ann.id)
        with pytest.raises(Gone):
            contacts.delete(session, book, person="U1", contact_id=ann.id)
        with pytest.raises(Gone):
            contacts.edit(session, book, person="U1", contact_id=ann.id, version=1, fields=ANN)
        again = contacts.add(session, book, person="U1", fields=ANN)
    assert again.id != ann.id


def test_an_id_of_another_book_is_not_there(database, book, other, ann):
    with database.writing() as session:
        with pytest.raises(Gone):
            contacts.get(session, other, contact_id=ann.id)
        with pytest.raises(Gone):
            contacts.edit(session, other, person="U1", contact_id=ann.id, version=1, fields=ANN)
        with pytest.raises(Gone):
            contacts.delete(session, other, person="U1", contact_id=ann.id)
        assert contacts.count(session, other) == 0
        assert contacts.get(session, book, contact_id=ann.id).version == 1


def test_every_change_is_on_record_and_names_nobody(database, book, ann):
    with database.writing() as session:
        contacts.edit(session, book, person="U1", contact_id=ann.id, version=1, fields=ANN)
        contacts.delete(session, book, person="U1", contact_id=ann.id)
        assert trail(session) == ["contact.added", "contact.edited", "contact.deleted"]
        assert "ann" not in str(session.exec(select(AuditEntry)).all()).lower()


def test_of_eight_who_add_the_same_email_one_does_and_seven_are_led_to_it(database, book):
    def add():
        with database.writing() as session:
            return contacts.add(session, book, person="U1", fields=ANN)

    results = at_once(*[add] * 8)
    added = [result for result in results if isinstance(result, Contact)]
    assert len(added) == 1
    assert [error.contact.id for error in results if isinstance(error, Known)] == [added[0].id] * 7


def test_of_eight_who_edit_one_contact_one_does_and_seven_are_told(database, book, ann):
    def edit(name):
        with database.writing() as session:
            return contacts.edit(
                session,
                book,
                person="U1",
                contact_id=ann.id,
                version=1,
                fields=Fields(email=ANN.email, first_name=name),
            )

    results = at_once(*[lambda name=name: edit(name) for name in "abcdefgh"])
    kept = [result.first_name for result in results if isinstance(result, Contact)]
    assert len(kept) == 1
    told = [error.contact.first_name for error in results if isinstance(error, Changed)]
    assert told == kept * 7


def test_of_two_who_move_to_the_same_email_one_is_led_to_the_other(database, book):
    def move(contact):
        with database.writing() as session:
            return contacts.edit(
                session, book, person="U1", contact_id=contact.id, version=1, fields=ANN
            )

    with database.writing() as session:
        both = [
            contacts.add(session, book, person="U1", fields=Fields(email=f"{name}@example.com"))
            for name in ("bo", "cy")
        ]
    results = at_once(*[lambda contact=contact: move(contact) for contact in both])
    assert sorted(type(result).__name__ for result in results) == ["Contact", "Known"]


def test_starring_a_contact_while_it_is_deleted_leaves_no_star_behind(database, book):
    def star(contact):
        with database.writing() as session:
            favorites.add(session, book, person="U1", contact_id=contact.id)

    def delete(contact):
        with database.writing() as session:
            contacts.delete(session, book, person="U1", contact_id=contact.id)

    for number in range(10):
        with database.writing() as session:
            fields = Fields(email=f"a{number}@example.com")
            one = contacts.add(session, book, person="U1", fields=fields)
        results = at_once(lambda one=one: star(one), lambda one=one: delete(one))
        assert all(result is None or isinstance(result, Gone) for result in results)
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(Favorite)).one() == 0
