"""Inviting people to an event: the form, the files and the message that come of it."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from bot.playground.faults import Fault
from store import books, contacts, groups
from store.contacts import Fields
from store.scopes import Scope

WHEN = datetime(2100, 12, 1, 18, tzinfo=UTC)


def group_of(slack, people, name="VIP", emails=()):
    """A group in the team book with so many numbered people in it, and these."""
    slack.fill(people)
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        for email in emails:
            contacts.add(session, book, person=slack.carla.id, fields=Fields(email=email))
        made = groups.add(session, book, person=slack.carla.id, name=name)
        groups.put(session, book, group_id=made.id, scope=Scope())
    return made


def open_form(person, name="VIP"):
    """From the Home tab to the form for everybody in a group."""
    person.home()
    person.click("Groups")
    person.click("Open", near=name)
    person.click("Invite to an event")
    person.see("Make invitation")


def fill_in(person, **changes):
    values = {
        "Title": "Yoga & tea",
        "When": str(int(WHEN.timestamp())),
        "Where": "Studio 2",
        "Link": "https://example.com/meet?a=1&b=2",
        "Note": "Bring a mat.\nAnd tea.",
    }
    for label, value in (values | changes).items():
        person.type(label, value)


def invite(person, **changes):
    fill_in(person, **changes)
    person.submit()
    assert person.errors == {}
    person.see("is in your messages with Roster.")
    person.close()
    person.open_messages()


def event_of(person):
    calendar = icalendar.Calendar.from_ical(person.download("invitation.ics"))
    (event,) = calendar.events
    return calendar, event


def lists_of(person, program, separator):
    """The addresses in the file for a mail program, list by list."""
    content = person.download(f"addresses for {program}.txt").decode()
    return [part.split(separator) for part in content.split("\r\n\r\n") if part]


def test_a_group_is_invited_with_a_calendar_file_and_addresses_to_copy(slack):
    group_of(slack, 3)
    open_form(slack.carla)
    slack.carla.see("For the 3 contacts in VIP.")
    slack.carla.choose("How long", "1 hour 30 minutes")
    invite(slack.carla)
    calendar, event = event_of(slack.carla)
    assert calendar["METHOD"] == "PUBLISH"
    assert (event["SUMMARY"], event["LOCATION"]) == ("Yoga & tea", "Studio 2")
    assert event["URL"] == "https://example.com/meet?a=1&b=2"
    assert (event.start, event.end) == (WHEN, WHEN + timedelta(minutes=90))
    assert "ATTENDEE" not in event
    slack.carla.see("person000@example.com, person001@example.com, person002@example.com")
    slack.carla.see("person000@example.com; person001@example.com; person002@example.com")
    slack.carla.see("Where\nStudio 2")


def test_the_event_is_one_click_away_in_each_calendar(slack):
    group_of(slack, 2)
    open_form(slack.carla)
    invite(slack.carla)
    for near, begins in {
        "Google Calendar": "https://calendar.google.com/calendar/r/eventedit?",
        "work or school": "https://outlook.office.com/calendar/",
        "private account": "https://outlook.live.com/calendar/",
    }.items():
        assert slack.carla.link("Open", near=near).startswith(begins)
        slack.carla.click("Open", near=near)
    assert slack.carla.state["notice"] is None


def test_what_was_not_filled_in_is_an_hour_tomorrow(slack):
    group_of(slack, 1)
    open_form(slack.carla)
    slack.carla.type("Title", "Tea")
    before = datetime.now(UTC)
    slack.carla.submit()
    slack.carla.see("is in your messages with Roster.")
    slack.carla.close()
    slack.carla.open_messages()
    _, event = event_of(slack.carla)
    assert timedelta(hours=24) < event.start - before <= timedelta(hours=25, minutes=1)
    assert (event.start.minute, event.end - event.start) == (0, timedelta(hours=1))


def test_those_who_are_ticked_are_invited_and_stay_ticked(slack):
    slack.fill(30)
    slack.carla.home()
    slack.carla.click("Select")
    slack.carla.tick("Person 000", "Person 003")
    slack.carla.click("Invite to an event")
    slack.carla.see("2 contacts")
    invite(slack.carla)
    slack.carla.see("person000@example.com, person003@example.com")
    slack.carla.home()
    slack.carla.see("2 ticked")


def test_nobody_ticked_is_said_before_the_form(slack):
    slack.fill(3)
    slack.carla.home()
    slack.carla.click("Select")
    slack.carla.click("Invite to an event")
    slack.carla.see("Tick somebody first.")


def test_one_contact_is_invited_from_the_card(slack):
    slack.fill(2)
    slack.carla.home()
    slack.carla.click("Open", near="Person 001")
    slack.carla.click("Invite to an event")
    slack.carla.see("For Person 001.")
    invite_on_card(slack.carla)
    slack.carla.see("write to:")
    slack.carla.see("person001@example.com")
    assert "person000@example.com" not in slack.carla.screen


def invite_on_card(person):
    """As `invite`; the card is still open below the form."""
    fill_in(person)
    person.submit()
    person.see("is in your messages with Roster.")
    person.close(everything=True)
    person.open_messages()


def test_an_empty_group_is_said_before_the_form(slack):
    group_of(slack, 0)
    slack.carla.home()
    slack.carla.click("Groups")
    slack.carla.click("Open", near="VIP")
    slack.carla.click("Invite to an event")
    slack.carla.see("Nobody is in the group VIP yet.")


def test_two_hundred_and_fifty_come_as_lists_of_a_hundred(slack):
    group_of(slack, 250)
    open_form(slack.carla)
    invite(slack.carla)
    everybody = [f"person{number:03}@example.com" for number in range(250)]
    for program, separator in {"Gmail": ", ", "Outlook": "; "}.items():
        lists = lists_of(slack.carla, program, separator)
        assert [len(one) for one in lists] == [100, 100, 50]
        assert [address for one in lists for address in one] == everybody
    slack.carla.see("at most 100 addresses to one email")
    assert "person000@example.com" not in slack.carla.screen


def test_who_cannot_be_reached_is_listed_and_not_written_to(slack):
    bots = [f"noreply+{number:02}@example.com" for number in range(12)]
    group_of(slack, 1, emails=[*bots, "jürgen@example.com", "ann@bücher.example.com"])
    open_form(slack.carla)
    invite(slack.carla)
    slack.carla.see("13 contacts cannot be reached by email")
    slack.carla.see("and 3 more, all in cannot be reached.txt")
    slack.carla.see("ann@xn--bcher-kva.example.com, person000@example.com")
    listed = slack.carla.download("cannot be reached.txt").decode("utf-8-sig")
    assert [line.split("\t")[0] for line in listed.splitlines()] == ["jürgen@example.com", *bots]


@pytest.mark.parametrize(
    ("changes", "label", "complaint"),
    [
        ({"When": "1600000000"}, "When", "This moment is in the past."),
        ({"Link": "ftp://example.com"}, "Link", "A link begins with https://"),
        ({"Title": "\u00a0"}, "Title", "Say what the event is."),
        ({"Title": ""}, "Title", "Please complete this required field."),
    ],
)
def test_what_is_not_right_is_said_at_its_field_and_nothing_is_lost(
    slack, changes, label, complaint
):
    group_of(slack, 1)
    open_form(slack.carla)
    fill_in(slack.carla, **changes)
    slack.carla.submit()
    assert list(slack.carla.errors) == [label]
    assert slack.carla.errors[label].startswith(complaint)
    invite(slack.carla)
    assert event_of(slack.carla)[1]["SUMMARY"] == "Yoga & tea"


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


def test_a_viewer_is_not_offered_to_invite_and_a_forged_click_is_refused(slack):
    group = group_of(slack, 1)
    slack.admit(slack.amir, "Viewer")
    slack.amir.home()
    slack.amir.click("Groups")
    slack.amir.click("Open", near="VIP")
    assert "Invite to an event" not in slack.amir.see("1–1 of 1")
    slack.forge(slack.amir, "inviting.ask_group", f"{group.book_id}:{group.id}")
    slack.amir.see("You can look at this book, but not change it.")


def refused(slack, action, value):
    """Carla's forged click opens a modal that says no."""
    slack.forge(slack.carla, action, value)
    screen = slack.carla.until(lambda screen: screen if screen.kind == "modal" else None)
    assert "any more" in screen
    assert "Make invitation" not in screen
    slack.carla.close()


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


@pytest.fixture
def impatient(monkeypatch):
    """Work that Slack did not take is tried again at the worker's next look."""
    monkeypatch.setattr("bot.worker.AWAY", timedelta(0))


def submit_while_slack_is_down(slack, person):
    """The form is sent, and the work is tried again in a moment."""
    fill_in(person)
    slack.playground.faults.add("conversations.open", Fault(delay=0.5, status=503), times=2)
    person.submit()
    person.see("Making the invitation to Yoga & tea")


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


def test_hostile_words_stay_words(slack):
    group_of(slack, 1, name="<!channel> *VIP*")
    open_form(slack.carla, name="<!channel>")
    slack.carla.see("<!channel> *VIP*")
    hostile = "<!here> *x* <https://evil.example|y>"
    invite(slack.carla, Title=hostile, Where=hostile, Note=hostile)
    slack.carla.see(hostile)
    assert event_of(slack.carla)[1]["SUMMARY"] == hostile
    for entry in slack.playground.log.after(0):
        assert not entry["problems"]
