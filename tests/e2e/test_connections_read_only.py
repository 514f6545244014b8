"""Synced contacts and groups: what is offered, what is not, and what forgers are told."""

import json

import pytest

from store import contacts, groups
from tests.e2e.syncing import connected

BEA = "bea.ruiz@example.com"
WHY = "Bea Ruiz comes from Google Contacts and can only be"


@pytest.fixture
def synced(accounts):
    connected(accounts)
    return accounts


def bea(slack):
    with slack.roster.database.reading() as session:
        found = contacts.by_email(session, slack.team_book(), email=BEA)
    return f"{found.book_id}:{found.id}"


def cohort(slack):
    with slack.roster.database.reading() as session:
        found = groups.by_name(session, slack.team_book(), name="Wed cohort")
    return f"{found.book_id}:{found.id}"


def last_form(slack):
    """The last submission, as it was sent."""
    sent = [one.content for one in slack.playground.delivery.sent]
    return next(one for one in reversed(sent) if one["type"] == "view_submission")


def submit_instead(slack, right, wrong):
    """Send the last form once more with another text in it, signed; what is answered."""
    forged = json.loads(json.dumps(last_form(slack)).replace(right, wrong))
    forged["view"]["id"] = "VFORGED"
    return str(slack.playground.delivery.interact(forged, "forged").read())


def test_the_card_says_where_a_contact_is_changed_and_leads_there(synced):
    carla = synced.carla
    carla.command(f"/contacts find {BEA}")
    carla.see("CFO, Acme  ·  Google Contacts")
    carla.see_no("Edit contact")
    carla.see_no("Delete contact")
    carla.click("Open", near="Bea Ruiz")
    carla.see("This contact is changed and deleted in Google Contacts; Roster follows.")
    link = carla.link("Open in Google Contacts")
    assert link.startswith("https://contacts.google.com/person/c")
    carla.click("Open in Google Contacts")
    carla.see_no("Edit contact")
    carla.see_no("Remove from group")


def test_stars_groups_and_memberships_are_for_synced_contacts_too(synced):
    carla = synced.carla
    carla.command("/groups add Friends")
    carla.command(f"/contacts find {BEA}")
    carla.click("Open", near="Bea Ruiz")
    carla.see("View memberships")
    carla.see("This contact is changed")
    carla.click("☆ Add to favorites")
    carla.see("⭐ Bea Ruiz")
    carla.click("Add to group")
    carla.see("Add Bea Ruiz to a group.")
    assert carla.offered("Group") == ["Friends"]
    carla.choose("Group", "Friends")
    carla.submit()
    carla.see("Friends, Wed cohort")
    carla.click("Remove from group")
    assert carla.offered("Group") == ["Friends"]
    carla.close(everything=True)


def test_a_forged_edit_of_a_synced_contact_is_refused_with_the_reason_and_the_way(synced):
    carla = synced.carla
    carla.home()
    synced.forge(carla, "contacts.edit", bea(synced))
    carla.see(f"{WHY} changed there.")
    assert "contacts.google.com/person/" in carla.link("Open in Google Contacts")
    carla.close()
    synced.forge(carla, "contacts.ask_delete", bea(synced))
    carla.see(f"{WHY} deleted there.")
    assert "contacts.google.com/person/" in carla.link("Open in Google Contacts")


def test_a_forged_form_of_a_synced_contact_is_refused_with_the_reason_and_the_way(synced):
    carla = synced.carla
    carla.command("/contacts add own@example.com Own Person")
    with synced.roster.database.reading() as session:
        own = contacts.by_email(session, synced.team_book(), email="own@example.com")
    carla.click("Edit contact")
    carla.type("Company", "Forged Inc")
    carla.submit()
    _, _, id = bea(synced).partition(":")
    right, wrong = f'contact\\":{own.id}', f'contact\\":{id}'
    answer = submit_instead(synced, right, wrong)
    assert f"{WHY} changed there." in answer
    assert "contacts.google.com/person/" in answer
    carla.see("Forged Inc")
    carla.command(f"/contacts find {BEA}")
    carla.see_no("Forged Inc")


def test_a_forged_answer_to_the_question_deletes_no_synced_contact_and_says_why(synced):
    carla = synced.carla
    carla.command("/contacts add own@example.com Own Person")
    with synced.roster.database.reading() as session:
        own = contacts.by_email(session, synced.team_book(), email="own@example.com")
    carla.click("Delete contact")
    carla.see("Delete Own Person (own@example.com)?")
    carla.submit()
    _, _, id = bea(synced).partition(":")
    answer = submit_instead(synced, f'contact\\":{own.id}', f'contact\\":{id}')
    assert f"{WHY} deleted there." in answer
    assert "contacts.google.com/person/" in answer
    assert bea(synced)


def test_bulk_deletion_names_only_those_who_go(synced):
    carla = synced.carla
    carla.command("/contacts add zoe@example.com Zoe Zander")
    carla.home()
    carla.click("Select")
    carla.click("Select all 38")
    carla.click("Delete contacts")
    carla.see("Delete 1 contact?\nZoe Zander\n")
    carla.see_no("Bea Ruiz,")
    carla.close()


def test_bulk_deletion_keeps_synced_contacts_and_says_so(synced):
    carla = synced.carla
    carla.home()
    carla.click("Select")
    carla.click("Select all 37")
    carla.click("Delete contacts")
    carla.see("37 ticked contacts stay: they come from connected accounts")
    carla.close()
    carla.see("1–25 of 37")


def test_synced_groups_are_marked_and_offer_no_change(synced):
    carla = synced.carla
    carla.command("/groups")
    carla.see("Wed cohort")
    carla.see("8 contacts  ·  Google Contacts")
    carla.click("Open", near="Wed cohort")
    carla.see("This group comes from Google Contacts: it is changed there, and Roster follows.")
    carla.see("Invite to an event")
    for offer in ("Rename group", "Delete group", "Remove from group"):
        carla.see_no(offer)
    carla.click("Select")
    carla.see("Add to existing group")
    carla.see_no("Remove from group")


@pytest.mark.parametrize(
    ("action", "done"), [("groups.ask_rename", "renamed"), ("groups.ask_delete", "deleted")]
)
def test_a_forged_change_of_a_synced_group_is_refused_with_the_reason(synced, action, done):
    synced.carla.home()
    synced.forge(synced.carla, action, cohort(synced))
    synced.carla.see(f"Wed cohort comes from Google Contacts and can only be {done} there.")


def test_a_forged_choice_of_a_synced_group_puts_nobody_into_it(synced):
    carla = synced.carla
    carla.command("/groups add Friends")
    with synced.roster.database.reading() as session:
        friends = groups.by_name(session, synced.team_book(), name="Friends")
    carla.command(f"/contacts find {BEA}")
    carla.click("Open", near="Bea Ruiz")
    carla.see("This contact is changed")
    carla.click("Add to group")
    carla.choose("Group", "Friends")
    carla.submit()
    carla.see("Friends, Wed cohort")
    _, _, id = cohort(synced).partition(":")
    answer = submit_instead(synced, f'"value": "{friends.id}"', f'"value": "{id}"')
    assert "Wed cohort comes from Google Contacts and can only be" in answer


def test_an_import_says_that_it_leaves_synced_contacts_and_groups_alone(synced):
    carla = synced.carla
    carla.open_messages()
    rows = f"{BEA},Forged,Wed cohort,38\nnew@example.com,New,Wed cohort,41\n"
    carla.drop("team.csv", f"Email,First name,Group,Shoe size\n{rows}".encode())
    carla.see("Columns not used: Shoe size")
    carla.click("Change…")
    carla.choose("People who are there already", "Update them from the file")
    carla.submit()
    carla.see("Contacts from connected accounts stay as they are.")
    carla.click("Import 1 contact")
    carla.see("1 not put into groups that come from connected accounts: they are changed there.")
    carla.command(f"/contacts find {BEA}")
    carla.see("Bea Ruiz")
