"""Products, as a person makes, renames, archives and deletes them."""

from datetime import date

import pytest

from tests.e2e.membering import member


@pytest.fixture
def carla(slack):
    slack.fill(3)
    slack.carla.home()
    slack.carla.see("1–3 of 3")
    slack.carla.click("Products")
    slack.carla.see("There are no products yet.")
    return slack.carla


def make(person, name):
    person.click("New product")
    person.type("Name", name)
    person.submit()
    person.see(f"The product {name} was made.")


def test_a_product_is_made_by_its_name(carla):
    make(carla, "Yoga 101")
    carla.see("0 active  ·  0 expired")


@pytest.mark.parametrize("again", ["yoga 101", " YOGA  101 "])
def test_a_name_means_one_product_however_it_is_written(carla, again):
    make(carla, "Yoga 101")
    carla.click("New product")
    carla.type("Name", again)
    carla.submit()
    assert "There is already a product called Yoga 101." in carla.errors["Name"]


def test_each_product_says_how_many_have_it(slack, carla):
    member(slack, "person000@example.com", "Yoga 101")
    member(slack, "person001@example.com", "Yoga 101", ends=date(2026, 2, 1))
    member(slack, "person002@example.com", "Yoga 101", starts=date(2999, 1, 1))
    carla.click("Products")
    carla.see("1 active  ·  1 expired  ·  1 upcoming")
    carla.click("Show memberships", near="Yoga 101")
    carla.see("1–3 of 3 memberships")


def test_a_product_gets_another_name(carla):
    make(carla, "Yoga 101")
    carla.click("Rename product", near="Yoga 101")
    carla.type("Name", "Yoga 201")
    carla.submit()
    carla.see("The product is called Yoga 201 now.")
    assert "Yoga 101" not in carla.screen


def test_an_archived_product_is_given_to_nobody_and_its_memberships_live_on(slack, carla):
    member(slack, "person000@example.com", "Yoga 101")
    make(carla, "Pilates")
    carla.click("Archive product", near="Yoga 101")
    carla.see("is archived: nobody is given it any more")
    carla.click("Memberships")
    carla.see("🟢 Active")
    carla.click("Add membership")
    carla.see("First day")
    assert carla.offered("Product", "") == ["Pilates"]
    carla.close()
    carla.click("Products")
    carla.see("Yoga 101  ·  archived")
    carla.click("Give it again", near="Yoga 101")
    carla.see("can be given again.")


def test_an_owner_deletes_a_product_with_its_memberships_after_a_question(slack, carla):
    member(slack, "person000@example.com", "Yoga 101")
    carla.click("Products")
    carla.click("Delete product", near="Yoga 101")
    carla.see("with its 1 membership and their history")
    carla.see("archive it instead")
    carla.submit()
    carla.see("The product Yoga 101 was deleted with 1 membership.")
    carla.click("All contacts")
    carla.see("1–3 of 3")


def test_an_editor_is_not_offered_to_delete_a_product(slack, carla):
    make(carla, "Yoga 101")
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    slack.amir.click("Products")
    slack.amir.see("Yoga 101")
    slack.amir.see("Archive product")
    assert "Delete product" not in slack.amir.screen


def test_a_viewer_sees_products_and_changes_none(slack, carla):
    make(carla, "Yoga 101")
    slack.admit(slack.amir, "Viewer")
    slack.amir.home()
    slack.amir.click("Products")
    slack.amir.see("Yoga 101")
    slack.amir.see("Show memberships")
    for way in ("New product", "Rename product", "Archive product", "Delete product"):
        assert way not in slack.amir.screen


def test_only_what_was_counted_is_deleted_with_a_product(slack, carla):
    member(slack, "person000@example.com", "Yoga 101")
    carla.click("Products")
    carla.see("1 active")
    carla.click("Delete product", near="Yoga 101")
    carla.see("with its 1 membership")
    member(slack, "person001@example.com", "Yoga 101")
    carla.submit()
    carla.see("with its 2 memberships")
    carla.submit()
    carla.see("was deleted with 2 memberships")


def test_a_product_that_very_many_have_is_deleted_as_long_work(slack, carla, monkeypatch):
    monkeypatch.setattr("store.product_removal.CHUNK", 1)
    for number in range(3):
        member(slack, f"person00{number}@example.com", "Yoga 101")
    carla.click("Products")
    carla.see("3 active")
    carla.click("Delete product", near="Yoga 101")
    carla.submit()
    carla.see("The product Yoga 101 was deleted with 3 memberships.")
    carla.close()
    carla.see("There are no products yet.")
