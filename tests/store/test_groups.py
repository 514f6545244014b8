"""Groups: named sets of contacts, each name once in a book."""

import pytest
from sqlmodel import select

from store import books, contacts, groups
from store.contacts import Fields
from store.errors import Gone, ReadOnly, Rejected, Taken
from store.models import AuditEntry, Contact, GroupContact
from store.scopes import Scope
from store.words import Source


@pytest.fixture
def vip(database, book):
    with database.writing() as session:
        return groups.add(session, book, person="U1", name="VIP")


@pytest.fixture
def other(database):
    with database.writing() as session:
        return books.team(session, workspace="T2")


@pytest.fixture
def people(database, book):
    with database.writing() as session:
        return [
            contacts.add(session, book, person="U1", fields=Fields(f"p{number}@x.co")).id
            for number in range(4)
        ]


def trail(session):
    return [entry.action for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id))]


@pytest.mark.parametrize(
    "name", ["VIP", "vip", " vip ", "ＶＩＰ", "Vip\t", "V\u200bIP", "\ufeffvip"]
)
def test_a_name_stands_for_one_group_however_it_is_written(database, book, vip, name):
    taken = pytest.raises(Taken, match="already a group called VIP")
    with taken as refused, database.writing() as session:
        groups.add(session, book, person="U2", name=name)
    assert (refused.value.taken.id, refused.value.field) == (vip.id, "name")
    with database.reading() as session:
        assert groups.by_name(session, book, name=name).id == vip.id
        assert groups.by_name(session, book, name="VIPs") is None


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 76])
def test_a_name_has_something_in_it_and_fits(database, book, name):
    with database.writing() as session:
        with pytest.raises(Rejected) as refused:
            groups.add(session, book, person="U1", name=name)
        assert groups.add(session, book, person="U1", name="x" * 75).name == "x" * 75
    assert (refused.value.field, isinstance(refused.value, Taken)) == ("name", False)


def test_two_spaces_within_a_name_make_no_other_group(database, book):
    with database.writing() as session:
        groups.add(session, book, person="U1", name="Early  birds")
        with pytest.raises(Taken):
            groups.add(session, book, person="U1", name="early birds")


def test_a_group_gets_another_name_but_not_that_of_another_group(database, book, vip):
    with database.writing() as session:
        yoga = groups.add(session, book, person="U1", name="Yoga")
    with database.writing() as session:
        rename = {"person": "U1", "group_id": yoga.id}
        assert groups.rename(session, book, name="YOGA", **rename).name == "YOGA"
        with pytest.raises(Taken) as refused:
            groups.rename(session, book, name="vip", **rename)
        with pytest.raises(Rejected):
            groups.rename(session, book, name="", **rename)
        assert groups.get(session, book, group_id=yoga.id).name == "YOGA"
        assert trail(session) == ["group.added"] * 2 + ["group.renamed"]
    assert refused.value.taken.id == vip.id


def test_deleting_a_group_leaves_its_contacts(database, book, vip, people):
    with database.writing() as session:
        assert groups.put(session, book, group_id=vip.id, scope=Scope()) == 4
        deleted, had = groups.delete(session, book, person="U1", group_id=vip.id)
        assert (deleted.name, had) == ("VIP", 4)
        assert contacts.count(session, book) == 4
        assert session.exec(select(GroupContact)).all() == []
        with pytest.raises(Gone):
            groups.delete(session, book, person="U1", group_id=vip.id)
        assert trail(session)[-1] == "group.deleted"


def test_contacts_come_in_once_and_go_out_and_stay_in_the_book(database, book, vip, people):
    with database.writing() as session:
        one, all_of_them = Scope(contact=people[0]), Scope()
        inside = {"group_id": vip.id}
        assert groups.put(session, book, scope=one, **inside) == 1
        assert groups.put(session, book, scope=all_of_them, **inside) == 3
        assert groups.put(session, book, scope=all_of_them, **inside) == 0
        assert [group.id for group in groups.of(session, book, contact_id=people[0])] == [vip.id]
        assert groups.take_out(session, book, scope=one, **inside) == 1
        assert groups.take_out(session, book, scope=one, **inside) == 0
        contacts.delete(session, book, person="U1", contact_id=people[1])
        assert groups.size(session, book, **inside) == 2
        assert groups.take_out(session, book, scope=all_of_them, **inside) == 2
        assert contacts.count(session, book) == 3


def test_groups_of_another_book_are_not_there(database, book, other, vip, people):
    with database.writing() as session:
        theirs = groups.add(session, other, person="U1", name="VIP")
        groups.put(session, book, group_id=vip.id, scope=Scope())
        for act in (
            lambda: groups.get(session, other, group_id=vip.id),
            lambda: groups.rename(session, other, person="U1", group_id=vip.id, name="x"),
            lambda: groups.delete(session, other, person="U1", group_id=vip.id),
            lambda: groups.put(session, other, group_id=vip.id, scope=Scope()),
            lambda: groups.take_out(session, other, group_id=vip.id, scope=Scope()),
        ):
            with pytest.raises(Gone):
                act()
        assert groups.put(session, other, group_id=theirs.id, scope=Scope(contact=people[0])) == 0
        assert groups.put(session, other, group_id=theirs.id, scope=Scope(group=vip.id)) == 0
        assert groups.size(session, other, group_id=vip.id) == 0
        assert groups.of(session, other, contact_id=people[0]) == []
        assert [row.group.id for row in groups.find(session, other).rows] == [theirs.id]
        assert [group.id for group in groups.suggest(session, other, text="v")] == [theirs.id]


def test_the_list_is_in_order_paged_searched_and_says_sizes(database, book, people, monkeypatch):
    monkeypatch.setattr(groups, "CAP", 3)
    with database.writing() as session:
        for name in ("yoga 2", "Ärzte", "Yoga", "beta", "Zürich Yoga"):
            group = groups.add(session, book, person="U1", name=name)
        groups.put(session, book, group_id=group.id, scope=Scope())
        page = groups.find(session, book, size=2)
        assert [row.group.name for row in page.rows] == ["Ärzte", "beta"]
        assert (page.total, page.capped, page.has_previous, page.has_next) == (3, True, False, True)
        page = groups.find(session, book, size=2, after=groups.cursor(page.rows[-1].group))
        assert [row.group.name for row in page.rows] == ["Yoga", "yoga 2"]
        page = groups.find(session, book, size=2, after=groups.cursor(page.rows[-1].group))
        assert [(row.group.name, row.size, row.capped) for row in page.rows] == [
            ("Zürich Yoga", 3, True)
        ]
        page = groups.find(session, book, size=2, before=groups.cursor(page.rows[0].group))
        assert [row.group.name for row in page.rows] == ["Yoga", "yoga 2"]
        found = groups.find(session, book, search="YOGA zur")
        assert [(row.group.name, found.total) for row in found.rows] == [("Zürich Yoga", 1)]
        names = [group.name for group in groups.suggest(session, book, text="yo", limit=2)]
        assert names == ["Yoga", "yoga 2"]
        assert groups.suggest(session, book, text="100%") == []


@pytest.mark.parametrize(
    ("source", "account"),
    [(Source.google, "Google Contacts"), (Source.microsoft, "Office 365")],
)
def test_who_only_an_account_knows_is_grouped_but_not_changed(database, book, vip, source, account):
    ann = Fields("ann@x.co", "Ann", "Lee")
    with database.writing() as session:
        added = contacts.add(session, book, person="U1", fields=ann, source=source)
        assert groups.put(session, book, group_id=vip.id, scope=Scope(contact=added.id)) == 1
        edit = {"contact_id": added.id, "version": 1, "fields": ann}
        with pytest.raises(ReadOnly) as kept:
            contacts.edit(session, book, person="U1", **edit)
        assert str(kept.value) == f"Ann Lee comes from {account} and can only be changed there."
        with pytest.raises(ReadOnly, match="can only be deleted there"):
            contacts.delete(session, book, person="U1", contact_id=added.id)
        assert session.exec(select(Contact.version)).all() == [1]


def test_a_name_that_folds_to_many_letters_does_not_swell_the_cursor(database, book):
    with database.writing() as session:
        for number in range(3):
            groups.add(session, book, person="U1", name="\ufdfa" * 70 + str(number))
        page = groups.find(session, book, size=2)
        assert len(groups.cursor(page.rows[-1].group).sort_key) <= 100
        after = groups.cursor(page.rows[-1].group)
        assert len(groups.find(session, book, size=2, after=after).rows) == 1
