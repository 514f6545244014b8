"""Segments: filters with a name, which everybody who has the book can use."""

from datetime import date

import pytest

from tests.e2e.membering import member


@pytest.fixture
def carla(slack):
    slack.fill(3)
    member(slack, "person000@example.com", "Yoga 101")
    member(slack, "person001@example.com", "Yoga 101", ends=date(2026, 2, 1))
    slack.carla.home()
    slack.carla.see("1–3 of 3")
    return slack.carla


def save_lapsed(person):
    """Those whose yoga is over."""
    person.choose("All statuses", "Expired")
    person.see("1–1 of 1")
    person.click("Save as segment")
    person.see("People who have an expired membership")
    person.type("Name", "Lapsed")
    person.submit()
    person.see("The segment Lapsed was saved.")


def test_a_filter_gets_a_name_and_is_in_the_list_of_segments(carla):
    save_lapsed(carla)
    assert carla.held("Segment") == "Lapsed"
    carla.see("1–1 of 1")
    assert carla.held("Status") == "All statuses"
    carla.click("Segments")
    carla.see("Lapsed  ·  1 contact")


def test_the_form_saves_a_segment_under_its_name(carla):
    carla.click("Add filter")
    carla.see("Filter contacts")
    carla.choose("All statuses", "Active")
    carla.see("1 contact:")
    carla.type("Save as segment", "Active members")
    carla.submit()
    carla.see("The segment Active members was saved.")
    assert carla.held("Segment") == "Active members"


def test_everybody_who_has_the_book_can_choose_it(slack, carla):
    save_lapsed(carla)
    slack.admit(slack.amir, "Viewer")
    slack.amir.home()
    slack.amir.see("1–3 of 3")
    assert slack.amir.offered("All segments", "laps") == ["Lapsed"]
    slack.amir.choose("All segments", "Lapsed")
    slack.amir.see("1–1 of 1")
    slack.amir.see("Person 001")
    assert "Save as segment" not in slack.amir.screen


def test_a_name_means_one_segment(carla):
    save_lapsed(carla)
    carla.click("Clear filter")
    carla.see("1–3 of 3")
    carla.choose("All statuses", "Active")
    carla.see("1–1 of 1")
    carla.click("Save as segment")
    carla.type("Name", " lapsed ")
    carla.submit()
    assert "There is already a segment called Lapsed." in carla.errors["Name"]


def test_a_segment_is_renamed_and_deleted(carla):
    save_lapsed(carla)
    carla.click("Segments")
    carla.click("Rename segment", near="Lapsed")
    carla.type("Name", "Gone away")
    carla.submit()
    carla.see("The segment is called Gone away now.")
    carla.click("Delete segment", near="Gone away")
    carla.see("The contacts stay in the book.")
    carla.submit()
    carla.see("The segment Gone away was deleted.")
    carla.click("All contacts")
    carla.see("1–3 of 3")


def test_its_filter_is_edited_in_the_form(carla):
    save_lapsed(carla)
    carla.click("Segments")
    carla.see("1 contact")
    carla.click("Edit filter", near="Lapsed")
    carla.see("Save filter")
    carla.choose("Expired", "Expired", "Active")
    carla.see("2 contacts: people")
    carla.submit()
    carla.see("The segment Lapsed was saved.")
    carla.see("Lapsed  ·  2 contacts")


def test_two_people_do_not_overwrite_each_others_filter(slack, carla):
    save_lapsed(carla)
    slack.admit(slack.amir, "Editor")
    carla.home()
    slack.amir.home()
    for person in (carla, slack.amir):
        person.click("Segments")
        person.see("Lapsed")
        person.click("Edit filter", near="Lapsed")
        person.see("Save filter")
    carla.choose("Expired", "Active")
    carla.see("1 contact:")
    carla.submit()
    carla.see("was saved.")
    slack.amir.choose("Expired", "Upcoming")
    slack.amir.see("0 contacts")
    slack.amir.submit()
    slack.amir.see("Somebody changed the segment Lapsed meanwhile.")
    slack.amir.see("Now it means people who have an active membership.")
    assert slack.amir.held("Upcoming") == "Upcoming"
    slack.amir.submit()
    slack.amir.see("The segment Lapsed was saved.")
    slack.amir.see("0 contacts")


def test_a_segment_whose_product_is_gone_says_so(slack, carla):
    carla.choose("All products", "Yoga 101")
    carla.see("1–2 of 2")
    carla.click("Save as segment")
    carla.type("Name", "Yogis")
    carla.submit()
    carla.see("was saved")
    carla.click("Products")
    carla.click("Delete product", near="Yoga 101")
    carla.submit()
    carla.see("was deleted with")
    carla.click("Segments")
    carla.see("It asks for something that was deleted.")
    carla.click("Open", near="Yogis")
    carla.see("This segment asks for 1 product that was deleted.")


def test_a_segment_is_invited_to_an_event(carla):
    save_lapsed(carla)
    carla.click("Segments")
    carla.click("Invite to an event", near="Lapsed")
    carla.see("For the 1 contact in Lapsed.")


def test_the_command_opens_a_segment_by_its_name(carla):
    save_lapsed(carla)
    carla.command("/segments lapsed")
    carla.see("1–1 of 1")
    carla.close()
    carla.command("/segments")
    carla.see("1–1 of 1 segments")
    carla.close()
    carla.command("/segments nonsense")
    carla.see("No segment matches “nonsense”.")
