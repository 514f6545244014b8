"""Memberships, as a person adds, sees, extends, renews, changes and cancels them."""

from datetime import date, timedelta

import pytest

from tests.e2e.membering import member, product

TODAY = date.today()


@pytest.fixture
def carla(slack):
    slack.fill(3)
    product(slack, "Yoga 101")
    slack.carla.home()
    slack.carla.see("1–3 of 3")
    return slack.carla


def open_memberships(person, name):
    person.click("View memberships", near=name)
    person.see("Memberships")


def test_somebody_known_is_given_a_product(carla):
    carla.click("Memberships")
    carla.see("There are no memberships yet.")
    carla.click("Add membership")
    assert carla.offered("Email", "person 001") == ["Person 001 · person001@example.com"]
    carla.choose("Email", "Person 001 · person001@example.com", query="person 001")
    carla.choose("Product", "Yoga 101")
    carla.choose("Payment type", "Comped")
    carla.type("Last day", "2999-12-31")
    carla.submit()
    carla.see("Person 001 has Yoga 101 from")
    carla.see("Comped  ·  ")
    carla.see("31 Dec 2999")


def test_an_unknown_email_becomes_a_contact(carla):
    carla.click("Memberships")
    carla.click("Add membership")
    carla.choose("Email", "➕ New contact: Zoe@Example.com", query="Zoe@Example.com")
    carla.choose("Product", "Yoga 101")
    carla.submit()
    carla.see("Zoe@Example.com, a new contact, has Yoga 101")
    carla.click("All contacts")
    carla.see("1–4 of 4")
    carla.click("Open", near="Zoe@Example.com")
    carla.see("Came with a membership")


def test_an_email_that_is_none_is_not_offered(carla):
    carla.click("Memberships")
    carla.click("Add membership")
    assert carla.offered("Email", "nobody@") == []


def test_a_product_that_is_missing_is_made_on_the_way(carla):
    carla.click("Memberships")
    carla.click("Add membership")
    carla.choose("Email", "Person 001 · person001@example.com", query="person001")
    carla.choose("Product", "➕ New product: Pilates", query="Pilates")
    carla.submit()
    carla.see("Person 001 has Pilates")
    carla.click("Products")
    carla.see("Pilates")


def test_an_end_before_the_start_is_refused_where_it_stands(carla):
    carla.click("Memberships")
    carla.click("Add membership")
    carla.choose("Email", "Person 001 · person001@example.com", query="person001")
    carla.choose("Product", "Yoga 101")
    carla.type("First day", "2026-05-02")
    carla.type("Last day", "2026-05-01")
    carla.submit()
    assert list(carla.errors) == ["Last day"]
    carla.type("Last day", "2999-05-02")
    carla.submit()
    carla.see("Person 001 has Yoga 101")


def test_the_contacts_page_shows_status_and_products(slack, carla):
    member(slack, "person000@example.com", "Yoga 101")
    member(slack, "person001@example.com", "Yoga 101", ends=date(2026, 2, 1))
    carla.click("All contacts")
    carla.see("🟢 Active  ·  Yoga 101")
    carla.see("⚪ Expired  ·  Yoga 101")


def test_a_second_one_of_the_same_product_is_refused_with_the_offer_to_extend(slack, carla):
    ends = TODAY + timedelta(days=10)
    member(slack, "person000@example.com", "Yoga 101", ends=ends)
    open_memberships(carla, "Person 000")
    carla.click("Add membership")
    carla.choose("Product", "Yoga 101")
    carla.submit()
    carla.see("There can be one at a time.")
    carla.click("Extend it instead")
    carla.see("Extend membership")
    carla.type("Last day", "2999-12-31")
    carla.submit()
    carla.see("goes until 31 Dec 2999 now.")


def test_the_whole_history_says_who_did_what_when(slack, carla):
    member(slack, "person000@example.com", "Yoga 101", ends=TODAY + timedelta(days=10))
    open_memberships(carla, "Person 000")
    carla.click("Extend", near="Yoga 101")
    carla.type("Last day", "2999-12-31")
    carla.submit()
    carla.see("goes until 31 Dec 2999 now.")
    carla.click("Change payment type", near="Yoga 101")
    carla.choose("Payment type", "Free")
    carla.submit()
    carla.see("is free now.")
    carla.click("Cancel membership", near="Yoga 101")
    carla.see("It ends at once")
    carla.submit()
    carla.see("was cancelled.")
    carla.see("⚪ Expired")
    shown = carla.screen.text
    told = ("Cancelled by", "Payment type changed by", "Last day changed by", "Added by")
    assert [shown.index(line) for line in told] == sorted(shown.index(line) for line in told)


def test_an_ended_membership_begins_again(slack, carla):
    member(slack, "person000@example.com", "Yoga 101", ends=date(2026, 2, 1))
    open_memberships(carla, "Person 000")
    carla.see("Expired")
    carla.click("Renew", near="Yoga 101")
    carla.see("Renew membership")
    carla.submit()
    carla.see("goes until")
    carla.see("🟢 Active")
    carla.see("Renewed by")


def test_extending_offers_as_long_again(slack, carla):
    month = {"starts": date(2999, 1, 1), "ends": date(2999, 1, 31)}
    member(slack, "person000@example.com", "Yoga 101", **month)
    open_memberships(carla, "Person 000")
    carla.click("Extend", near="Yoga 101")
    assert carla.held("Last day") == "2999-02-28"


def test_two_people_do_not_overwrite_each_other(slack, carla):
    member(slack, "person000@example.com", "Yoga 101", ends=TODAY + timedelta(days=10))
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    for person in (carla, slack.amir):
        person.click("Memberships")
        person.see("1–1 of 1")
        person.click("Extend", near="Yoga 101")
    carla.type("Last day", "2999-12-31")
    carla.submit()
    carla.see("goes until 31 Dec 2999 now.")
    slack.amir.type("Last day", "2027-12-31")
    slack.amir.submit()
    slack.amir.see("Somebody changed this membership meanwhile.")
    slack.amir.see("31 Dec 2999")
    slack.amir.submit()
    slack.amir.see("goes until 31 Dec 2027 now.")


def test_a_form_about_what_ended_meanwhile_says_how_it_stands(slack, carla):
    member(slack, "person000@example.com", "Yoga 101")
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    for person, way in ((carla, "Cancel membership"), (slack.amir, "Change payment type")):
        person.click("Memberships")
        person.see("1–1 of 1 memberships")
        person.click(way, near="Yoga 101")
        person.see("Yoga 101  ·")
    carla.submit()
    carla.see("was cancelled.")
    slack.amir.submit()
    slack.amir.see("Somebody changed this membership meanwhile.")
    slack.amir.see("⚪ Expired")


def test_a_product_may_be_called_like_other_words_of_the_command(slack, carla):
    for name in ("Yoga from home", "Yoga paid"):
        product(slack, name)
    carla.command('/memberships add bo@example.com "Yoga from home" free')
    carla.see("has Yoga from home")
    carla.command("/memberships add cy@example.com Yoga paid")
    carla.see("has Yoga paid")


def test_a_mistake_opens_no_list(slack, carla):
    carla.command("/memberships find product:Nope")
    carla.see("There is no product “Nope”.")
    assert "1–" not in carla.screen


def test_the_list_is_narrowed_by_person_product_status_and_payment(slack, carla):
    member(slack, "person000@example.com", "Yoga 101")
    member(slack, "person001@example.com", "Yoga 101", ends=date(2026, 2, 1))
    member(slack, "person002@example.com", "Pilates", payment="comped")
    carla.click("Memberships")
    carla.see("1–3 of 3 memberships")
    carla.choose("All statuses", "Expired")
    carla.see("1–1 of 1")
    carla.see("Person 001")
    carla.choose("All products", "Pilates")
    carla.see("No membership matches this filter.")
    carla.click("Clear filter")
    carla.see("1–3 of 3")
    carla.choose("All payment types", "Comped")
    carla.see("1–1 of 1")
    carla.click("Clear filter")
    carla.see("1–3 of 3")
    carla.type("Search", "person001@example.com", enter=True)
    carla.see("1–1 of 1")


def test_the_command_adds_a_membership_right_away(carla):
    carla.command("/memberships add zoe@example.com yoga comped until 2999-12-31")
    carla.see("zoe@example.com, a new contact, has Yoga 101")
    carla.see("31 Dec 2999")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("add zoe@example.com yogo", "There is no product “yogo”. Did you mean “Yoga 101”?"),
        ("add zoe@example.com yoga until tomorrow", "This is no day."),
        ("add zoe@ yoga", "email"),
        ("find company:acme", "Memberships are found by one product"),
    ],
)
def test_the_command_says_what_is_wrong(carla, words, told):
    carla.command(f"/memberships {words}")
    carla.see(":warning:")
    carla.see(told)


def test_the_command_opens_the_list_with_those_of_somebody(slack, carla):
    member(slack, "person000@example.com", "Yoga 101")
    member(slack, "person001@example.com", "Yoga 101")
    carla.command("/memberships person001@example.com")
    carla.see("1–1 of 1 memberships")


def test_deleting_a_contact_says_what_goes_and_what_would_take_less(slack, carla):
    member(slack, "person000@example.com", "Yoga 101")
    carla.click("Delete contact", near="Person 000")
    carla.see("With it go 1 membership (1 active) and their history.")
    carla.see("Consider letting memberships expire instead")
    carla.submit()
    carla.see("was deleted")


def test_deleting_many_says_what_goes_too(slack, carla):
    member(slack, "person000@example.com", "Yoga 101")
    member(slack, "person001@example.com", "Yoga 101", ends=date(2026, 2, 1))
    carla.click("Select")
    carla.tick("Person 000", "Person 001")
    carla.click("Delete contacts")
    carla.see("With them go 2 memberships (1 active) and their history.")
    carla.see("Consider letting memberships expire instead")


def test_days_follow_the_time_zone_of_the_book(slack, carla):
    carla.click("Memberships")
    carla.see("Days begin and end in the time zone UTC.")
    carla.click("Change")
    carla.choose("Time zone", "Pacific/Kiritimati", query="Kiritimati")
    carla.submit()
    carla.see("Days begin and end in the time zone Pacific/Kiritimati now.")


def test_a_viewer_sees_memberships_and_changes_none(slack, carla):
    member(slack, "person000@example.com", "Yoga 101")
    slack.admit(slack.amir, "Viewer")
    slack.amir.home()
    slack.amir.click("View memberships", near="Person 000")
    slack.amir.see("Added by")
    for way in ("Add membership", "Extend", "Cancel membership"):
        assert way not in slack.amir.screen
