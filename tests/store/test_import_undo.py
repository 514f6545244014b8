"""Undoing an import: what it did goes, what people did since stays and is named."""

from datetime import date

import pytest
from sqlmodel import select

from store import (
    contacts,
    favorites,
    groups,
    import_undo,
    memberships,
    products,
    segments,
)
from store.contacts import Fields
from store.filters import Row
from store.import_undo import Undone
from store.memberships import Terms
from store.models import AuditEntry, Contact, Group, Membership, MembershipEvent, Product
from store.scopes import Scope
from store.words import ImportState, Payment, Source
from store.work_models import Import, ImportChange, ImportGift
from tests.undoing import Brought, found, seen, state, undo

PAID = Terms(Payment.paid, date(2020, 1, 1))


@pytest.fixture
def there(database, book):
    """Somebody who was in the book before, in a group, starred, with a membership."""
    with database.writing() as session:
        old = contacts.add(session, book, person="U9", fields=Fields("old@x.com", "Olga", "Old"))
        vip = groups.add(session, book, person="U9", name="VIP")
        groups.put(session, book, group_id=vip.id, scope=Scope(contact=old.id))
        yoga = products.add(session, book, person="U9", name="Yoga")
        favorites.add(session, book, person="U9", contact_id=old.id)
        give(session, book, old, yoga)
    return old, vip, yoga


def give(session, book, contact, product, terms=PAID):
    return memberships.add(
        session, book, person="U9", email=contact.email, product_id=product.id, terms=terms
    ).entry.membership


def edit(session, book, contact, **fields):
    known = {name: getattr(contact, name) for name in Fields.__dataclass_fields__}
    return contacts.edit(
        session,
        book,
        person="U9",
        contact_id=contact.id,
        version=contacts.get(session, book, contact_id=contact.id).version,
        fields=Fields(**known | fields),
    )


def emails(database, book):
    with database.reading() as session:
        return sorted(session.exec(select(Contact.email).where(Contact.book_id == book.id)))


def gifts(database):
    with database.reading() as session:
        return session.exec(select(ImportGift)).all() + session.exec(select(ImportChange)).all()


def test_all_that_an_import_did_is_taken_back(database, book, there):
    old, vip, yoga = there
    with database.writing() as session:
        before = seen(session, book)
        one = Brought(session, book)
        made, course = one.make_group("From the file"), one.make_product("Course")
        old = contacts.get(session, book, contact_id=old.id)
        one.change(old, first_name="Olha", company="Öl & Co", notes="new")
        new = one.contact("new@x.com", first_name="Nora")
        for contact in (old, new):
            one.group(contact, made)
            one.star(contact)
            one.give(contact, course)
        one.group(new, vip)
        one.give(new, yoga)
        assert found(session, book, "nora") == ["new@x.com"]
        assert found(session, book, "olha") == ["old@x.com"]
    assert undo(database, book, one.row.id, person="U2") == Undone(
        deleted=1,
        restored=1,
        ungrouped=3,
        unstarred=2,
        taken=3,
        groups_deleted=1,
        products_deleted=1,
    )
    with database.reading() as session:
        assert seen(session, book) == before
        assert found(session, book, "nora") == found(session, book, "olha") == []
        assert found(session, book, "olga") == ["old@x.com"]
        assert session.exec(select(MembershipEvent)).one().person == "U9"
        trail = select(AuditEntry).where(AuditEntry.action == "contacts.import_undone")
        entry = session.exec(trail).one()
    assert (entry.person, entry.count) == ("U2", 2)
    kept = state(database, book, one.row.id)
    assert (kept.state, kept.undone_by) == (ImportState.undone, "U2")
    assert kept.undone_at
    assert import_undo.told(kept) == Undone(1, 1, [], 0, 3, 2, 3, 0, 1, 1)
    assert gifts(database) == []


def test_whom_somebody_edited_since_stays_and_is_named(database, book):
    with database.writing() as session:
        one = Brought(session, book)
        ann, bo, _ = (one.contact(f"{name}@x.com", first_name=name) for name in ("ann", "bo", "cy"))
        edit(session, book, ann, phone="1")
        edit(session, book, bo, email="bob@x.com", first_name="")
    done = undo(database, book, one.row.id)
    assert (done.deleted, done.kept_count, done.kept) == (1, 2, ["ann", "bob@x.com"])
    assert emails(database, book) == ["ann@x.com", "bob@x.com"]


def test_whom_somebody_gave_something_since_stays(database, book, there):
    _, vip, yoga = there
    with database.writing() as session:
        one = Brought(session, book)
        grouped, starred, member, _ = (
            one.contact(f"{name}@x.com", first_name=name) for name in ("gus", "stu", "mo", "no")
        )
        groups.put(session, book, group_id=vip.id, scope=Scope(contact=grouped.id))
        favorites.add(session, book, person="U2", contact_id=starred.id)
        give(session, book, member, yoga)
    done = undo(database, book, one.row.id)
    assert (done.deleted, done.kept) == (1, ["gus", "stu", "mo"])
    with database.reading() as session:
        assert groups.size(session, book, group_id=vip.id) == 2
        assert favorites.is_favorite(session, book, person="U2", contact_id=starred.id)
        assert len(memberships.of(session, book, contact_id=member.id)) == 1


def test_what_the_import_gave_is_nobodys_deed(database, book, there):
    """In a group, starred and a member by the import only: nothing of that keeps a contact."""
    _, vip, yoga = there
    with database.writing() as session:
        one = Brought(session, book)
        new = one.contact("new@x.com")
        one.group(new, vip)
        one.star(new)
        one.give(new, yoga)
    done = undo(database, book, one.row.id)
    assert (done.deleted, done.kept_count) == (1, 0)


def test_stars_of_other_people_stay(database, book, there):
    old, _, _ = there
    with database.writing() as session:
        one = Brought(session, book, by="U3")
        one.star(old)
    assert undo(database, book, one.row.id).unstarred == 1
    with database.reading() as session:
        assert favorites.is_favorite(session, book, person="U9", contact_id=old.id)
        assert not favorites.is_favorite(session, book, person="U3", contact_id=old.id)


DEEDS = {
    "extended": lambda s, b, m: memberships.extend(
        s, b, person="U9", membership_id=m.id, version=1, ends=date(2999, 1, 1)
    ),
    "cancelled": lambda s, b, m: memberships.cancel(
        s, b, person="U9", membership_id=m.id, version=1
    ),
    "paid for otherwise": lambda s, b, m: memberships.change_payment(
        s, b, person="U9", membership_id=m.id, version=1, payment=Payment.comped
    ),
    "cancelled and renewed": lambda s, b, m: (
        DEEDS["cancelled"](s, b, m),
        memberships.renew(s, b, person="U9", membership_id=m.id, version=2, terms=PAID),
    ),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_membership_that_somebody_changed_since_stays_with_its_contact(
    database, book, there, deed
):
    _, _, yoga = there
    with database.writing() as session:
        one = Brought(session, book)
        course = one.make_product("Course")
        ann, bo = one.contact("ann@x.com"), one.contact("bo@x.com")
        changed = one.give(ann, course)
        one.give(bo, course)
        one.give(bo, yoga)
        deed(session, book, changed)
    done = undo(database, book, one.row.id)
    assert (done.taken, done.memberships_kept, done.products_deleted) == (2, 1, 0)
    assert (done.deleted, done.kept) == (1, ["ann@x.com"])
    with database.reading() as session:
        assert len(memberships.of(session, book, contact_id=ann.id)) == 1


def test_each_field_goes_back_unless_somebody_changed_it_since(database, book, there):
    old, _, _ = there
    with database.writing() as session:
        one = Brought(session, book)
        old = contacts.get(session, book, contact_id=old.id)
        one.change(old, first_name="Olha", company="Co", job_title="Boss")
        edit(session, book, old, company="Own", phone="1")
    done = undo(database, book, one.row.id)
    assert (done.restored, done.kept, done.kept_count) == (1, ["Olga Old"], 1)
    with database.reading() as session:
        old = contacts.get(session, book, contact_id=old.id)
        assert found(session, book, "olga own") == ["old@x.com"]
    assert (old.first_name, old.job_title) == ("Olga", "")
    assert (old.company, old.phone, old.updated_by) == ("Own", "1", "U9")
    assert old.version == 4


def test_who_changed_all_that_the_import_changed_keeps_it(database, book, there):
    old, _, _ = there
    with database.writing() as session:
        one = Brought(session, book)
        old = contacts.get(session, book, contact_id=old.id)
        one.change(old, company="Co")
        edit(session, book, old, company="Own")
    done = undo(database, book, one.row.id)
    assert (done.restored, done.kept) == (0, ["Olga Old"])
    with database.reading() as session:
        assert contacts.get(session, book, contact_id=old.id).version == 3


def test_who_changed_another_field_is_not_named(database, book, there):
    old, _, _ = there
    with database.writing() as session:
        one = Brought(session, book)
        old = contacts.get(session, book, contact_id=old.id)
        one.change(old, company="Co")
        edit(session, book, old, phone="1")
    done = undo(database, book, one.row.id)
    assert (done.restored, done.kept_count) == (1, 0)
    with database.reading() as session:
        kept = contacts.get(session, book, contact_id=old.id)
    assert (kept.company, kept.phone, kept.updated_by) == ("", "1", "U9")


def test_who_was_deleted_and_added_again_by_hand_is_another_one(database, book, there):
    old, _, _ = there
    with database.writing() as session:
        one = Brought(session, book)
        old = contacts.get(session, book, contact_id=old.id)
        one.change(old, company="Co")
        new = one.contact("new@x.com")
        one.star(new)
        for contact in (old, new):
            contacts.delete(session, book, person="U9", contact_id=contact.id)
            contacts.add(session, book, person="U9", fields=Fields(contact.email, company="Co"))
        before = seen(session, book)
    assert undo(database, book, one.row.id) == Undone()
    with database.reading() as session:
        assert seen(session, book) == before


def test_a_group_that_the_import_made_stays_with_a_stranger_in_it(database, book, there):
    old, _, yoga = there
    with database.writing() as session:
        one = Brought(session, book)
        made, course = one.make_group("From the file"), one.make_product("Course")
        new = one.contact("new@x.com")
        one.group(new, made)
        one.give(new, course)
        groups.put(session, book, group_id=made.id, scope=Scope(contact=old.id))
        give(session, book, old, course)
    done = undo(database, book, one.row.id)
    assert (done.deleted, done.groups_deleted, done.products_deleted) == (1, 0, 0)
    with database.reading() as session:
        assert groups.size(session, book, group_id=made.id) == 1
        assert products.size(session, book, product_id=course.id) == 1


def test_a_group_that_somebody_renamed_is_theirs(database, book):
    with database.writing() as session:
        one = Brought(session, book)
        made, kept = one.make_group("From the file"), one.make_group("Other")
        course = one.make_product("Course")
        groups.rename(session, book, person="U9", group_id=made.id, name="Mine")
        products.rename(session, book, person="U9", product_id=course.id, name="Mine")
    done = undo(database, book, one.row.id)
    assert (done.groups_deleted, done.products_deleted) == (1, 0)
    with database.reading() as session:
        assert groups.get(session, book, group_id=made.id)
        assert groups.by_name(session, book, name=kept.name) is None
        assert products.get(session, book, product_id=course.id)


def test_a_group_that_a_segment_asks_for_stays(database, book):
    with database.writing() as session:
        one = Brought(session, book)
        made, course = one.make_group("From the file"), one.make_product("Course")
        for name, asked in (("S1", Row(groups=(made.id,))), ("S2", Row(products=(course.id,)))):
            segments.add(session, book, person="U9", name=name, filter=asked)
        one.make_group("Other")
    done = undo(database, book, one.row.id)
    assert (done.groups_deleted, done.products_deleted) == (1, 0)


def test_a_group_that_somebody_deleted_or_emptied_since_is_nothing_to_undo(database, book, there):
    old, vip, _ = there
    with database.writing() as session:
        one = Brought(session, book)
        made = one.make_group("From the file")
        for group in (made, vip):
            one.group(one.contact(f"{group.id}@x.com"), group)
        groups.delete(session, book, person="U9", group_id=made.id)
        groups.take_out(session, book, group_id=vip.id, scope=Scope())
    done = undo(database, book, one.row.id)
    assert (done.deleted, done.ungrouped, done.groups_deleted) == (2, 0, 0)


def test_who_follows_an_account_is_never_deleted_and_loses_only_what_was_given(
    database, book, there
):
    _, vip, _ = there
    with database.writing() as session:
        synced = contacts.add(
            session, book, person="U9", fields=Fields("g@x.com"), source=Source.google
        )
        one = Brought(session, book)
        one.group(synced, vip)
    done = undo(database, book, one.row.id)
    assert (done.deleted, done.ungrouped) == (0, 1)
    assert "g@x.com" in emails(database, book)


def test_of_two_imports_the_later_is_undone_first_and_leaves_no_trace(database, book, there):
    _, vip, yoga = there
    with database.writing() as session:
        before = seen(session, book)
        first = Brought(session, book)
        ann = first.contact("ann@x.com", first_name="Ann")
        first.group(ann, vip)
        between = seen(session, book)
        second = Brought(session, book, by="U2")
        second.change(ann, first_name="Anna", phone="2")
        second.give(ann, yoga)
        second.star(ann)
    assert undo(database, book, second.row.id).restored == 1
    with database.reading() as session:
        assert seen(session, book) == between
    assert undo(database, book, first.row.id) == Undone(deleted=1, ungrouped=1)
    with database.reading() as session:
        assert seen(session, book) == before


def test_of_two_imports_the_earlier_is_undone_first_and_whom_the_other_changed_stays(
    database, book
):
    with database.writing() as session:
        first = Brought(session, book)
        ann, _ = first.contact("ann@x.com", first_name="Ann"), first.contact("bo@x.com")
        second = Brought(session, book)
        second.change(ann, first_name="Anna")
    assert undo(database, book, first.row.id) == Undone(deleted=1, kept=["Anna"], kept_count=1)
    assert undo(database, book, second.row.id) == Undone(restored=1)
    assert emails(database, book) == ["ann@x.com"]


def test_another_import_and_another_book_are_not_touched(database, book, there):
    _, vip, _ = there
    with database.writing() as session:
        one, other = Brought(session, book), Brought(session, book)
        other.row.started_at = one.row.started_at
        for brought in (one, other):
            new = brought.contact(f"{brought.row.id}@x.com")
            brought.group(new, vip)
            brought.star(new)
    assert undo(database, book, one.row.id).deleted == 1
    assert emails(database, book) == [f"{other.row.id}@x.com", "old@x.com"]
    with database.reading() as session:
        assert groups.size(session, book, group_id=vip.id) == 2


def test_nothing_is_left_of_whom_nobody_touched(database, book):
    """Not even what hangs on a contact: no rows without one."""
    with database.writing() as session:
        one = Brought(session, book)
        course = one.make_product("Course")
        one.give(one.contact("ann@x.com"), course)
    undo(database, book, one.row.id)
    with database.reading() as session:
        for table in (Contact, Membership, Product, Group, ImportGift, ImportChange):
            assert session.exec(select(table)).all() == []
        assert session.exec(select(Import)).one().name == "people.csv"
