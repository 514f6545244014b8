"""Inviting people to an event: the form, the files and the message that come of it."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from tests.e2e.invitations import WHEN, fill_in, group_of, open_form


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
    assert timedelta(hours=23) < event.start - before < timedelta(hours=26)
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


@pytest.mark.postgres
def test_a_group_and_the_ticked_are_invited_on_postgresql_too(slack_on_postgres):
    slack = slack_on_postgres
    group_of(slack, 30)
    open_form(slack.carla)
    invite(slack.carla, Title="All")
    slack.carla.see("person000@example.com, person001@example.com")
    slack.carla.home()
    slack.carla.click("All contacts")
    slack.carla.see_no("Group VIP")
    slack.carla.click("Select")
    slack.carla.tick("Person 000", "Person 003")
    slack.carla.click("Invite to an event")
    slack.carla.see("2 contacts")
    invite(slack.carla, Title="Two")
    slack.carla.see("person000@example.com, person003@example.com")


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


def test_a_viewer_is_not_offered_to_invite_and_a_forged_click_is_refused(slack):
    group = group_of(slack, 1)
    slack.admit(slack.amir, "Viewer")
    slack.amir.home()
    slack.amir.click("Groups")
    slack.amir.click("Open", near="VIP")
    assert "Invite to an event" not in slack.amir.see("1–1 of 1")
    slack.forge(slack.amir, "inviting.ask_group", f"{group.book_id}:{group.id}")
    slack.amir.see("You can look at this book, but not change it.")


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
