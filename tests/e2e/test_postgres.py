"""The main stories once more, with Roster on PostgreSQL."""

import pytest

from tests.e2e.membering import product
from tests.e2e.test_membership_faults import held, open_form, submissions

pytestmark = pytest.mark.postgres


def test_a_contact_lives_from_adding_to_deleting(slack_on_postgres):
    carla = slack_on_postgres.carla
    carla.command("/contacts add elodie@example.com Élodie Brûlé")
    carla.see("was added to your team book")
    carla.home()
    carla.click("☆", near="Élodie Brûlé")
    carla.see("⭐")
    carla.click("Edit contact", near="Élodie Brûlé")
    carla.type("Company", "Yoga & Co")
    carla.submit()
    carla.see("Élodie Brûlé was updated.")
    carla.type("Search", "BRULE yoga", enter=True)
    carla.see("1–1 of 1 matching “BRULE yoga”")
    carla.click("Delete contact", near="Élodie Brûlé")
    carla.submit()
    carla.see("Élodie Brûlé was deleted.")


def test_two_people_import_overlapping_files(slack_on_postgres):
    scene = slack_on_postgres
    carla, amir = scene.carla, scene.amir
    scene.admit(amir, "Editor")
    carla.open_messages()
    for person, rows in ((carla, range(300)), (amir, range(200, 600))):
        lines = "".join(f"p{row}@example.com\n" for row in rows)
        person.drop("people.csv", f"email\n{lines}".encode())
        person.see(f"{len(rows)} new")
    carla.click("Import 300 contacts")
    amir.click("Import 400 contacts")
    for person in (carla, amir):
        person.see("contacts added from “people.csv”")
    carla.command("/contacts")
    carla.see("1–25 of 600")


def test_two_people_who_edit_one_contact_are_told(slack_on_postgres):
    scene = slack_on_postgres
    scene.admit(scene.amir, "Editor")
    scene.carla.command("/contacts add ann@example.com Ann Lee")
    for person in (scene.carla, scene.amir):
        person.home()
        person.click("Edit contact", near="Ann Lee")
        person.type("Company", person.id)
    scene.amir.submit()
    scene.amir.see("Ann Lee was updated.")
    scene.carla.submit()
    scene.carla.see("Amir Assistant changed this contact while you were editing it.")


def test_the_ticked_become_a_group_are_exported_and_deleted(slack_on_postgres):
    carla = slack_on_postgres.carla
    slack_on_postgres.fill(30)
    carla.home()
    carla.see("1–25 of 30")
    carla.click("Select")
    carla.see("0 ticked")
    carla.tick("Person 003", "Person 007")
    carla.click("Create group")
    carla.see("2 contacts will be in it.")
    carla.type("Name", "Élite")
    carla.submit()
    carla.see("2 contacts added to “Élite”.")
    carla.click("Groups")
    carla.click("Open", near="Élite")
    carla.see("1–2 of 2")
    carla.click("Select all 2 that match")
    carla.see("2 ticked")
    carla.click("Export ticked")
    carla.see("Your CSV file is on its way")
    carla.click("Delete contacts")
    carla.see("Person 003, Person 007")
    carla.submit()
    carla.see("2 contacts deleted.")
    carla.close()
    carla.see("Nobody is in this group yet.")
    carla.open_messages()
    carla.see("2 contacts as a CSV file.")
    carla.see("2 contacts that you are deleting.")


def test_a_membership_lives_from_adding_to_the_end_of_its_product(slack_on_postgres):
    carla = slack_on_postgres.carla
    carla.command("/contacts add ann@example.com Ann Lee")
    carla.home()
    carla.see("Ann Lee")
    carla.click("Memberships")
    carla.see("There are no memberships yet.")
    carla.click("Add membership")
    carla.choose("Email", "Ann Lee · ann@example.com", query="ann")
    carla.choose("Product", "➕ New product: Yoga 101", query="Yoga 101")
    carla.submit()
    carla.see("Ann Lee has Yoga 101 from")
    carla.click("Extend", near="Ann Lee")
    carla.type("Last day", "2999-12-31")
    carla.submit()
    carla.see("goes until 31 Dec 2999 now.")
    carla.click("All contacts")
    carla.see("🟢 Active  ·  Yoga 101")
    carla.choose("All statuses", "Expired")
    carla.see("Nobody matches this filter.")
    carla.click("Clear filter")
    carla.see("1–1 of 1")
    carla.click("Add filter")
    carla.see("1 contact: everybody in this list.")
    carla.choose("All products", "Yoga 101")
    carla.see("1 contact: people who")
    carla.type("Save as segment", "Members")
    carla.submit()
    carla.see("The segment Members was saved.")
    carla.click("Products")
    carla.see("1 active")
    carla.click("Delete product", near="Yoga 101")
    carla.see("with its 1 membership")
    carla.submit()
    carla.see("was deleted with 1 membership.")
    carla.click("Segments")
    carla.see("It asks for something that was deleted.")


def test_of_eight_forms_for_the_same_membership_at_once_one_adds_it(slack_on_postgres):
    slack, carla = slack_on_postgres, slack_on_postgres.carla
    slack.fill(3)
    product(slack, "Yoga 101")
    carla.home()
    carla.see("1–3 of 3")
    open_form(carla, "person001")
    carla.submit()
    carla.see("Person 001 has Yoga 101 from")
    answers = submissions(slack, 8, alike=False)
    assert answers.count(None) == 1
    assert all("There can be one at a time." in str(one) for one in answers if one)
    assert len(held(slack, "person002")) == 1


def test_a_form_that_is_sent_eight_times_at_once_is_answered_alike(slack_on_postgres):
    slack, carla = slack_on_postgres, slack_on_postgres.carla
    slack.fill(3)
    product(slack, "Yoga 101")
    carla.home()
    carla.see("1–3 of 3")
    open_form(carla, "person001")
    carla.submit()
    carla.see("Person 001 has Yoga 101 from")
    assert submissions(slack, 8, alike=True) == [None] * 8
    assert len(held(slack, "person002")) == 1
