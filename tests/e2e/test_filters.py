"""Filters: the row that is always in sight, the form, and the written form."""

from datetime import date

import pytest

from bot.playground.faults import Fault
from tests.e2e.membering import member


@pytest.fixture
def carla(slack):
    """Three people: one has yoga, one had yoga and has pilates, one has nothing."""
    slack.fill(3)
    member(slack, "person000@example.com", "Yoga 101")
    member(slack, "person001@example.com", "Yoga 101", payment="free", ends=date(2026, 2, 1))
    member(slack, "person001@example.com", "Pilates", payment="comped")
    slack.carla.home()
    slack.carla.see("1–3 of 3")
    return slack.carla


def people(person):
    """Who is in sight."""
    return [name for name in ("Person 000", "Person 001", "Person 002") if name in person.screen]


def test_the_row_is_always_in_sight_and_its_defaults_mean_all(carla):
    for choice in ("All products", "All statuses", "All payment types", "All segments"):
        carla.see(choice)
    assert people(carla) == ["Person 000", "Person 001", "Person 002"]


def test_the_page_follows_each_choice_by_itself(carla):
    carla.choose("All products", "Yoga 101")
    carla.see("1–2 of 2")
    carla.choose("All statuses", "Expired")
    carla.see("1–1 of 1")
    carla.see("People who have an expired membership of Yoga 101")
    assert people(carla) == ["Person 001"]
    carla.choose("All payment types", "Paid")
    carla.see("Nobody matches this filter.")
    carla.click("Clear filter")
    carla.see("1–3 of 3")
    assert carla.held("Product") == "All products"


def test_one_row_asks_for_one_and_the_same_membership(carla):
    carla.choose("All products", "Yoga 101")
    carla.see("1–2 of 2")
    carla.choose("All payment types", "Comped")
    carla.see("Nobody matches this filter.")


def test_the_search_narrows_what_the_row_finds(carla):
    carla.choose("All products", "Yoga 101")
    carla.see("1–2 of 2")
    carla.type("Search", "001", enter=True)
    carla.see("1–1 of 1")
    assert people(carla) == ["Person 001"]


def test_two_people_filter_at_once_without_disturbing_each_other(slack, carla):
    slack.admit(slack.amir, "Viewer")
    carla.home()
    slack.amir.home()
    slack.amir.see("1–3 of 3")
    carla.choose("All products", "Pilates")
    carla.see("1–1 of 1")
    slack.amir.choose("All statuses", "Active")
    slack.amir.see("1–2 of 2")
    carla.type("Search", "person", enter=True)
    carla.see("1–1 of 1")


def open_form(person):
    person.click("Add filter")
    person.see("Filter contacts")


def test_the_form_counts_as_it_is_filled_and_says_itself(carla):
    open_form(carla)
    carla.see("3 contacts: everybody in this list.")
    carla.choose("All products", "Yoga 101")
    carla.see("2 contacts: people who have a membership of Yoga 101")
    carla.click("➕ Add filter")
    carla.see("AND")
    carla.choose("All products", "Pilates", near="Row 2")
    carla.see("1 contact: people who")
    carla.see('product:"Yoga 101" AND product:Pilates')
    carla.submit()
    carla.see("1–1 of 1")
    assert people(carla) == ["Person 001"]


def test_rows_are_joined_by_or_and_not(carla):
    open_form(carla)
    carla.choose("All products", "Pilates")
    carla.see("1 contact: people")
    carla.click("➕ Add filter")
    carla.see("Row 2")
    carla.choose("AND", "OR NOT")
    carla.choose("All products", "Any product", near="Row 2")
    carla.see("2 contacts: people who")
    carla.see("product:Pilates OR NOT product:any")


def test_removing_a_row_keeps_what_stands_in_the_others(carla):
    open_form(carla)
    carla.choose("All products", "Yoga 101")
    carla.see("2 contacts")
    carla.click("➕ Add filter")
    carla.see("Row 2")
    carla.choose("All products", "Pilates", near="Row 2")
    carla.see("1 contact:")
    carla.type("Search", "typed before", nth=2)
    carla.click("Remove", near="Row 1")
    carla.see_no("Yoga 101")
    assert carla.held("Search") == "typed before"
    carla.see("Pilates")


def test_more_fields_ask_for_groups_favorites_sources_days_companies_and_domains(carla):
    open_form(carla)
    carla.click("More fields")
    carla.choose("Added: any day", "Added today")
    carla.see("3 contacts: people")
    carla.choose("All sources", "Membership")
    carla.see("0 contacts: people")
    carla.clear("Membership")
    carla.see("3 contacts: people")
    carla.type("Email domain", "gmail.com", enter=True)
    carla.see("0 contacts: people")
    carla.type("Email domain", "example.com", enter=True)
    carla.see("3 contacts: people")


def test_two_days_of_the_calendar_bound_a_field(carla):
    open_form(carla)
    carla.click("More fields")
    carla.choose("Ends: any day", "Ends between two days…")
    carla.type("Ends from", "2026-01-15")
    carla.type("Ends until", "2026-02-15")
    carla.see("1 contact: people")
    carla.see("ends:2026-01-15..2026-02-15")
    carla.type("Ends until", "2026-01-16")
    carla.see("0 contacts: people")


def test_what_the_page_asks_comes_into_the_form_and_back(carla):
    carla.choose("All products", "Yoga 101")
    carla.see("1–2 of 2")
    carla.click("Add filter")
    carla.see("2 contacts: people")
    carla.choose("All statuses", "Active")
    carla.see("1 contact: people")
    carla.submit()
    carla.see("1–1 of 1")
    assert carla.held("Status") == "Active"
    assert carla.held("Product") == "Yoga 101"


def test_the_form_becomes_text_and_the_text_a_form(carla):
    open_form(carla)
    carla.choose("All products", "Yoga 101")
    carla.see("2 contacts: people")
    carla.click("Write it instead")
    assert carla.held("Filter") == 'product:"Yoga 101"'
    carla.type("Filter", "status:expired AND NOT status:active")
    carla.click("Count")
    carla.see("0 contacts: people")
    carla.click("Use the form instead")
    carla.see("AND NOT")
    assert carla.held("Expired") == "Expired"


def test_a_mistake_in_the_text_is_pointed_at_with_a_suggestion(carla):
    open_form(carla)
    carla.click("Write it instead")
    carla.type("Filter", "product:Yogo")
    carla.submit()
    assert "There is no product “Yogo”. Did you mean “Yoga 101”?" in carla.errors["Filter"]


def test_brackets_that_are_too_many_for_the_form_stay_text(carla):
    open_form(carla)
    carla.click("Write it instead")
    brackets = " AND ".join(f"(status:active OR {word})" for word in ("a", "b", "c", "d"))
    carla.type("Filter", brackets)
    carla.click("Use the form instead")
    carla.see("too many brackets for the form")
    carla.submit()
    carla.see("1–")
    carla.click("Change filter")
    assert carla.held("Filter").startswith("(status:active OR a)")


def test_the_command_finds_by_the_written_form(carla):
    carla.command("/contacts find product:yoga status:expired")
    carla.see("1–1 of 1")
    assert people(carla) == ["Person 001"]
    carla.close()
    carla.command("/contacts product:any AND NOT status:expired")
    carla.see("1–1 of 1")
    assert people(carla) == ["Person 000"]


def test_the_command_points_at_a_mistake(carla):
    carla.command("/contacts find product:Yogo")
    carla.see("There is no product “Yogo”. Did you mean “Yoga 101”?")


def test_plain_words_are_still_a_search(carla):
    carla.command("/contacts find person 001")
    carla.see("1–1 of 1")
    assert carla.held("Search") == "person 001"


def test_whoever_matches_is_ticked_with_one_click(carla):
    carla.choose("All products", "Yoga 101")
    carla.see("1–2 of 2")
    carla.click("Select")
    carla.click("Select all 2 that match")
    carla.see("2 ticked")


def test_a_filter_holds_in_favorites_and_groups_too(carla):
    carla.click("Add to favorites", near="Person 000")
    carla.see("⭐")
    carla.choose("All products", "Yoga 101")
    carla.see("1–2 of 2")
    carla.click("Favorites")
    carla.see("1–1 of 1 in Favorites")


def test_a_deleted_product_is_said_and_finds_nobody(slack, carla):
    carla.command("/contacts find NOT product:Pilates")
    carla.see("1–2 of 2")
    carla.close()
    carla.home()
    carla.choose("All products", "Pilates")
    carla.see("1–1 of 1")
    carla.click("Products")
    carla.click("Delete product", near="Pilates")
    carla.submit()
    carla.see("was deleted with 1 membership")
    carla.click("All contacts")
    carla.see("This filter asks for 1 product that was deleted.")
    assert people(carla) == []
    carla.click("Clear filter")
    carla.see("1–3 of 3")


def test_two_choices_made_before_the_page_is_drawn_again_both_count(slack, carla):
    slack.playground.faults.add("views.publish", Fault(delay=0.5), times=2)
    carla.choose("All products", "Yoga 101")
    carla.choose("All statuses", "Expired")
    carla.see("People who have an expired membership of Yoga 101")
    assert people(carla) == ["Person 001"]


def test_what_stands_in_the_search_box_counts_with_the_next_choice(carla):
    carla.type("Search", "001")
    carla.choose("All products", "Yoga 101")
    carla.see("1–1 of 1")
    assert people(carla) == ["Person 001"]


@pytest.mark.parametrize(
    "text",
    ['company:"Acme, Inc"', 'NOT company:"Acme, Inc",Foo', 'company:","', 'company:"«x» \\"y\\""'],
)
def test_the_form_changes_nothing_that_it_shows(carla, text):
    carla.command(f"/contacts find {text}")
    carla.see("People who")
    before = carla.screen.text.partition("People who ")[2].partition("\n")[0]
    carla.click("Change filter")
    carla.see("Row 1")
    carla.submit()
    carla.see("People who")
    assert carla.screen.text.partition("People who ")[2].partition("\n")[0] == before


@pytest.mark.parametrize("words", ["Acme: One", "Jean: Paul", "mailto:person001@example.com"])
def test_a_colon_alone_makes_no_field(carla, words):
    carla.command(f"/contacts find {words}")
    carla.see("matches “" if "mailto" not in words else "1–1 of 1")


def test_a_viewer_looks_and_is_not_offered_to_save(slack, carla):
    slack.admit(slack.amir, "Viewer")
    slack.amir.home()
    slack.amir.click("Add filter")
    slack.amir.see("Filter contacts")
    assert "Save as segment" not in slack.amir.screen
    slack.amir.choose("All products", "Pilates")
    slack.amir.see("1 contact: people")
    slack.amir.submit()
    slack.amir.see("1–1 of 1")
