"""Memberships on a bad day: forms sent twice, late, or after what they are about has gone."""

import copy
import threading
from datetime import date, timedelta

import pytest

from store import contacts, memberships, products
from store.contacts import Fields
from store.scopes import Scope
from tests.e2e.membering import member, product

TODAY = date.today()
SOON = TODAY + timedelta(days=10)


@pytest.fixture
def carla(slack):
    slack.fill(3)
    product(slack, "Yoga 101")
    slack.carla.home()
    slack.carla.see("1–3 of 3")
    return slack.carla


@pytest.fixture
def form(carla):
    """The form for Person 001 and yoga, filled in."""
    open_form(carla, "person001")
    return carla


def open_form(person, who):
    person.click("Memberships")
    person.see("Add membership")
    person.click("Add membership")
    person.see("First day")
    name = f"Person {who[-3:]} · {who}@example.com"
    person.choose("Email", name, query=who)
    person.choose("Product", "Yoga 101")


def contact_of(slack, who):
    with slack.roster.database.reading() as session:
        scope = Scope(search=who)
        page = contacts.find(session, slack.team_book(), person=slack.carla.id, scope=scope)
        return page.rows[0].contact.id


def held(slack, who):
    """All memberships of somebody."""
    with slack.roster.database.reading() as session:
        return memberships.of(session, slack.team_book(), contact_id=contact_of(slack, who))


def change(slack, verb, **which):
    """Carla does something to a product on another device."""
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        verb(session, book, person=slack.carla.id, **which)


def delete_contact(slack, who):
    id = contact_of(slack, who)
    change(slack, contacts.delete, contact_id=id)


def last_sent(slack, word):
    return next(
        one for one in reversed(slack.playground.delivery.sent) if word.encode() in one.body
    )


def all_at_once(deeds):
    """What each of them came to, when all begin together."""
    answers, ready = [None] * len(deeds), threading.Barrier(len(deeds))

    def do(at):
        ready.wait()
        answers[at] = deeds[at]()

    threads = [threading.Thread(target=do, args=[at]) for at in range(len(deeds))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


def submissions(slack, count, *, alike):
    """The form that was sent last, about the contact beside, so often at once; what is answered.

    Alike, they are one form that Slack sends again; otherwise forms of their own.
    """
    sent = last_sent(slack, "view_submission").content
    right, wrong = contact_of(slack, "person001"), contact_of(slack, "person002")
    forms = []
    for number in range(count):
        one = copy.deepcopy(sent)
        chosen = one["view"]["state"]["values"]["email"]["memberships.suggest_contact"]
        assert chosen["selected_option"]["value"] == str(right)
        chosen["selected_option"]["value"] = str(wrong)
        one["view"]["id"] = "VFORGED" if alike else f"VFORGED{number}"
        forms.append(one)
    deliver = slack.playground.delivery.interact
    return all_at_once(
        [lambda one=one, at=at: deliver(one, f"form {at}").read() for at, one in enumerate(forms)]
    )


def test_a_form_that_is_sent_again_adds_once_and_is_answered_alike(slack, form):
    form.submit()
    form.see("Person 001 has Yoga 101 from")
    sent = last_sent(slack, "view_submission")
    answers = [slack.playground.delivery.replay(sent) for _ in range(2)]
    assert [(one.status, one.body) for one in answers] == [(200, b"")] * 2
    assert len(held(slack, "person001")) == 1


def test_a_form_that_is_sent_eight_times_at_once_adds_once_and_is_answered_alike(slack, form):
    form.submit()
    form.see("Person 001 has Yoga 101 from")
    assert submissions(slack, 8, alike=True) == [None] * 8
    assert len(held(slack, "person002")) == 1


def test_of_eight_forms_about_the_same_one_adds_and_the_others_offer_to_extend(slack, form):
    form.submit()
    form.see("Person 001 has Yoga 101 from")
    answers = submissions(slack, 8, alike=False)
    assert answers.count(None) == 1
    others = [str(one) for one in answers if one]
    assert all("There can be one at a time." in one for one in others)
    assert len(held(slack, "person002")) == 1


def test_an_email_that_becomes_somebodys_meanwhile_is_theirs(slack, carla):
    carla.click("Memberships")
    carla.click("Add membership")
    carla.choose("Email", "➕ New contact: zoe@example.com", query="zoe@example.com")
    carla.choose("Product", "Yoga 101")
    slack.carla.see("First day")
    change(slack, contacts.add, fields=Fields(email="Zoe@example.com", first_name="Zoe"))
    carla.submit()
    carla.see("Zoe has Yoga 101 from")
    assert len(held(slack, "zoe")) == 1


def test_a_product_that_is_archived_meanwhile_is_given_to_nobody(slack, form):
    change(slack, products.archive, product_id=product(slack, "Yoga 101").id)
    form.submit()
    assert "is archived" in form.errors["Product"]
    assert held(slack, "person001") == []


def test_a_product_that_is_deleted_meanwhile_is_told_at_its_field(slack, form):
    change(slack, products.delete, product_id=product(slack, "Yoga 101").id)
    form.submit()
    assert "not in the book any more" in str(form.errors)
    assert held(slack, "person001") == []


def test_a_contact_who_is_deleted_meanwhile_is_given_nothing(slack, form):
    delete_contact(slack, "person001")
    form.submit()
    assert "not in the book any more" in form.errors["Email"]
    form.close()
    form.click("All contacts")
    form.see("1–2 of 2")


def test_a_product_that_somebody_makes_meanwhile_is_given_and_not_made_again(slack, carla):
    carla.click("Memberships")
    carla.click("Add membership")
    carla.choose("Email", "Person 001 · person001@example.com", query="person001")
    carla.choose("Product", "➕ New product: Pilates", query="Pilates")
    product(slack, "pilates")
    carla.submit()
    carla.see("Person 001 has pilates from")


def test_what_stands_in_the_way_by_now_is_shown_and_what_was_chosen_stays(slack, form):
    member(slack, "person001@example.com", "Yoga 101", ends=SOON)
    form.submit()
    form.see("There can be one at a time.")
    assert form.held("Product") == "Yoga 101"
    form.click("Extend it instead")
    form.see("Extend membership")
    form.type("Last day", "2999-12-31")
    form.submit()
    form.see("goes until 31 Dec 2999 now.")
    assert len(held(slack, "person001")) == 1


CHANGES = {
    "Extend": ("Extend membership", "Last day", "2999-12-31"),
    "Change payment type": ("How", "", ""),
    "Cancel membership": ("It ends at once", "", ""),
}


def open_change(slack, person, way):
    """The form that changes the membership of Person 000, opened on the list."""
    member(slack, "person000@example.com", "Yoga 101", ends=SOON)
    person.click("Memberships")
    person.see("1–1 of 1")
    person.click(way, near="Person 000")
    person.until(lambda screen: screen.kind == "modal")
    if way == "Extend":
        person.type("Last day", "2999-12-31")


def told(person):
    """What the form says, at a field or in its place."""
    return str(person.errors) + person.screen.text


@pytest.mark.parametrize("way", CHANGES)
def test_a_change_after_the_product_has_gone_is_told(slack, carla, way):
    open_change(slack, carla, way)
    change(slack, products.delete, product_id=product(slack, "Yoga 101").id)
    carla.submit()
    assert "not in the book any more" in told(carla)


@pytest.mark.parametrize("way", CHANGES)
def test_a_change_after_the_contact_has_gone_is_told(slack, carla, way):
    open_change(slack, carla, way)
    delete_contact(slack, "person000")
    carla.submit()
    assert "not in the book any more" in told(carla)


@pytest.mark.parametrize("way", CHANGES)
def test_a_change_of_what_was_cancelled_meanwhile_is_told_and_changes_nothing(slack, carla, way):
    open_change(slack, carla, way)
    one = held(slack, "person000")[0].membership
    change(slack, memberships.cancel, membership_id=one.id, version=one.version)
    carla.submit()
    assert "Somebody changed this membership meanwhile." in told(carla)
    assert held(slack, "person000")[0].membership.version == one.version + 1


@pytest.mark.parametrize("way", CHANGES)
def test_a_change_that_is_sent_again_is_made_once(slack, carla, way):
    open_change(slack, carla, way)
    carla.submit()
    carla.see(":white_check_mark:")
    version = held(slack, "person000")[0].membership.version
    sent = last_sent(slack, "view_submission")
    deeds = [lambda: slack.playground.delivery.replay(sent)] * 8
    assert {(one.status, one.body) for one in all_at_once(deeds)} == {(200, b"")}
    assert held(slack, "person000")[0].membership.version == version


def test_a_product_that_is_archived_meanwhile_is_not_renewed(slack, carla):
    member(slack, "person000@example.com", "Yoga 101", ends=date(2026, 2, 1))
    carla.click("Memberships")
    carla.see("1–1 of 1")
    carla.click("Renew", near="Person 000")
    carla.see("Renew membership")
    change(slack, products.archive, product_id=product(slack, "Yoga 101").id)
    carla.submit()
    assert "is archived" in told(carla)


def test_the_memberships_of_two_people_stay_apart_in_a_stack_of_modals(slack, carla):
    for who in ("person000", "person001"):
        member(slack, f"{who}@example.com", "Yoga 101", ends=SOON)
    carla.command("/contacts")
    carla.see("1–3 of 3")
    carla.click("Open", near="Person 000")
    carla.see("Added by hand")
    carla.click("View memberships")
    carla.see("Added by @Carla")
    carla.click("Extend", near="Yoga 101")
    carla.see("Extend membership")
    carla.type("Last day", "2999-12-31")
    carla.submit()
    carla.see("Yoga 101 of Person 000 goes until 31 Dec 2999 now.")
    carla.click("Change payment type", near="Yoga 101")
    carla.choose("Payment type", "Free")
    carla.submit()
    carla.see("Yoga 101 of Person 000 is free now.")
    carla.close()
    carla.see("Added by hand")
    carla.see("31 Dec 2999")
    carla.close()
    carla.see("1–3 of 3")
    carla.click("Open", near="Person 001")
    carla.see("Added by hand")
    carla.click("View memberships")
    carla.see("Added by @Carla")
    carla.click("Cancel membership", near="Yoga 101")
    carla.see("It ends at once")
    carla.submit()
    carla.see("Yoga 101 of Person 001 was cancelled.")
    first, second = (held(slack, who)[0].membership for who in ("person000", "person001"))
    assert (first.ends, first.cancelled_at) == (date(2999, 12, 31), None)
    assert second.cancelled_at


def test_a_form_in_the_place_of_the_memberships_gives_them_back(slack, carla):
    member(slack, "person000@example.com", "Yoga 101", ends=SOON)
    product(slack, "Pilates")
    carla.click("Open", near="Person 000")
    carla.see("Added by hand")
    carla.click("View memberships")
    carla.see("Added by @Carla")
    carla.click("Add membership")
    carla.see("For Person 000.")
    carla.choose("Product", "Yoga 101")
    carla.submit()
    carla.see("There can be one at a time.")
    carla.choose("Product", "Pilates")
    carla.submit()
    carla.see("Person 000 has Pilates from")
    carla.see("Added by @Carla")
    carla.close()
    carla.see("Added by hand")
    carla.see("Pilates")


def test_a_late_click_on_a_membership_that_has_gone_is_told(slack, carla):
    open_change(slack, carla, "Extend")
    carla.close()
    old = last_sent(slack, "membership_changes.more")
    change(slack, products.delete, product_id=product(slack, "Yoga 101").id)
    carla.click("All contacts")
    carla.see("1–3 of 3")
    slack.playground.delivery.replay(old)
    carla.open_messages()
    carla.see("not in the book any more")
