"""Requests that no screen offers, rightly signed: in a whole workspace, nothing comes of them."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.playground.faults import Fault
from bot.playground.people import AMIR, TEAM_ID
from store import books, contacts, groups
from store.contacts import Fields
from store.scopes import Scope

NO_ACCESS = "This book is not there any more, or you have no access to it."
ONLY_LOOK = "You can look at this book, but not change it."
OF_A_CONTACT = [
    "contacts.open",
    "contacts.edit",
    "contacts.ask_delete",
    "favorites.add",
    "grouping.choose",
    "grouping.ask_take_out",
    "inviting.ask_contact",
    "exporting.contact",
]


@pytest.fixture
def vip(slack):
    """A group in the team book with two people in it."""
    slack.fill(2)
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        made = groups.add(session, book, person=slack.carla.id, name="VIP")
        groups.put(session, book, group_id=made.id, scope=Scope())
    return made


def somebody(slack):
    """The address of one contact of the team book."""
    book = slack.team_book()
    with slack.roster.database.reading() as session:
        page = contacts.find(session, book, person=slack.carla.id)
    return f"{book.id}:{page.rows[0].contact.id}"


def size(slack):
    with slack.roster.database.reading() as session:
        return contacts.find(session, slack.team_book(), person=slack.carla.id).total


def submit_instead(slack, right, wrong):
    """Send the last form once more with another text in it, signed; what is answered."""
    sent = [one.content for one in slack.playground.delivery.sent]
    form = next(one for one in reversed(sent) if one["type"] == "view_submission")
    forged = json.loads(json.dumps(form).replace(right, wrong))
    forged["view"]["id"] = "VFORGED"
    return str(slack.playground.delivery.interact(forged, "forged").read())


def test_a_stranger_who_knows_every_number_sees_nobody(slack, vip):
    slack.cleo.home()
    slack.cleo.see("Personal book")
    for action_id in OF_A_CONTACT:
        slack.forge(slack.cleo, action_id, somebody(slack))
        slack.cleo.see(NO_ACCESS)
        slack.cleo.see_no("Person 00")
        slack.cleo.close()
    slack.forge(slack.cleo, "inviting.ask_group", f"{vip.book_id}:{vip.id}")
    slack.cleo.see(NO_ACCESS)
    slack.cleo.see_no("VIP")
    slack.cleo.close()
    slack.cleo.open_messages()
    assert slack.cleo.messages == []


def test_a_viewer_who_forges_the_buttons_of_an_editor_is_told_that_they_may_only_look(slack, vip):
    slack.admit(slack.amir, "Viewer")
    slack.amir.home()
    slack.amir.see("1–2 of 2")
    for action_id in [*OF_A_CONTACT[1:3], *OF_A_CONTACT[4:], "ticks.ask_delete", "groups.add"]:
        slack.forge(slack.amir, action_id, somebody(slack))
        slack.amir.see(ONLY_LOOK)
        slack.amir.close()
    assert size(slack) == 2


def test_an_owner_who_is_made_a_viewer_deletes_nobody_with_the_question_that_is_open(slack, vip):
    slack.admit(slack.amir, "Owner")
    slack.amir.home()
    slack.amir.click("Delete contact", near="Person 000")
    slack.amir.see("This is permanent")
    slack.admit(slack.amir, "Viewer")
    slack.amir.submit()
    slack.amir.see(ONLY_LOOK)
    assert size(slack) == 2


def test_whose_access_is_taken_away_gets_no_invitation_from_the_form_that_is_open(slack, vip):
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    slack.amir.click("Groups")
    slack.amir.click("Open", near="VIP")
    slack.amir.click("Invite to an event")
    slack.amir.type("Title", "Yoga")
    slack.dismiss(slack.amir)
    slack.amir.submit()
    slack.amir.see(NO_ACCESS)
    slack.amir.close()
    slack.amir.open_messages()
    assert slack.amir.messages == []


def test_whose_access_is_taken_away_has_nobody_left_on_their_home_tab(slack, vip):
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    slack.amir.see("Person 000")
    slack.dismiss(slack.amir)
    slack.amir.see("Only you see it.")
    slack.amir.see_no("Person 00")


def test_who_is_no_admin_of_the_workspace_any_more_does_not_own_its_book_by_clicking_on(
    slack, vip, monkeypatch
):
    workspace = slack.playground.workspace
    workspace.people[AMIR.id] = replace(AMIR, is_admin=True)
    slack.amir.home()
    slack.amir.see("Person 000")
    workspace.people[AMIR.id] = AMIR
    monkeypatch.setattr("handlers.access.TRUSTED_FOR", timedelta(0))
    slack.amir.click("Delete contact", near="Person 000")
    slack.amir.see(NO_ACCESS)


def test_what_was_known_of_somebody_holds_until_slack_answers(slack, vip, monkeypatch):
    slack.carla.home()
    slack.carla.see("Person 000")
    monkeypatch.setattr("handlers.access.TRUSTED_FOR", timedelta(0))
    slack.playground.faults.add("users.info", Fault(status=500), times=2)
    slack.carla.click("Favorites")
    slack.carla.see("No favorites yet.")


def test_a_group_of_somebodys_own_book_cannot_be_filled_by_its_number(slack, vip):
    with slack.roster.database.writing() as session:
        own = books.personal(session, workspace=TEAM_ID, person=slack.carla.id)
        secret = groups.add(session, own, person=slack.carla.id, name="Secret")
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    slack.amir.click("Add to group", near="Person 000")
    slack.amir.choose("Group", "VIP")
    slack.amir.submit()
    slack.amir.see("was in it already")
    right, wrong = (f'"value": "{group.id}"' for group in (vip, secret))
    answer = submit_instead(slack, right, wrong)
    assert "This group is not in the book any more." in answer
    assert "Secret" not in answer


def test_a_tick_at_somebody_of_another_book_is_not_taken(slack, vip):
    with slack.roster.database.writing() as session:
        own = books.personal(session, workspace=TEAM_ID, person=slack.carla.id)
        fields = Fields(email="mum@example.com")
        mum = contacts.add(session, own, person=slack.carla.id, fields=fields)
    slack.admit(slack.amir, "Editor")
    slack.amir.command("/contacts")
    slack.amir.click("Select")
    slack.amir.tick("Person 000", "Person 001")
    slack.amir.type("Search", "person")
    slack.amir.submit()
    slack.amir.see("2 ticked")
    number = somebody(slack).partition(":")[2]
    answer = submit_instead(slack, f'"value": "{number}"', f'"value": "{mum.id}"')
    assert "2 ticked" in answer
    assert "mum@example.com" not in answer
