"""Inviting people when something goes wrong on the way: said, and no address goes astray."""

from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest

from bot.playground.faults import Fault
from store import books, contacts, groups
from store.scopes import Scope
from tests.e2e.invitations import fill_in, group_of, open_form


def refused(slack, action, value):
    """Carla's forged click opens a modal that says no."""
    slack.forge(slack.carla, action, value)
    screen = slack.carla.until(lambda screen: screen if screen.kind == "modal" else None)
    assert "any more" in screen
    assert "Make invitation" not in screen
    slack.carla.close()


def submit_while_slack_is_down(slack, person):
    """The form is sent, and the work is tried again in a moment."""
    fill_in(person)
    slack.playground.faults.add("conversations.open", Fault(delay=0.5, status=503), times=2)
    person.submit()
    person.see("Making the invitation to Yoga & tea")


@pytest.fixture
def impatient(monkeypatch):
    """Work that Slack did not take is tried again at the worker's next look."""
    monkeypatch.setattr("bot.worker.AWAY", timedelta(0))


def test_whoever_has_lost_access_meanwhile_invites_nobody(slack):
    group_of(slack, 1)
    slack.admit(slack.amir, "Editor")
    open_form(slack.amir)
    slack.dismiss(slack.amir)
    fill_in(slack.amir)
    slack.amir.submit()
    assert slack.amir.errors
    slack.amir.close()
    slack.amir.open_messages()
    assert slack.amir.messages == []


@pytest.mark.parametrize("action", ["inviting.ask_group", "inviting.ask_contact"])
def test_a_forged_address_invites_nobody(slack, action):
    group_of(slack, 1)
    slack.carla.home()
    slack.carla.see("1–1 of 1")
    for value in ("", "7", ":", "0:0", "999999:1", "x:y", "²:²"):
        refused(slack, action, value)


def test_the_group_of_another_book_is_not_found(slack):
    own = slack.team_book()
    with slack.roster.database.writing() as session:
        other = books.team(session, workspace="T2")
        made = groups.add(session, other, person="U9", name="Theirs")
    slack.carla.home()
    slack.carla.see("There is nobody in this book yet.")
    for book in (own, other):
        refused(slack, "inviting.ask_group", f"{book.id}:{made.id}")


def test_a_group_that_is_deleted_while_the_form_is_open_is_said_at_the_form(slack):
    group, book = group_of(slack, 1), slack.team_book()
    open_form(slack.carla)
    with slack.roster.database.writing() as session:
        groups.delete(session, book, person=slack.carla.id, group_id=group.id)
    fill_in(slack.carla)
    slack.carla.submit()
    assert list(slack.carla.errors.values()) == ["This group is not in the book any more."]


def test_a_group_that_is_emptied_while_the_form_is_open_is_said_at_the_form(slack):
    group, book = group_of(slack, 1), slack.team_book()
    open_form(slack.carla)
    with slack.roster.database.writing() as session:
        groups.take_out(session, book, group_id=group.id, scope=Scope())
    fill_in(slack.carla)
    slack.carla.submit()
    (complaint,) = slack.carla.errors.values()
    assert complaint.startswith("Nobody is in the group VIP yet.")


def test_a_group_that_is_deleted_while_slack_is_down_is_said_in_the_form(slack, impatient):
    group, book = group_of(slack, 1), slack.team_book()
    open_form(slack.carla)
    submit_while_slack_is_down(slack, slack.carla)
    with slack.roster.database.writing() as session:
        groups.delete(session, book, person=slack.carla.id, group_id=group.id)
    slack.carla.see("could not be made. This group is not in the book any more.", timeout=15)


def test_a_contact_that_is_deleted_while_slack_is_down_is_said_in_the_form(slack, impatient):
    slack.fill(1)
    book = slack.team_book()
    slack.carla.home()
    slack.carla.click("Open", near="Person 000")
    slack.carla.click("Invite to an event")
    submit_while_slack_is_down(slack, slack.carla)
    with slack.roster.database.writing() as session:
        (row,) = contacts.find(session, book, person=slack.carla.id).rows
        contacts.delete(session, book, person=slack.carla.id, contact_id=row.contact.id)
    slack.carla.see("Nobody whom you wanted to invite is in the book any more.", timeout=15)


def test_whoever_loses_access_while_slack_is_down_gets_no_addresses(slack, impatient):
    book = slack.team_book()
    group_of(slack, 1)
    slack.admit(slack.amir, "Editor")
    open_form(slack.amir)
    submit_while_slack_is_down(slack, slack.amir)
    with slack.roster.database.writing() as session:
        books.dismiss(session, book, by=slack.carla.id, person=slack.amir.id)
    slack.amir.see("could not be made.", timeout=15)
    slack.amir.close()
    slack.amir.open_messages()
    assert slack.amir.messages == []


def test_a_form_that_was_closed_still_leads_to_one_message(slack):
    group_of(slack, 1)
    open_form(slack.carla)
    fill_in(slack.carla)
    slack.playground.faults.add("conversations.open", Fault(delay=0.5))
    slack.carla.submit()
    slack.carla.close()
    slack.carla.open_messages()
    slack.carla.see("person000@example.com")
    assert len(slack.carla.messages) == 2


def test_a_form_that_is_sent_twice_makes_one_invitation(slack):
    group_of(slack, 1)
    open_form(slack.carla)
    fill_in(slack.carla)
    slack.carla.submit()
    slack.carla.see("is in your messages with Roster.")
    sent = [one for one in slack.playground.delivery.sent if "view_submission" in one.what]
    assert slack.playground.delivery.replay(sent[-1]).status == 200
    slack.carla.close()
    slack.carla.open_messages()
    assert len(slack.carla.messages) == 2


def test_a_file_host_that_is_busy_is_tried_again_until_all_is_there(slack, impatient):
    group_of(slack, 1)
    open_form(slack.carla)
    fill_in(slack.carla)
    slack.playground.faults.add("files.completeUploadExternal", Fault(status=503), times=2)
    slack.carla.submit()
    slack.carla.see("is in your messages with Roster.", timeout=15)


def test_an_invitation_that_is_sent_again_is_the_same_event_to_every_calendar(slack, impatient):
    group_of(slack, 1)
    open_form(slack.carla)
    fill_in(slack.carla)
    lost = Fault(status=503, after=True)
    slack.playground.faults.add("files.completeUploadExternal", lost, times=2)
    slack.carla.submit()
    slack.carla.see("is in your messages with Roster.", timeout=15)
    slack.carla.close()
    files = [one for message in slack.carla.messages for one in message["files"]]
    found = [slack.playground.workspace.files.by_id[one["id"]].content for one in files]
    events = [icalendar.Calendar.from_ical(content).events[0] for content in found]
    assert len(events) > 1
    assert len({event["UID"] for event in events}) == 1
    told = [one for one in slack.carla.messages if "Invitation to" in one["text"]]
    assert len(told) == 1


def test_a_message_that_slack_does_not_take_at_once_does_not_double_the_files(slack, impatient):
    group_of(slack, 1)
    open_form(slack.carla)
    fill_in(slack.carla)
    slack.playground.faults.add("chat.postMessage", Fault(status=503), times=2)
    slack.carla.submit()
    slack.carla.see("is in your messages with Roster.", timeout=15)
    slack.carla.close()
    assert sum(len(message["files"]) for message in slack.carla.messages) == 1


def test_what_slack_never_takes_is_given_up_and_said(slack, monkeypatch):
    monkeypatch.setattr("bot.worker.pause", lambda *_: timedelta(0))
    known = slack.playground.workspace.manifest
    fewer = known.scopes - {"files:write"}
    slack.playground.workspace.manifest = replace(known, scopes=fewer)
    group_of(slack, 1)
    open_form(slack.carla)
    fill_in(slack.carla)
    slack.carla.submit()
    slack.carla.see("The invitation to Yoga & tea could not be made. Please try again", timeout=15)
    slack.carla.close()
    slack.carla.open_messages()
    assert slack.carla.messages == []
