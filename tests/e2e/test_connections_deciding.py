"""Questions about an account: chosen labels that are gone, messages that ask no more, and another
account than the one that was meant."""

from sqlmodel import select

from store.models import Contact
from store.sync_models import Connection
from store.words import ConnectionState
from tests.e2e.consenting import ALLOW, Walker
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

GONE = "The label VIP is gone in Google Contacts; the 8 contacts that came with it are kept until"
BUTTONS = ["Remove 37 contacts", "Keep all 37 contacts"]


def without_its_label(slack):
    """An account of which one label is wanted, and that label is deleted there."""
    which = account(slack)
    open_accounts(slack.carla)
    connect(slack, which, only=["VIP"])
    slack.carla.see(f"8 contacts and 1 group from {which.email}")
    slack.carla.close(everything=True)
    which.delete_group(next(one.id for one in which.groups.values() if one.name == "VIP"))
    run_again(slack)
    return which


def held(slack):
    """An account that suddenly has nobody any more, as its person is asked about it."""
    which = connected(slack)
    for id in list(which.people):
        which.delete(id)
    run_again(slack)
    slack.carla.open_messages()
    slack.carla.see(f"{which.email}: Google Contacts now lists 0 of 37 contacts; nobody is removed")
    for words in BUTTONS:
        slack.carla.see(words)
    return which


def asks_no_more(slack):
    slack.carla.open_messages()
    for words in BUTTONS:
        slack.carla.see_no(words)


def test_a_chosen_label_that_is_gone_is_named_and_another_one_is_chosen_from_the_message(accounts):
    slack, which = accounts, without_its_label(accounts)
    slack.carla.home()
    slack.carla.see(GONE)
    slack.carla.see("1–8 of 8")
    open_accounts(slack.carla)
    slack.carla.see(GONE)
    slack.carla.see("8 contacts here, 0 in the account  ·  0 groups")
    slack.carla.see("Keep all 8 contacts")
    slack.carla.close(everything=True)
    slack.carla.open_messages()
    slack.carla.see(f"{which.email}: {GONE}")
    slack.carla.see_no("now lists")
    slack.carla.click("Choose labels")
    assert slack.carla.held("Labels") == ""
    slack.carla.choose("Labels", "Morning group")
    slack.carla.submit()
    work(slack)
    slack.carla.see("this is settled")
    slack.carla.see_no("Choose labels")
    open_accounts(slack.carla)
    slack.carla.see("only some labels")
    slack.carla.see_no("is gone in Google Contacts")


def test_a_label_that_is_gone_is_still_named_when_its_contacts_were_let_go(accounts):
    slack, which = accounts, without_its_label(accounts)
    slack.carla.open_messages()
    slack.carla.click("Remove 8 contacts", confirm="Remove 8 contacts")
    work(slack)
    slack.carla.see("this is settled (+0 ~0 −8). 0 contacts and 0 groups from there")
    open_accounts(slack.carla)
    slack.carla.see("The label VIP is gone in Google Contacts: nobody comes from there until")
    slack.carla.click("Choose labels", near=which.email)
    slack.carla.tick("All contacts")
    slack.carla.submit()
    slack.carla.see("is up to date: +37 ~0 −0")
    slack.carla.see_no("is gone in Google Contacts")


def test_whoever_reappears_takes_the_question_out_of_the_message(accounts):
    slack, which = accounts, account(accounts)
    people = [dict(vars(one)) for one in which.people.values()]
    held(slack)
    for one in people:
        which.add(**{name: one[name] for name in ("first_name", "last_name", "emails", "groups")})
    run_again(slack)
    asks_no_more(slack)
    slack.carla.see("this is settled")
    slack.carla.see("37 contacts and 4 groups from there stand here now.")
    assert len(slack.carla.messages) == 2


def test_an_answer_on_the_page_takes_the_question_out_of_the_message(accounts):
    slack = accounts
    held(slack)
    open_accounts(slack.carla)
    slack.carla.see("37 contacts here, 0 in the account  ·  4 groups")
    slack.carla.click("Keep all 37 contacts")
    slack.carla.see("they stay as ordinary contacts.")
    slack.carla.close(everything=True)
    work(slack)
    asks_no_more(slack)
    slack.carla.see("this is settled (+0 ~0 −0, 37 kept)")


def test_an_account_that_is_disconnected_takes_its_question_along(accounts):
    slack, which = accounts, held(accounts)
    open_accounts(slack.carla)
    slack.carla.click("Disconnect", near=which.email)
    slack.carla.see("Roster stops reading this account")
    slack.carla.see("Remove: 37 contacts leave this book.")
    slack.carla.submit()
    slack.carla.see("was disconnected: 37 contacts kept.")
    slack.carla.close(everything=True)
    asks_no_more(slack)


def test_a_question_that_is_none_any_more_says_so_where_it_is_answered(accounts):
    slack = accounts
    held(slack)
    change(slack, Connection, state=ConnectionState.active, trouble="")
    slack.carla.click("Remove 37 contacts", confirm="Remove 37 contacts")
    slack.carla.see("nothing is to be decided")
    asks_no_more(slack)
    assert len(slack.carla.messages) == 2
    with slack.roster.database.reading() as session:
        assert len(session.exec(select(Contact)).all()) == 37


def test_a_question_about_an_account_that_is_gone_is_asked_no_more(accounts):
    slack = accounts
    held(slack)
    with slack.roster.database.writing() as session:
        session.delete(session.merge(rows(slack)[0]))
    slack.carla.click("Keep all 37 contacts")
    slack.carla.see("This account is not connected any more.")
    asks_no_more(slack)


def test_another_account_at_a_reconnect_is_said_before_it_is_added(accounts):
    slack, which, other = accounts, connected(accounts), account(accounts, number=1)
    slack.playground.accounts.google.tokens.end(which)
    run_again(slack)
    slack.carla.open_messages()
    slack.carla.click("Reconnect")
    walker = Walker().go(slack.carla.link("Continue to Google"))
    assert f"login_hint={which.email.replace('@', '%40')}" in walker.address
    walker.submit(account=other.id, **ALLOW)
    assert f'<h1>Add {other.email}?</h1>\n<p class="wrong">This is another account' in walker.body
    assert f">Add {other.email}</button>" in walker.body
    walker.go(walker.address, {"which": "all", "decision": "connect"})
    assert f"{other.email} is connected" in walker.body
    work(slack)
    states = {one.email: one.state for one in rows(slack)}
    assert states == {which.email: ConnectionState.ended, other.email: ConnectionState.active}
