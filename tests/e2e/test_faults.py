"""What goes wrong between Slack, people and Roster: said, never doubled, nothing lost."""

import sqlite3
import threading

import pytest

from bot.playground.faults import Fault
from store import contacts


def everybody(slack):
    with slack.roster.database.reading() as session:
        page = contacts.find(session, slack.team_book(), person=slack.carla.id)
    return [row.contact.email for row in page.rows]


def test_a_form_that_is_submitted_twice_at_once_is_saved_once(slack):
    slack.carla.home()
    slack.carla.click("New contact")
    slack.carla.type("Email", "ann@example.com")
    slack.carla.submit()
    slack.carla.see("ann@example.com was added.")
    submission = next(
        sent for sent in reversed(slack.playground.delivery.sent) if b"view_submission" in sent.body
    )
    replay = slack.playground.delivery.replay
    replays = [threading.Thread(target=replay, args=[submission]) for _ in range(4)]
    for one in replays:
        one.start()
    for one in replays:
        one.join()
    assert everybody(slack) == ["ann@example.com"]


def test_a_repeated_submission_is_answered_like_the_first(slack):
    slack.carla.home()
    slack.carla.click("New contact")
    slack.carla.type("Email", "ann@example.com")
    slack.carla.submit()
    assert slack.playground.delivery.replay().status == 200


def test_an_event_that_slack_delivers_again_is_taken_once(slack):
    slack.carla.drop("contacts.csv", b"email\nann@example.com\n")
    slack.carla.see("1 new")
    slack.playground.events.repeat()
    slack.playground.events.settle()
    slack.carla.click("Import 1 contact")
    slack.carla.see("1 contact added")
    assert slack.carla.screen.text.count("contacts.csv") == 2  # the file, and one message about it


def test_two_people_who_edit_one_contact_are_told_and_nothing_is_lost(slack):
    slack.admit(slack.amir, "Editor")
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    for person in (slack.carla, slack.amir):
        person.home()
        person.click("Edit contact", near="Ann Lee")
        person.see("Update contact")
    slack.amir.type("Company", "Amir’s")
    slack.amir.submit()
    slack.amir.see("Ann Lee was updated.")
    slack.carla.type("Company", "Carla’s")
    slack.carla.type("Phone", "+34 600")
    slack.carla.submit()
    slack.carla.see("Amir Assistant changed this contact while you were editing it.")
    slack.carla.see("Company: Amir’s")
    slack.carla.submit()
    slack.carla.see("Ann Lee was updated.")
    slack.carla.see("Carla’s")


def test_a_refused_email_does_not_hide_what_somebody_else_saved(slack):
    slack.admit(slack.amir, "Editor")
    slack.carla.command("/contacts add ben@example.com Ben Orr")
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.carla.home()
    slack.carla.click("Edit contact", near="Ann Lee")
    slack.amir.home()
    slack.amir.click("Edit contact", near="Ann Lee")
    slack.amir.type("Company", "Amir’s")
    slack.amir.see("Update contact")
    slack.carla.type("Email", "ben@example.com")
    slack.carla.submit()
    slack.carla.see("Ben Orr has this email already.")
    slack.amir.submit()
    slack.amir.see("Ann Lee was updated.")
    slack.carla.type("Email", "anna@example.com")
    slack.carla.submit()
    slack.carla.see("Amir Assistant changed this contact while you were editing it.")


def test_an_edit_of_a_contact_that_was_deleted_meanwhile_is_told(slack):
    slack.admit(slack.amir, "Editor")
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.amir.home()
    slack.amir.click("Edit contact", near="Ann Lee")
    slack.carla.home()
    slack.carla.click("Delete contact", near="Ann Lee")
    slack.carla.submit()
    slack.carla.see("was deleted")
    slack.amir.submit()
    slack.amir.see("not in the book any more")
    assert everybody(slack) == []


def test_a_button_of_an_older_roster_says_so(slack):
    slack.carla.home()
    slack.carla.see("Contacts")
    slack.forge(slack.carla, "contacts.vanished", "1")
    slack.carla.see("older Roster")


@pytest.mark.parametrize("action_id", ["contacts.open", "contacts.edit", "contacts.ask_delete"])
@pytest.mark.parametrize("value", ["999:1", "x", "1:999999", "", "1:1; DROP TABLE contact"])
def test_a_forged_id_finds_nothing(slack, action_id, value):
    slack.cleo.home()
    slack.cleo.see("Personal book")
    slack.forge(slack.cleo, action_id, value)
    slack.cleo.see("any more")


def test_a_contact_of_a_book_one_cannot_see_is_not_there(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    book = slack.team_book()
    slack.cleo.home()
    slack.cleo.see("Personal book")
    value = f"{book.id}:1"
    for action_id in ("contacts.open", "contacts.edit", "favorites.add"):
        slack.forge(slack.cleo, action_id, value)
        slack.cleo.see("any more")
        slack.cleo.close()
    assert "Ann" not in slack.cleo.screen


def test_slack_that_limits_the_rate_is_asked_again(slack):
    slack.carla.home()
    slack.carla.see("Contacts")
    slack.playground.faults.add("views.open", Fault(status=429, retry_after="1"))
    slack.carla.click("New contact")
    slack.carla.see("Add contact")


def test_slack_that_is_too_busy_to_open_a_form_is_named(slack):
    slack.carla.home()
    slack.playground.faults.add("views.open", Fault(status=429, retry_after="30"), times=2)
    slack.carla.click("New contact")
    slack.carla.open_messages()
    slack.carla.see("Slack is busy just now. Please try again in a minute.")


def test_slack_that_fails_for_long_costs_no_import(slack):
    slack.playground.faults.add("chat.postMessage", Fault(status=500), times=4)
    slack.carla.drop("contacts.csv", b"email\nann@example.com\n")
    slack.carla.see("1 new", timeout=30)
    slack.carla.click("Import 1 contact")
    slack.carla.see("1 contact added")


def test_a_locked_database_is_told_and_nothing_is_half_saved(slack, tmp_path):
    slack.carla.home()
    slack.carla.click("New contact")
    slack.carla.type("Email", "ann@example.com")
    blocker = sqlite3.connect(tmp_path / "roster.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    slack.carla.submit()
    slack.carla.see("Roster cannot reach its data just now. Nothing was saved")
    blocker.execute("ROLLBACK")
    blocker.close()
    assert everybody(slack) == []
    slack.carla.submit()
    slack.carla.see("ann@example.com was added.")


def test_a_file_that_slack_cannot_hand_out_at_once_is_fetched_later(slack):
    slack.playground.faults.add("file download", Fault(status=503))
    slack.carla.drop("contacts.csv", b"email\nann@example.com\n")
    slack.carla.see("1 new", timeout=30)


def test_an_unexpected_error_gives_the_person_a_reference(slack, monkeypatch):
    def explode(*_args, **_more):
        raise RuntimeError("a row with ann@example.com")

    slack.carla.home()
    slack.carla.see("Contacts")
    monkeypatch.setattr(contacts, "find", explode)
    slack.carla.click("Favorites")
    slack.carla.see("tell whoever runs Roster this reference")
    assert "ann@example.com" not in slack.carla.screen
