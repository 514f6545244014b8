"""The groups of an account: their names, who is in them, and that only the account changes them."""

import pytest

from store import bulk, contacts, groups, ticks
from store.bulk import Deed, Kind
from store.contacts import Fields
from store.errors import ReadOnly, ReadOnlyGroup
from store.scopes import Scope
from store.sync import connections
from store.sync.source import Habits, RemoteGroup, RemotePerson
from store.words import Source
from tests.store.sync.syncing import Account, person

ANA, BEA = "ana@example.org", "bea@example.org"
BY_NAME = Habits(lists_all_groups=False)


def named(id, *names):
    """Somebody who brings the names of their groups along."""
    return RemotePerson(
        id, f"{id}@example.org", groups=tuple(RemoteGroup(f"name:{one}", one) for one in names)
    )


def with_groups(syncing, **names):
    """An account with these groups, by remote id; Ana is in all of them, Bea in none."""
    account, id = syncing.connect(Account(groups=names))
    account.put(person("ana", groups=[*names]))
    account.put(person("bea"))
    syncing.run()
    return account, id


def the_group(syncing, name):
    with syncing.database.reading() as session:
        return groups.by_name(session, syncing.book, name=name)


def test_labels_arrive_as_groups_with_those_who_are_in_them(syncing):
    with_groups(syncing, g1="Wed cohort", g2="VIP")
    assert syncing.groups() == {"Wed cohort": {ANA}, "VIP": {ANA}}
    assert the_group(syncing, "VIP").source is Source.google


def test_people_come_into_groups_and_go_out_of_them(syncing):
    account, id = with_groups(syncing, g1="Wed cohort")
    account.put(person("ana"))
    account.put(person("bea", groups=["g1"]))
    syncing.again()
    assert syncing.groups() == {"Wed cohort": {BEA}}
    assert syncing.counts(id) == (0, 2, 0, 0)


def test_a_label_that_is_renamed_is_the_same_group(syncing):
    account, _ = with_groups(syncing, g1="Wed cohort")
    before = the_group(syncing, "Wed cohort").id
    account.groups["g1"] = "Thu cohort"
    syncing.again()
    assert syncing.groups() == {"Thu cohort": {ANA}}
    assert the_group(syncing, "Thu cohort").id == before


def test_a_label_that_is_deleted_takes_nobody_along(syncing):
    account, _ = with_groups(syncing, g1="Wed cohort")
    del account.groups["g1"]
    syncing.again()
    assert syncing.groups() == {}
    assert len(syncing.contacts()) == 2


def test_a_name_that_the_book_has_already_stands_beside_it(syncing):
    with syncing.database.writing() as session:
        groups.add(session, syncing.book, person="U1", name="VIP")
    account, _ = with_groups(syncing, g1="vip", g2="Vip")
    assert syncing.groups() == {
        "VIP": set(),
        "vip (ana@example.org)": {ANA},
        "Vip (ana@example.org 2)": {ANA},
    }
    account.groups["g1"] = "VIPs"
    syncing.again()
    assert "VIPs" in syncing.groups()


@pytest.mark.parametrize("name", ["", " \x00 ", "A" * 300, "<!channel>"])
def test_no_name_of_a_group_stops_a_run(syncing, name):
    account, _ = with_groups(syncing, g1=name, g2=name)
    assert [*syncing.groups().values()] == [{ANA}, {ANA}]
    account.groups["g1"] = "Plain"
    syncing.again()
    assert syncing.groups()["Plain"] == {ANA}


def test_a_group_whose_name_comes_later_gets_those_who_were_in_it(syncing):
    account, _ = syncing.connect()
    account.put(person("ana", groups=["g1"]))
    syncing.run()
    assert syncing.groups() == {}
    account.groups["g1"] = "Wed cohort"
    syncing.again()
    assert syncing.groups() == {"Wed cohort": {ANA}}


def test_a_category_is_a_group_as_long_as_somebody_is_in_it(syncing):
    account, _ = syncing.connect(Account(habits=BY_NAME))
    account.put(named("ana", "Red", "Blue"))
    account.put(named("bea", "Red"))
    syncing.run()
    assert syncing.groups() == {"Red": {ANA, BEA}, "Blue": {ANA}}
    account.put(named("ana", "Red"))
    syncing.again()
    assert syncing.groups() == {"Red": {ANA, BEA}}
    account.remove("ana")
    account.remove("bea")
    syncing.again()
    assert syncing.groups() == {}
    account.put(named("ana", "Blue"))
    syncing.again()
    assert syncing.groups() == {"Blue": {ANA}}


def test_a_folder_that_is_no_more_is_still_a_category(syncing):
    account, _ = syncing.connect(Account(habits=BY_NAME, groups={"name:Red": "Red", "e": "Empty"}))
    account.put(named("ana", "Red"))
    syncing.run()
    assert syncing.groups() == {"Red": {ANA}, "Empty": set()}
    account.groups.clear()
    syncing.again()
    assert syncing.groups() == {"Red": {ANA}}


def test_two_people_with_one_email_are_in_the_groups_of_both(syncing):
    account, _ = syncing.connect(Account(groups={"g1": "One", "g2": "Two"}))
    account.put(person("a", ANA, groups=["g1"]))
    account.put(person("b", ANA, groups=["g2"]))
    account.put(person("c"))
    syncing.run()
    assert syncing.groups() == {"One": {ANA}, "Two": {ANA}}
    account.remove("a")
    syncing.again()
    assert syncing.groups() == {"One": set(), "Two": {ANA}}


def test_a_contact_that_is_kept_leaves_the_groups_of_the_account(syncing):
    account, _ = with_groups(syncing, g1="Wed cohort")
    with syncing.database.writing() as session:
        vip = groups.add(session, syncing.book, person="U1", name="VIP")
        groups.put(session, syncing.book, group_id=vip.id, scope=Scope("ana"))
    account.remove("ana")
    syncing.again()
    assert syncing.groups() == {"VIP": {ANA}, "Wed cohort": set()}


def test_an_own_contact_comes_into_the_groups_of_the_account(syncing):
    with syncing.database.writing() as session:
        contacts.add(session, syncing.book, person="U1", fields=Fields(ANA))
    account, _ = with_groups(syncing, g1="Wed cohort")
    assert syncing.groups() == {"Wed cohort": {ANA}}
    account.remove("ana")
    syncing.again()
    assert syncing.groups() == {"Wed cohort": set()}
    assert ANA in syncing.contacts()


def test_only_the_people_of_chosen_groups_are_wanted(syncing):
    account, id = syncing.connect(Account(groups={"g1": "One", "g2": "Two"}), chosen=["g1"])
    account.put(person("ana", groups=["g1", "g2"]))
    account.put(person("bea", groups=["g2"]))
    account.put(person("cis"))
    syncing.run()
    assert [*syncing.contacts()] == [ANA]
    assert syncing.groups() == {"One": {ANA}}
    with syncing.database.reading() as session:
        listed = connections.groups_of(session, syncing.book, connection_id=id)
    assert [(group.name, group.group_id is None) for group in listed] == [
        ("One", False),
        ("Two", True),
    ]
    account.put(person("ana", groups=["g2"]))
    syncing.again()
    assert [*syncing.contacts()] == []


def test_choosing_otherwise_reads_all_anew_and_asks_nobody(syncing):
    account, id = syncing.connect(Account(groups={"g1": "One", "g2": "Two"}))
    for at in range(40):
        account.put(person(f"p{at}", groups=["g1"] if at else ["g2"]))
    syncing.run()
    syncing.steer("choose", person="U1", connection_id=id, chosen=["g2"])
    syncing.run()
    assert [*syncing.contacts()] == ["p0@example.org"]
    assert syncing.groups() == {"Two": {"p0@example.org"}}
    syncing.steer("choose", person="U1", connection_id=id, chosen=None)
    syncing.run()
    assert len(syncing.contacts()) == 40
    assert len(syncing.groups()["One"]) == 39


def test_a_person_cannot_change_what_comes_from_an_account(syncing):
    with_groups(syncing, g1="Wed cohort")
    group, ana = the_group(syncing, "Wed cohort"), syncing.contacts()[ANA]
    here, everybody = {"group_id": group.id}, {"scope": Scope(contact=ana.id)}
    for verb, about in (
        (groups.rename, {"person": "U1", "name": "Other"}),
        (groups.delete, {"person": "U1"}),
        (groups.put, everybody),
        (groups.take_out, everybody),
    ):
        with (
            syncing.database.writing() as session,
            pytest.raises(ReadOnlyGroup, match="Wed cohort comes from Google Contacts"),
        ):
            verb(session, syncing.book, **here, **about)
    with syncing.database.writing() as session, pytest.raises(ReadOnly):
        contacts.delete(session, syncing.book, person="U1", contact_id=ana.id)
    assert syncing.groups() == {"Wed cohort": {ANA}}


def test_many_contacts_cannot_be_put_into_it_either(syncing):
    with_groups(syncing, g1="Wed cohort")
    group, bea = the_group(syncing, "Wed cohort"), syncing.contacts()[BEA]
    with syncing.database.writing() as session:
        ticks.merge(session, syncing.book, person="U1", shown=[bea.id], ticked=[bea.id])
        with pytest.raises(ReadOnlyGroup):
            bulk.begin(
                *(session, syncing.book),
                person="U1",
                key="k",
                deed=Deed(Kind.group, group.id),
                step="bulk.run",
                data={},
            )
    with syncing.database.reading() as session:
        assert ticks.count(session, syncing.book, person="U1") == 1


def test_only_own_groups_are_offered_to_be_filled(syncing):
    with_groups(syncing, g1="Wed cohort")
    with syncing.database.writing() as session:
        groups.add(session, syncing.book, person="U1", name="Wed own")
        found = groups.suggest(session, syncing.book, text="wed", only_own=True)
        everything = groups.suggest(session, syncing.book, text="wed")
    assert [group.name for group in found] == ["Wed own"]
    assert len(everything) == 2
