"""Groups, as a person makes, fills, opens, renames and deletes them."""

import pytest


@pytest.fixture
def carla(slack):
    slack.fill(30)
    slack.carla.home()
    slack.carla.see("1–25 of 30")
    return slack.carla


def make(person, name, *people):
    """A group with these people from the first page in it."""
    person.click("Select")
    person.tick(*people)
    person.click("Create group")
    person.see("will be in it.")
    person.type("Name", name)
    person.submit()
    person.see(f"added to “{name}”.")
    person.click("Done")
    person.see_no("ticked")


def test_a_book_without_groups_says_how_to_make_one(carla):
    carla.click("Groups")
    carla.see("There are no groups yet.")


def test_the_ticked_become_a_group_in_one_go(carla):
    make(carla, "VIP", "Person 000", "Person 003")
    carla.click("Groups")
    carla.see("VIP")
    carla.see("2 contacts")
    carla.click("Open", near="VIP")
    carla.see("Person 003")
    carla.see("1–2 of 2")
    assert "Person 001" not in carla.screen


def test_an_empty_group_is_made_by_its_name_alone(carla):
    carla.click("Groups")
    carla.click("New group")
    carla.type("Name", "Yoga 101")
    carla.submit()
    carla.see("The group Yoga 101 was made.")
    carla.see("0 contacts")
    carla.click("Open", near="Yoga 101")
    carla.see("Nobody is in this group yet.")


@pytest.mark.parametrize("again", ["VIP", " vip ", "ｖｉｐ"])
def test_a_name_means_one_group_however_it_is_written(carla, again):
    make(carla, "VIP", "Person 000")
    carla.click("Groups")
    carla.click("New group")
    carla.type("Name", again)
    carla.submit()
    assert carla.errors["Name"] == "There is already a group called VIP."


def test_a_group_can_be_searched_and_paged_like_the_book(slack, carla):
    carla.click("Select")
    carla.click("Select all 30")
    carla.see("30 ticked")
    carla.click("Create group")
    carla.see("will be in it.")
    carla.type("Name", "Everybody")
    carla.submit()
    carla.see("30 contacts added to “Everybody”.")
    carla.click("Done")
    carla.see_no("ticked")
    carla.click("Groups")
    carla.click("Open", near="Everybody")
    carla.see("1–25 of 30")
    carla.click("Next ›")
    carla.see("26–30 of 30")
    carla.type("Search", "person 00", enter=True)
    carla.see("1–10 of 10 matching “person 00”")
    carla.click("Clear search")
    carla.see("1–25 of 30")


def test_a_contact_is_added_from_its_menu_and_the_card_shows_all_its_groups(carla):
    make(carla, "VIP", "Person 000")
    make(carla, "Yoga", "Person 001")
    carla.click("Add to group", near="Person 000")
    carla.see("Add Person 000 to a group.")
    carla.choose("Group", "Yoga")
    carla.submit()
    carla.see("1 contact added to “Yoga”.")
    carla.click("Open", near="Person 000")
    carla.see("VIP, Yoga")


def test_a_group_can_be_made_where_an_existing_one_was_asked_for(carla):
    carla.click("Open", near="Person 007")
    carla.see("Invite to an event")
    carla.click("Add to group")
    carla.click("Create a new group instead")
    carla.see("Person 007 will be in it.")
    carla.type("Name", "Mondays")
    carla.submit()
    carla.see("Groups")
    carla.see("Mondays")
    carla.close()
    carla.see("1 contact added to “Mondays”.")


def test_who_is_in_the_group_already_is_said(carla):
    make(carla, "VIP", "Person 000")
    carla.click("Select")
    carla.tick("Person 000", "Person 001")
    carla.click("Add to existing group")
    carla.see("Add 2 contacts to a group.")
    carla.choose("Group", "VIP")
    carla.submit()
    carla.see("1 contact added to “VIP”. 1 was in it already.")


def test_somebody_is_removed_from_the_opened_group_and_stays_in_the_book(carla):
    make(carla, "VIP", "Person 000", "Person 001")
    carla.click("Groups")
    carla.click("Open", near="VIP")
    carla.see("1–2 of 2")
    carla.click("Remove from group", near="Person 000")
    carla.see("1 contact removed from “VIP”.")
    carla.see("1–1 of 1")
    carla.click("All contacts")
    carla.see("1–25 of 30")


def test_a_card_removes_from_one_of_its_groups(carla):
    make(carla, "VIP", "Person 000")
    carla.click("Open", near="Person 000")
    carla.see("Invite to an event")
    carla.click("Remove from group")
    carla.choose("Group", "VIP")
    carla.submit()
    carla.see_no("Remove from group")
    carla.see("Edit contact")


def test_renaming_and_deleting_a_group_leave_its_people_alone(carla):
    make(carla, "VIP", "Person 000", "Person 001")
    carla.click("Groups")
    carla.click("Open", near="VIP")
    carla.click("Rename group")
    carla.type("Name", "Very important")
    carla.submit()
    carla.see("The group is called Very important now.")
    carla.click("Delete group")
    carla.see("Delete the group Very important?")
    carla.see("Its 2 contacts stay in the book.")
    carla.submit()
    carla.see("The group Very important was deleted. Its 2 contacts stay in the book.")
    carla.see("There are no groups yet.")
    carla.click("All contacts")
    carla.see("1–25 of 30")


def test_the_command_opens_makes_and_finds_groups(carla):
    carla.command("/groups add VIP")
    carla.see("The group VIP was made.")
    carla.command("/groups add vip")
    carla.see("There is already a group called VIP.")
    carla.click("Open group")
    carla.see("Nobody is in this group yet.")
    carla.close()
    carla.command("/groups vip")
    carla.see("Nobody is in this group yet.")
    carla.close()
    carla.command("/groups find nothing like it")
    carla.see("No group matches “nothing like it”.")
    carla.close()
    carla.command("/groups help")
    carla.see("Groups are named sets of contacts.")


def test_a_group_that_somebody_else_deleted_is_said_to_be_gone(slack, carla):
    slack.admit(slack.amir, "Editor")
    make(carla, "VIP", "Person 000")
    slack.amir.home()
    slack.amir.click("Groups")
    slack.amir.click("Open", near="VIP")
    slack.amir.see("1–1 of 1")
    carla.click("Groups")
    carla.click("Open", near="VIP")
    carla.click("Delete group")
    carla.see("Its 1 contact")
    carla.submit()
    carla.see("was deleted.")
    slack.amir.type("Search", "person", enter=True)
    slack.amir.see("This group is not in the book any more.")
    slack.amir.see("There are no groups yet.")


def test_the_type_ahead_offers_only_groups_of_this_book(slack, carla):
    make(carla, "VIP", "Person 000")
    slack.cleo.command("/contacts add mum@example.com Mum")
    slack.cleo.home()
    slack.cleo.click("Add to group", near="Mum")
    slack.cleo.see("Add Mum to a group.")
    with pytest.raises(AssertionError, match="is not offered, but nothing"):
        slack.cleo.choose("Group", "VIP")
