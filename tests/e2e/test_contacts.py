"""Keeping contacts, as a person does it: signed HTTP from the playground to the bot and back."""

import pytest


def add(person, name, email, **more):
    person.click("New contact")
    first, _, last = name.partition(" ")
    person.type("First name", first)
    person.type("Last name", last)
    person.type("Email", email)
    for label, value in more.items():
        person.type(label.replace("_", " "), value)
    person.submit()
    person.see(f"{name} was added.")


@pytest.fixture
def carla(slack):
    slack.carla.home()
    return slack.carla


def test_an_empty_book_says_what_to_do_first(carla):
    carla.see("There is nobody in this book yet.")
    carla.see("drop a CSV file into your messages with Roster")


def test_a_new_contact_is_in_the_list_at_once(carla):
    add(carla, "Ann Lee", "ann@example.com", Company="Yoga Co", Job_title="Teacher")
    carla.see("1–1 of 1")
    carla.see("ann@example.com  ·  Teacher, Yoga Co")


def test_a_contact_needs_an_email_that_can_be_one(carla):
    carla.click("New contact")
    carla.type("Email", "ann@nowhere@example")
    carla.submit()
    assert "email" in carla.errors["Email"].lower()


def test_a_known_email_is_refused_at_its_field_and_leads_to_who_has_it(carla):
    add(carla, "Ann Lee", "ann@example.com")
    carla.click("New contact")
    carla.type("Email", "ANN@example.com")
    carla.submit()
    assert "already in this book" in carla.errors["Email"]
    carla.see("Ann Lee has this email already.")
    carla.click("Open contact")
    carla.see("Edit contact")


def test_what_was_typed_survives_a_refusal(carla):
    add(carla, "Ann Lee", "ann@example.com")
    carla.click("New contact")
    carla.type("First name", "Anna")
    carla.type("Email", "ann@example.com")
    carla.submit()
    carla.see("has this email already")
    carla.type("Email", "anna@example.com")
    carla.submit()
    carla.see("Anna was added.")


def test_the_menu_of_a_row_edits_a_contact(carla):
    add(carla, "Ann Lee", "ann@example.com")
    carla.click("Edit contact", near="Ann Lee")
    carla.type("Company", "Pilates & Co")
    carla.submit()
    carla.see("Ann Lee was updated.")
    carla.see("Pilates & Co")


def test_a_card_shows_the_contact_and_follows_an_edit(carla):
    add(carla, "Ann Lee", "ann@example.com", Phone="+34 600")
    carla.click("Open", near="Ann Lee")
    carla.see("+34 600")
    carla.click("Edit contact")
    carla.type("Phone", "+34 700")
    carla.submit()
    carla.see("+34 700")
    carla.close()
    carla.see("1–1 of 1")


def test_deleting_asks_by_name_first(carla):
    add(carla, "Ann Lee", "ann@example.com")
    carla.click("Delete contact", near="Ann Lee")
    carla.see("Delete Ann Lee (ann@example.com)?")
    carla.submit()
    carla.see("Ann Lee was deleted.")
    carla.see("There is nobody in this book yet.")


def test_deleting_from_the_card_leads_back_to_the_page(carla):
    add(carla, "Ann Lee", "ann@example.com")
    carla.click("Open", near="Ann Lee")
    carla.see("Added by hand")
    carla.click("Delete contact")
    carla.see("This is permanent")
    carla.submit()
    carla.see("Ann Lee was deleted.")


def test_a_question_that_is_cancelled_deletes_nobody(carla):
    add(carla, "Ann Lee", "ann@example.com")
    carla.click("Delete contact", near="Ann Lee")
    carla.close()
    carla.home()
    carla.see("Ann Lee")


def test_a_star_is_golden_and_personal(slack):
    carla, amir = slack.carla, slack.amir
    carla.home()
    slack.admit(amir, "Editor")
    add(carla, "Ann Lee", "ann@example.com")
    carla.click("☆", near="Ann Lee")
    carla.see("⭐")
    carla.click("Favorites")
    carla.see("1–1 of 1 in Favorites")
    amir.home()
    amir.see("Ann Lee")
    amir.click("Favorites")
    amir.see("No favorites yet.")


def test_the_search_finds_any_part_whatever_case_and_accents(carla):
    add(carla, "Élodie Brûlé", "elodie@example.com")
    add(carla, "Ben Orr", "ben@example.com")
    carla.type("Search", "BRULE", enter=True)
    carla.see("1–1 of 1 matching “BRULE”")
    carla.click("Clear search")
    carla.see("1–2 of 2")


def test_a_search_that_finds_nobody_says_so(carla):
    add(carla, "Ann Lee", "ann@example.com")
    carla.type("Search", "100%_", enter=True)
    carla.see("Nobody matches “100%_”.")


def test_pages_turn_forward_and_back(slack):
    carla = slack.carla
    slack.fill(60)
    carla.home()
    carla.see("1–25 of 60")
    carla.click("Next ›")
    carla.see("26–50 of 60")
    carla.click("Next ›")
    carla.see("51–60 of 60")
    carla.click("‹ Previous")
    carla.see("26–50 of 60")
    carla.click("‹ Previous")
    carla.see("1–25 of 60")


def test_the_page_stays_where_it_was_after_an_edit(slack):
    carla = slack.carla
    slack.fill(60)
    carla.home()
    carla.click("Next ›")
    carla.see("26–50 of 60")
    carla.click("Edit contact", near="Person 030")
    carla.type("Company", "Here")
    carla.submit()
    carla.see("Person 030 was updated.")
    carla.see("26–50 of 60")


def test_the_home_tab_opens_where_it_was_left(carla):
    add(carla, "Ann Lee", "ann@example.com")
    carla.type("Search", "ann", enter=True)
    carla.see("matching")
    carla.home()
    carla.see("matching “ann”")


@pytest.mark.parametrize(
    "name",
    ["<!channel>", "<https://evil.example|Anna>", "*b* `c` :smile:", "مرحبا", "🧘‍♀️", "x" * 300],
    ids=["mention", "link", "formatting", "right to left", "emoji", "300 characters"],
)
def test_any_name_is_shown_as_it_is_written(carla, name):
    carla.click("New contact")
    carla.type("First name", name)
    carla.type("Email", "ann@example.com")
    carla.submit()
    carla.see("was added.")
    carla.see(name[:149])
    carla.click("Open")
    carla.see("Added by hand")
    carla.see(name[:148])
    carla.click("Edit contact")
    carla.see("Update contact")
    carla.close()
    carla.click("Delete contact")
    carla.see(f"Delete {name[:200]}")


def test_a_name_that_is_too_long_is_refused_at_its_field(carla):
    carla.click("New contact")
    carla.type("First name", "x" * 301)
    carla.type("Email", "ann@example.com")
    carla.submit()
    assert carla.errors
