"""Imports beside accounts: what comes from an account is left alone, and takes over at an undo."""

from sqlmodel import select

from store import groups, import_things
from store.import_undo import Undone
from store.models import Contact, Group
from store.words import Source
from tests.store.sync.syncing import Account, person
from tests.undoing import Brought, undo

ANA, BEA, CIS = (f"{name}@example.org" for name in ("ana", "bea", "cis"))


def brought(syncing, *emails):
    with syncing.database.writing() as session:
        came = Brought(session, syncing.book)
        for email in emails:
            came.contact(email, first_name="From the file")
    return came.row


def test_undoing_an_import_leaves_to_the_account_whom_it_has(syncing):
    row = brought(syncing, ANA, BEA)
    account, _ = syncing.connect(Account(groups={"g1": "Wed cohort"}))
    account.put(person("ana", first="Ana", groups=["g1"]))
    account.put(person("cis"))
    syncing.run()
    before = syncing.contacts()[ANA]
    assert (before.first_name, before.source) == ("From the file", Source.csv)
    undone = undo(syncing.database, syncing.book, row.id)
    assert undone == Undone(deleted=1)
    after = syncing.contacts()
    assert sorted(after) == [ANA, CIS]
    found = after[ANA]
    assert (found.id, found.first_name, found.source) == (before.id, "Ana", Source.google)
    assert syncing.groups() == {"Wed cohort": {ANA}}
    account.put(person("ana", first="Berta"))
    syncing.again()
    assert syncing.contacts()[ANA].first_name == "Berta"


def test_whom_somebody_edited_since_stays_theirs(syncing):
    row = brought(syncing, ANA)
    account, _ = syncing.connect()
    account.put(person("ana", first="Ana"))
    syncing.run()
    with syncing.database.writing() as session:
        contact = session.exec(select(Contact)).one()
        contact.updated_at = syncing.now
    assert undo(syncing.database, syncing.book, row.id).kept_count == 1
    assert syncing.contacts()[ANA].source is Source.csv


def test_an_import_puts_nobody_into_a_group_of_an_account(syncing):
    account, _ = syncing.connect(Account(groups={"g1": "Wed cohort"}))
    account.put(person("ana", groups=["g1"]))
    syncing.run()
    with syncing.database.writing() as session:
        mine = groups.add(session, syncing.book, person="U1", name="VIP").id
        theirs = groups.by_name(session, syncing.book, name="Wed cohort").id
        held = import_things.held(session, syncing.book, Group, ids={mine, theirs})
    assert held == {mine}
