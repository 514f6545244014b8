"""The steps to an invitation that its stories share: a group, its form, what is filled in."""

from datetime import UTC, datetime

from store import contacts, groups
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
