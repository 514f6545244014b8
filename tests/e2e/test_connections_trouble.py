"""Accounts that make trouble, and people who may not: what is said, and what nobody loses."""

from datetime import timedelta

from bot.playground.accounts.faults import Fault
from store.columns import now
from store.sync_models import Connection, SyncRun, SyncStream
from store.words import ConnectionState
from tests.e2e.consenting import keep_out, let_in
from tests.e2e.syncing import (
    account,
    change,
    connect,
    connected,
    open_accounts,
    rows,
    run_again,
    work,
)


def empty(which):
    """Take everybody out of an account."""
    for id in list(which.people):
        which.delete(id)


def held(slack):
    """An account that suddenly has nobody any more."""
    which = connected(slack)
    empty(which)
    run_again(slack)
    slack.carla.open_messages()
    slack.carla.see("now lists 0 of 37 contacts")
    return which


def people_there(slack):
    slack.carla.command("/contacts")
    slack.carla.see("1–25 of")
    found = slack.carla.screen.text
    slack.carla.close()
    return found


def test_a_consent_that_has_ended_is_told_once_and_given_again_from_that_message(accounts):
    slack, which = accounts, connected(accounts)
    slack.playground.accounts.google.tokens.end(which)
    run_again(slack)
    slack.carla.open_messages()
    slack.carla.see(f"{which.email} is not synced any more")
    slack.carla.home()
    slack.carla.see("has to be connected again.")
    slack.carla.click("See accounts")
    slack.carla.see("Reconnect")
    slack.carla.close(everything=True)

    slack.carla.open_messages()
    assert len(slack.carla.messages) == 2
    slack.carla.click("Reconnect")
    let_in(slack.carla.link("Continue to Google"), which)
    slack.carla.close(everything=True)
    slack.carla.see_no("is not synced any more")
    assert len(slack.carla.messages) == 2
    assert [one.state for one in rows(slack)] == [ConnectionState.active]
    slack.carla.home()
    slack.carla.see("1–25 of 37")
    slack.carla.see_no("has to be connected again.")


def test_an_account_is_connected_again_from_the_list(accounts):
    slack, which = accounts, connected(accounts)
    slack.playground.accounts.google.tokens.end(which)
    run_again(slack)
    slack.carla.open_messages()
    slack.carla.see("is not synced any more")
    open_accounts(slack.carla)
    slack.carla.click("Reconnect")
    let_in(slack.carla.link("Continue to Google"), which)
    slack.carla.see(f"37 contacts and 4 groups from {which.email}")
    assert len(rows(slack)) == 1


def test_nobody_is_warned_where_the_whole_is_to_be_read_again_but_was_just_now(accounts):
    slack, which = accounts, connected(accounts)
    which.delete(next(iter(which.people)))
    which.remembered = which.version
    open_accounts(slack.carla)
    connect(slack, which)
    work(slack)
    slack.carla.see(f"Reading {which.email}")
    slack.carla.see_no("tries again")
    assert [(one.trouble, one.failures) for one in rows(slack)] == [("", 0)]
    change(slack, SyncStream, whole_at=now() - timedelta(hours=1))
    run_again(slack)
    slack.carla.see(f"36 contacts and 4 groups from {which.email}")


def test_an_account_whose_key_is_lost_is_connected_again_from_its_menu(accounts):
    slack, which = accounts, connected(accounts)
    change(slack, Connection, secret=b"sealed with a key that is gone")
    run_again(slack)
    open_accounts(slack.carla)
    slack.carla.see("Roster has not got the key that opens this account.")
    slack.carla.click("Reconnect", near=which.email)
    let_in(slack.carla.link("Continue to Google"), which)
    slack.carla.see(f"37 contacts and 4 groups from {which.email}")
    assert [one.trouble for one in rows(slack)] == [""]


def test_a_mass_removal_waits_for_a_person_who_lets_it_happen(accounts):
    slack, which = accounts, account(accounts)
    held(slack)
    assert "1–25 of 37" in people_there(slack)
    slack.carla.open_messages()
    slack.carla.click("Remove 37 contacts", confirm="Remove 37 contacts")
    slack.carla.see(f"Who is gone from {which.email}: they are being removed.")
    work(slack)
    slack.carla.home()
    slack.carla.see("There is nobody in this book yet.")
    slack.carla.see_no("until you decide")


def test_a_mass_removal_can_leave_everybody_as_an_ordinary_contact(accounts):
    slack = accounts
    held(slack)
    slack.carla.home()
    slack.carla.see("nobody is removed here until you decide.")
    slack.carla.click("See accounts")
    slack.carla.click("Keep all 37 contacts")
    slack.carla.see("they stay as ordinary contacts.")
    slack.carla.close(everything=True)
    work(slack)
    slack.carla.home()
    slack.carla.see("1–25 of 37")
    slack.carla.see("Edit contact")


def test_a_question_is_not_hidden_by_a_run_that_fails_later(accounts):
    slack = accounts
    held(slack)
    slack.playground.accounts.google.faults.add("people", Fault(status=503))
    run_again(slack)
    slack.carla.home()
    slack.carla.see("now lists 0 of 37 contacts; nobody is removed here until you decide.")
    slack.carla.see_no("cannot answer at the moment")
    slack.carla.click("See accounts")
    slack.carla.see("now lists 0 of 37 contacts; nobody is removed here until you decide.")
    slack.carla.see("The last run did not get to its end: Google cannot answer at the moment.")
    slack.carla.click("Keep all 37 contacts")
    slack.carla.see("they stay as ordinary contacts.")


def test_a_question_that_was_answered_is_not_answered_twice(accounts):
    slack = accounts
    slack.admit(slack.amir, "Editor")
    which = held(slack)
    slack.amir.home()
    slack.amir.click("See accounts")
    slack.amir.see("Remove 37 contacts")
    slack.carla.click("Keep all 37 contacts")
    slack.carla.see("they stay as ordinary contacts.")
    work(slack)
    slack.amir.click("Remove 37 contacts", confirm="Remove 37 contacts")
    slack.amir.see("nothing is to be decided: it was already, or they are there again.")
    assert "1–25 of 37" in people_there(slack)
    assert which.people == {}


def test_a_provider_that_fails_at_first_is_said_where_it_was_begun_and_tried_again(accounts):
    slack, which = accounts, account(accounts)
    slack.playground.accounts.google.faults.add("people", Fault(status=503))
    open_accounts(slack.carla)
    connect(slack, which)
    slack.carla.see("Roster tries again")
    run_again(slack)
    slack.carla.see(f"37 contacts and 4 groups from {which.email}")


def test_a_run_that_fails_is_said_where_it_was_asked_for(accounts):
    slack, which = accounts, connected(accounts)
    work(slack)
    hour = now() - timedelta(hours=1)
    change(slack, SyncRun, started_at=hour, finished_at=hour)
    slack.playground.accounts.google.faults.add("people", Fault(status=503))
    open_accounts(slack.carla)
    slack.carla.click("Sync now", near=which.email)
    slack.carla.see("Roster tries again")
    slack.carla.click("What it did", near=which.email)
    slack.carla.see("Google cannot answer at the moment.")


def test_while_an_account_is_read_it_says_so(accounts):
    slack, which = accounts, account(accounts)
    slack.playground.accounts.google.faults.add("people", Fault(delay=1))
    open_accounts(slack.carla)
    connect(slack, which)
    slack.carla.see(f"Reading {which.email}…")
    slack.carla.see(f"37 contacts and 4 groups from {which.email}")


def test_whoever_closes_the_modal_is_told_in_the_messages(accounts):
    slack, which = accounts, account(accounts)
    slack.playground.accounts.google.faults.add("people", Fault(delay=1))
    open_accounts(slack.carla)
    connect(slack, which)
    slack.carla.see(f"Reading {which.email}…")
    slack.carla.close(everything=True)
    slack.carla.open_messages()
    slack.carla.see(f"37 contacts and 4 groups from {which.email}")
    assert len(slack.carla.messages) == 1


def test_an_account_that_was_not_synced_for_a_day_is_named_on_the_page(accounts):
    slack, which = accounts, connected(accounts)
    change(slack, Connection, synced_at=now() - timedelta(hours=25))
    slack.admit(slack.amir, "Viewer")
    slack.carla.home()
    slack.carla.see(f"{which.email}  ·  Google Contacts: was not synced for more than a day.")
    slack.amir.home()
    slack.amir.see("1–25 of 37")
    slack.amir.see_no("was not synced")
    slack.amir.see_no("Sync contacts")


def test_where_nothing_is_set_up_there_is_nothing_to_sync(slack):
    slack.carla.home()
    slack.carla.see("Import contacts (.csv)")
    slack.carla.see_no("Sync contacts")
    slack.carla.command("/contacts sync")
    slack.carla.see("Whoever runs Roster has not set up any accounts to connect.")


def test_a_permission_that_was_not_ticked_is_said_in_the_modal_where_it_was_begun(accounts):
    slack, which = accounts, account(accounts)
    open_accounts(slack.carla)
    slack.carla.click("Google Contacts")
    keep_out(slack.carla.link("Continue to Google"), which, do="continue")
    slack.carla.see("No account was connected. The permission to see contacts was not ticked")
    connect(slack, which)
    slack.carla.see(f"37 contacts and 4 groups from {which.email}")


def test_whoever_does_not_allow_it_finds_the_ways_to_connect_again_and_no_message(accounts):
    slack, which = accounts, account(accounts)
    open_accounts(slack.carla)
    slack.carla.click("Google Contacts")
    keep_out(slack.carla.link("Continue to Google"), which, do="cancel")
    slack.carla.see("No account was connected. Roster was not let into the account.")
    slack.carla.see("Roster only reads")
    slack.carla.close(everything=True)
    slack.carla.open_messages()
    assert not slack.carla.messages


def test_a_viewer_connects_nothing(accounts):
    accounts.admit(accounts.amir, "Viewer")
    accounts.amir.command("/contacts sync")
    accounts.amir.see("You can look at this book, but not change it.")


def test_whoever_lost_access_is_told_nothing_of_the_account_any_more(accounts):
    slack, which = accounts, account(accounts, "google", 1)
    slack.admit(slack.amir, "Editor")
    open_accounts(slack.amir)
    slack.amir.click("Google Contacts")
    start = slack.amir.link("Continue to Google")
    let_in(start, which)
    slack.amir.see("5 contacts and 2 groups")
    slack.amir.close(everything=True)
    slack.dismiss(slack.amir)
    slack.playground.accounts.google.tokens.end(which)
    run_again(slack)
    slack.carla.home()
    slack.carla.see("has to be connected again.")
    slack.amir.open_messages()
    slack.amir.see_no("is not synced any more")
