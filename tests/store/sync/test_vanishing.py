"""Who is gone but stands in the book until somebody decides, and chosen labels that are gone."""

import pytest

from store import groups
from store.scopes import Scope
from store.sync import connections, vanishing
from store.sync.departing import Departing
from store.sync.source import Habits
from store.sync.vanishing import Vanished
from store.sync_models import GroupLink
from store.words import ConnectionState
from tests.samples_connections import connection
from tests.store.sync.syncing import Account, person

KEPT = "contacts that came with it are kept until you decide."


def vips(syncing, size=7, *, chosen=("g1",), **about):
    """An account of whose people those with a label are wanted."""
    account, id = syncing.connect(
        Account(groups={"g1": "VIPs", "g2": "Yoga"}, **about), chosen=[*chosen]
    )
    for at in range(size):
        account.put(person(f"p{at}", groups=["g1"]))
    account.put(person("other"))
    syncing.run()
    return account, id


def delete(account, label="g1"):
    """Delete a label at the account: its people stay, without it."""
    del account.groups[label]
    for one in [*account.everybody()]:
        if any(group.remote_id == label for group in one.groups):
            account.put(person(one.remote_id))


def vanished(syncing, id):
    with syncing.database.reading() as session:
        found = connections.get(session, syncing.book, connection_id=id)
        return vanishing.vanished(session, syncing.book, connection=found)


def test_a_chosen_label_that_is_deleted_is_named_as_the_reason(syncing):
    account, id = vips(syncing)
    delete(account)
    syncing.again()
    held = syncing.connection(id)
    assert held.state is ConnectionState.held
    assert held.trouble == f"The label VIPs is gone in Google Contacts; the 7 {KEPT}"
    assert vanished(syncing, id) == Vanished(Departing(7, 0, 0, 7), 0, ["VIPs"])
    syncing.again(hours=2)
    assert syncing.connection(id).trouble == held.trouble
    assert syncing.told[1:] == [("held", id)]


def test_a_chosen_label_that_is_deleted_is_asked_about_however_few_came_with_it(syncing):
    account, id = vips(syncing, 1)
    delete(account)
    syncing.again()
    assert [*syncing.contacts()] == ["p0@example.org"]
    assert syncing.connection(id).trouble == (
        "The label VIPs is gone in Google Contacts; the contact that came with it is kept until "
        "you decide."
    )


def test_the_last_few_who_leave_a_label_that_is_still_there_go_without_a_question(syncing):
    account, id = vips(syncing, 2)
    account.put(person("p0"))
    account.put(person("p1"))
    syncing.again()
    assert syncing.contacts() == {}
    assert syncing.connection(id).state is ConnectionState.active


def test_a_label_that_comes_back_is_a_group_again(syncing):
    account, id = vips(syncing)
    people = [*account.everybody()]
    delete(account)
    syncing.again()
    assert syncing.groups() == {}
    account.groups["g1"] = "VIPs again"
    for one in people:
        account.put(one)
    syncing.again(hours=2)
    assert len(syncing.groups()["VIPs again"]) == 7
    assert vanished(syncing, id) == Vanished(present=7)


def test_the_label_is_still_named_after_its_contacts_went(syncing):
    account, id = vips(syncing, 2)
    delete(account)
    syncing.again()
    syncing.steer("decide", person="U1", connection_id=id, decision="remove")
    syncing.run()
    assert syncing.contacts() == {}
    assert syncing.connection(id).state is ConnectionState.active
    assert vanished(syncing, id) == Vanished(lost=["VIPs"])


def test_when_others_are_chosen_the_label_is_forgotten(syncing):
    account, id = vips(syncing)
    delete(account)
    syncing.again()
    account.put(person("p1", groups=["g2"]))
    syncing.steer("choose", person="U1", connection_id=id, chosen=["g2"])
    syncing.run()
    assert [*syncing.contacts()] == ["p1@example.org"]
    assert [row.name for row in syncing.rows(GroupLink)] == ["Yoga"]
    assert vanished(syncing, id) == Vanished(present=1)


def test_while_another_chosen_label_is_there_nothing_is_said_of_labels(syncing):
    account, id = vips(syncing, chosen=("g1", "g2"))
    delete(account)
    syncing.again()
    assert syncing.connection(id).trouble == (
        "Google Contacts now lists 0 of 7 contacts; nobody is removed here until you decide."
    )
    assert vanished(syncing, id).lost is None


def test_a_category_is_gone_when_nobody_is_in_it(syncing):
    account, id = vips(syncing, habits=Habits(lists_all_groups=False))
    delete(account)
    syncing.again()
    assert syncing.connection(id).trouble.startswith("The label VIPs is gone")
    syncing.steer("decide", person="U1", connection_id=id, decision="remove")
    syncing.run()
    assert vanished(syncing, id) == Vanished(lost=[])


def test_what_deciding_would_do_counts_only_those_who_are_gone(syncing):
    account, id = vips(syncing, 40)
    with syncing.database.writing() as session:
        friends = groups.add(session, syncing.book, person="U1", name="Friends")
        groups.put(session, syncing.book, group_id=friends.id, scope=Scope("p0@example.org"))
    account.put(person("twin", "p39@example.org", groups=["g1"]))
    syncing.again()
    for at in [*range(30), 39]:
        account.remove(f"p{at}")
    syncing.again()
    assert vanished(syncing, id) == Vanished(Departing(30, own=0, kept=1, going=29), 10)


@pytest.mark.parametrize(
    ("names", "contacts", "says"),
    [
        (["VIPs"], 1, "The label VIPs is gone in Google Contacts; the contact that came with it"),
        (["A", "B"], 7, "The labels A and B are gone in Google Contacts; the 7 contacts that came"),
        (["A", "B", "C", "D", "E"], 7, "The labels A, B, C and 2 more are gone"),
        (
            [],
            7,
            "The chosen labels are gone in Google Contacts; the 7 contacts that came",
        ),
        (["x" * 300], 7, f"The label {'x' * 60} is gone"),
    ],
)
def test_the_sentence_names_a_few_labels(names, contacts, says):
    told = vanishing.said(connection(0), Vanished(Departing(contacts, 0, 0, contacts), 0, names))
    assert told.startswith(says)
    assert told.endswith("kept until you decide.")
