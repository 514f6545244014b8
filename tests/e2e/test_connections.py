"""Connected accounts, from the menu of the page to the last contact: with real consents."""

from datetime import timedelta

import pytest

from store import memberships, products
from store.columns import now
from store.memberships import Terms
from store.sync_models import SyncRun
from store.words import Payment
from tests.e2e.syncing import (
    MICROSOFT,
    account,
    change,
    connect,
    connected,
    open_accounts,
    rows,
)


def sync_now(slack):
    """Carla connects an account, in which somebody is added and somebody is changed, and syncs."""
    which = connected(slack)
    hour = now() - timedelta(hours=1)
    change(slack, SyncRun, started_at=hour, finished_at=hour)
    which.add(first_name="Zoe", emails=["zoe@example.com"])
    somebody = next(one for one in which.people.values() if one.first_name == "Bea")
    which.edit(somebody.id, company="New & Co")
    open_accounts(slack.carla)
    slack.carla.click("Sync now", near=which.email)
    slack.carla.see("is up to date: +1 ~1 −0")
    slack.carla.see("38 contacts and 4 groups")
    slack.carla.click("Sync now", near=which.email)
    slack.carla.see("was synced a moment ago, or is being synced.")
    slack.carla.click("What it did", near=which.email)
    slack.carla.see("+1 ~1 −0")
    slack.carla.see("+37 ~0 −0")
    slack.carla.close(everything=True)
    slack.carla.open_messages()
    assert len(slack.carla.messages) == 1


def test_an_account_is_connected_and_its_contacts_are_there(accounts):
    slack, which = accounts, account(accounts)
    open_accounts(slack.carla)
    slack.carla.see("No account is connected yet.")
    slack.carla.click("Google Contacts")
    slack.carla.see("It only reads.")
    slack.carla.click("‹ All accounts")
    slack.carla.see("No account is connected yet.")

    connect(slack, which)
    slack.carla.see(f"37 contacts and 4 groups from {which.email}")
    slack.carla.see("3 without an email are left out.")
    slack.carla.close(everything=True)
    slack.carla.see("1–25 of 37")
    slack.carla.see(f"37 contacts and 4 groups from {which.email}")
    slack.carla.open_messages()
    slack.carla.see(f"37 contacts and 4 groups from {which.email}")
    assert len(slack.carla.messages) == 1


def test_several_accounts_of_both_kinds_stand_in_the_list(accounts):
    slack = accounts
    clients, home = account(slack), account(slack, "google", 1)
    studio = account(slack, "microsoft")
    connected(slack, clients)
    connected(slack, home)
    connected(slack, studio, provider=MICROSOFT)
    slack.carla.command("/contacts sync")
    slack.carla.see("Active contacts connections")
    for which in (clients, home, studio):
        slack.carla.see(which.email)
    slack.carla.see("37 contacts and 4 groups")
    slack.carla.see("connected by @Carla Coach")
    slack.carla.close(everything=True)
    # Some stand in two accounts, and are one contact.
    slack.carla.command("/contacts find nadia.haddad@example.net")
    slack.carla.see("1–1 of 1")
    slack.carla.click("Open", near="Nadia Haddad")
    slack.carla.see(f"In Google Contacts of {clients.email}")
    slack.carla.see(f"In Google Contacts of {home.email}")


def test_only_some_labels_are_wanted_from_the_beginning(accounts):
    slack, which = accounts, account(accounts)
    open_accounts(slack.carla)
    connect(slack, which, only=["VIP"])
    slack.carla.see(f"8 contacts and 1 group from {which.email}")


def test_labels_are_chosen_later_and_who_is_left_out_leaves(accounts):
    slack, which = accounts, connected(accounts)
    open_accounts(slack.carla)
    slack.carla.click("Choose labels", near=which.email)
    slack.carla.tick("Only those with the labels below")
    slack.carla.submit()
    assert slack.carla.errors == {"Labels": "Choose at least one, or all contacts."}
    slack.carla.choose("Labels", "VIP", "Morning group")
    slack.carla.submit()
    slack.carla.see("is up to date: +0 ~0 −21")
    slack.carla.see(
        "16 contacts and 2 groups  ·  1 without an email is left out  ·  only some labels"
    )
    slack.carla.click("Choose labels", near=which.email)
    assert slack.carla.held("Labels") == "Morning group, VIP"
    slack.carla.tick("All contacts")
    slack.carla.submit()
    slack.carla.see("is up to date: +21 ~0 −0")


def test_a_label_is_found_among_more_than_slack_shows_at_once(accounts):
    slack, which = accounts, account(accounts)
    for number in range(150):
        which.add_group(f"Course {number:03}")
    course = next(one for one in which.groups.values() if one.name == "Course 149")
    which.add(first_name="Zoe", emails=["zoe@example.com"], groups=[course.id])
    connected(slack)
    open_accounts(slack.carla)
    slack.carla.click("Choose labels", near=which.email)
    assert len(slack.carla.offered("Labels")) == 100
    assert slack.carla.offered("Labels", "149") == ["Course 149"]
    slack.carla.tick("Only those with the labels below")
    slack.carla.choose("Labels", "Course 149", query="course 149")
    slack.carla.submit()
    slack.carla.see("is up to date: +0 ~0 −37")
    slack.carla.see("1 contact and 1 group")


def test_sync_now_says_what_it_changed_and_the_list_of_runs_says_it_again(accounts):
    sync_now(accounts)


@pytest.mark.postgres
def test_an_account_is_synced_and_disconnected_on_postgresql(accounts_on_postgres):
    slack = accounts_on_postgres
    sync_now(slack)
    open_accounts(slack.carla)
    slack.carla.click("Disconnect")
    slack.carla.tick("Remove 38 contacts")
    slack.carla.submit()
    slack.carla.see("was disconnected: 38 contacts removed.")
    assert rows(slack) == []


def test_an_account_is_disconnected_and_its_contacts_go_but_for_those_with_more(accounts):
    slack, which = accounts, connected(accounts)
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        given = {"person": slack.carla.id, "terms": Terms(Payment.paid, now().date(), None)}
        yoga = products.add(session, book, person=slack.carla.id, name="Yoga")
        some = {"email": "bea.ruiz@example.com", "product_id": yoga.id}
        memberships.add(session, book, **given, **some)
    assert slack.playground.accounts.google.tokens.knows(which)
    open_accounts(slack.carla)
    slack.carla.click("Disconnect", near=which.email)
    slack.carla.see("1 contact with memberships")
    slack.carla.see("gives its permission back to Google")
    assert slack.carla.link("See it at Google").startswith("https://myaccount.google.com/")
    slack.carla.tick("Remove 36 contacts, keep 1")
    slack.carla.submit()
    slack.carla.see(f"{which.email} was disconnected: 36 contacts removed, 1 contact kept.")
    slack.carla.close()
    slack.carla.see("No account is connected yet.")
    slack.carla.close(everything=True)
    slack.carla.see("1–1 of 1")
    slack.carla.click("Edit contact", near="Bea Ruiz")
    slack.carla.see("Update contact")
    assert not slack.playground.accounts.google.tokens.knows(which)
    assert rows(slack) == []


def test_an_account_is_disconnected_and_its_contacts_stay(accounts):
    slack, which = accounts, connected(accounts)
    open_accounts(slack.carla)
    slack.carla.click("Disconnect", near=which.email)
    slack.carla.tick("Keep all 37 contacts as ordinary contacts")
    slack.carla.submit()
    slack.carla.see(f"{which.email} was disconnected: 37 contacts kept.")
    slack.carla.close(everything=True)
    slack.carla.see("1–25 of 37")
    slack.carla.click("Edit contact", near="Aisha Khan")
    slack.carla.see("Update contact")


def test_microsofts_page_is_named_where_the_consent_is_withdrawn(accounts):
    slack, which = accounts, account(accounts, "microsoft", 1)
    connected(slack, which, provider=MICROSOFT)
    open_accounts(slack.carla)
    slack.carla.click("Disconnect", near=which.email)
    slack.carla.see("Microsoft lets only you withdraw the permission itself")
    assert slack.carla.link("See it at Microsoft") == "https://account.live.com/consent/Manage"
