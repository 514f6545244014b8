"""Products and segments that go while others look at them, and long deletions that are killed."""

from datetime import date, timedelta

import pytest
from sqlmodel import update

from bot.playground.faults import Fault
from store import memberships, product_removal, products, segments
from store.filters import Row
from store.work_models import Job
from tests.e2e.membering import member, product


class Killed(BaseException):
    """What ends a process at once; no `except Exception` sees it."""


@pytest.fixture
def carla(slack):
    """Three people have yoga."""
    slack.fill(3)
    for number in range(3):
        member(slack, f"person00{number}@example.com", "Yoga 101", ends=date(2999, 1, 1))
    slack.carla.home()
    slack.carla.see("1–3 of 3")
    return slack.carla


@pytest.fixture
def chunks_of_one(monkeypatch):
    monkeypatch.setattr(product_removal, "CHUNK", 1)


@pytest.fixture
def impatient(monkeypatch):
    """Work that failed is tried again at the worker's next look."""
    monkeypatch.setattr("bot.worker.AWAY", timedelta(0))
    monkeypatch.setattr("bot.worker.pause", lambda *_: timedelta(0))


def delete_product(slack, name):
    """On another device."""
    of, book = product(slack, name), slack.team_book()
    with slack.roster.database.writing() as session:
        products.delete(session, book, person=slack.carla.id, product_id=of.id)


def segment_of(slack, name, of):
    """A segment of those who have the product."""
    asked, book = Row(products=(product(slack, of).id,)), slack.team_book()
    with slack.roster.database.writing() as session:
        return segments.add(session, book, person=slack.carla.id, name=name, filter=asked)


def delete_segment(slack, segment):
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        segments.delete(session, book, person=slack.carla.id, segment_id=segment.id)


def left_of(slack, name):
    """How many have the product."""
    with slack.roster.database.reading() as session:
        book = slack.team_book()
        found = products.by_name(session, book, name=name)
        return products.size(session, book, product_id=found.id) if found else None


def ask_to_delete(person):
    person.click("Products")
    person.see("3 active")
    person.click("Delete product", near="Yoga 101")
    person.see("with its 3 memberships and their history")


def dies_after(monkeypatch, chunks, ending):
    """The worker is at its end once so many chunks are deleted, once."""
    delete, left = product_removal._delete_chunk, [chunks]

    def delete_or_die(*about):
        if left and left[0] == 0:
            left.clear()
            raise ending
        if left:
            left[0] -= 1
        return delete(*about)

    monkeypatch.setattr(product_removal, "_delete_chunk", delete_or_die)
    return left


def end_leases(slack):
    """As if it was long ago that somebody died."""
    with slack.roster.database.writing() as session:
        session.exec(update(Job).values(lease_until=None))


def test_a_killed_worker_leaves_the_rest_to_the_next_one(slack, carla, chunks_of_one, monkeypatch):
    left = dies_after(monkeypatch, 2, Killed())
    ask_to_delete(carla)
    carla.submit()
    carla.see("Deleting Yoga 101")
    carla.until(lambda _: not left)
    assert left_of(slack, "Yoga 101") == 1
    end_leases(slack)
    slack.roster.worker.wake()
    carla.see("The product Yoga 101 was deleted with 3 memberships.", timeout=10)
    assert left_of(slack, "Yoga 101") is None


def test_while_it_is_being_deleted_a_product_is_given_to_nobody(
    slack, carla, chunks_of_one, monkeypatch
):
    left = dies_after(monkeypatch, 1, Killed())
    ask_to_delete(carla)
    carla.submit()
    carla.until(lambda _: not left)
    carla.close()
    carla.see("archived")
    slack.carla.command("/memberships add zoe@example.com Yoga 101")
    carla.see("is archived")
    carla.home()
    end_leases(slack)
    slack.roster.worker.wake()
    carla.until(lambda _: left_of(slack, "Yoga 101") is None, timeout=10)


def test_work_that_fails_once_goes_on_where_it_stopped(
    slack, carla, chunks_of_one, impatient, monkeypatch
):
    dies_after(monkeypatch, 1, RuntimeError("the disk is full"))
    ask_to_delete(carla)
    carla.submit()
    carla.see("The product Yoga 101 was deleted with 3 memberships.", timeout=15)


def test_work_that_fails_for_good_is_told_and_the_product_stays_archived(
    slack, carla, chunks_of_one, impatient, monkeypatch
):
    def fail(*_):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(product_removal, "_delete_chunk", fail)
    ask_to_delete(carla)
    carla.submit()
    carla.see("Yoga 101 could not be deleted whole.", timeout=30)
    carla.close()
    assert left_of(slack, "Yoga 101") == 3
    carla.see("archived")


def test_what_slack_does_not_take_is_told_later(slack, carla, chunks_of_one, impatient):
    ask_to_delete(carla)
    slack.playground.faults.add("views.update", Fault(status=503), times=3)
    carla.submit()
    carla.see("The product Yoga 101 was deleted with 3 memberships.", timeout=20)


def test_the_question_that_is_answered_twice_deletes_once(slack, carla, chunks_of_one):
    ask_to_delete(carla)
    carla.submit()
    carla.see("The product Yoga 101 was deleted with 3 memberships.")
    product(slack, "Yoga 101")
    sent = next(
        one for one in reversed(slack.playground.delivery.sent) if b"view_submission" in one.body
    )
    assert slack.playground.delivery.replay(sent).status == 200
    assert left_of(slack, "Yoga 101") == 0


def test_who_is_no_owner_any_more_when_the_work_begins_deletes_nothing(
    slack, carla, chunks_of_one, monkeypatch
):
    slack.admit(slack.amir, "Owner")
    slack.amir.home()
    slack.amir.see("1–3 of 3")
    ask_to_delete(slack.amir)
    with monkeypatch.context() as worker:
        worker.setattr("bot.worker.Worker._take", lambda _: None)
        slack.amir.submit()
        slack.amir.see("Deleting Yoga 101")
        slack.admit(slack.amir, "Editor")
    slack.roster.worker.wake()
    slack.amir.see("Only an owner of this book can do that.", timeout=10)
    assert left_of(slack, "Yoga 101") == 3


@pytest.mark.parametrize("way", ["Rename product", "Archive product", "Show memberships"])
def test_an_old_list_with_a_product_that_has_gone_says_so(slack, carla, way):
    carla.click("Products")
    carla.see("3 active")
    delete_product(slack, "Yoga 101")
    carla.click(way, near="Yoga 101")
    if way == "Show memberships":
        carla.see("No membership matches this filter.")
    else:
        carla.see("not in the book any more")


def test_a_page_filtered_by_a_product_that_has_gone_says_so_and_shows_nobody(slack, carla):
    carla.choose("All products", "Yoga 101")
    carla.see("People who have a membership of Yoga 101")
    delete_product(slack, "Yoga 101")
    carla.choose("All statuses", "Active")
    carla.see("This filter asks for 1 product that was deleted.")
    assert "Person 000" not in carla.screen
    carla.click("Clear filter")
    carla.see("1–3 of 3")


def test_a_rename_after_the_product_has_gone_is_told(slack, carla):
    carla.click("Products")
    carla.see("3 active")
    carla.click("Rename product", near="Yoga 101")
    carla.type("Name", "Yoga 201")
    delete_product(slack, "Yoga 101")
    carla.submit()
    assert "not in the book any more" in carla.errors["Name"]


def test_a_segment_of_a_product_that_has_gone_means_nobody_and_says_so(slack, carla):
    segment_of(slack, "Members", "Yoga 101")
    delete_product(slack, "Yoga 101")
    carla.click("Segments")
    carla.see("It asks for something that was deleted. Change its filter.")
    carla.click("Open", near="Members")
    carla.see("This segment asks for 1 product that was deleted.")
    assert "Person 000" not in carla.screen


def test_the_filter_of_a_lost_segment_is_not_kept_until_it_is_mended(slack, carla):
    segment_of(slack, "Members", "Yoga 101")
    product(slack, "Pilates")
    delete_product(slack, "Yoga 101")
    carla.click("Segments")
    carla.see("Members")
    carla.click("Edit filter", near="Members")
    carla.see("Edit filter")
    carla.see("Deleted")
    carla.submit()
    assert "deleted since" in str(carla.errors)
    carla.choose("Deleted", "Pilates")
    carla.see("0 contacts")
    carla.submit()
    carla.see("The segment Members was saved.")


def test_a_segment_that_somebody_deletes_while_another_looks_at_it(slack, carla):
    kept = segment_of(slack, "Members", "Yoga 101")
    slack.admit(slack.amir, "Viewer")
    slack.amir.home()
    slack.amir.see("1–3 of 3")
    slack.amir.choose("All segments", "Members")
    slack.amir.see("People who have a membership of Yoga 101")
    delete_segment(slack, kept)
    slack.amir.choose("All statuses", "Active")
    slack.amir.see("This segment is not in the book any more.")
    slack.amir.see("1–3 of 3")
    assert slack.amir.held("Segment") == "All segments"


FORMS = {
    "Rename segment": "Name",
    "Edit filter": "Search",
    "Invite to an event": "Title",
    "Delete segment": "",
}


@pytest.mark.parametrize("way", FORMS)
def test_a_form_about_a_segment_that_has_gone_is_told(slack, carla, way):
    kept = segment_of(slack, "Members", "Yoga 101")
    carla.click("Segments")
    carla.see("3 contacts")
    carla.click(way, near="Members")
    carla.until(lambda screen: screen.kind == "modal")
    if FORMS[way]:
        carla.type(FORMS[way], "Else")
    delete_segment(slack, kept)
    carla.submit()
    assert "not in the book any more" in str(carla.errors) + carla.screen.text
    with slack.roster.database.reading() as session:
        assert segments.find(session, slack.team_book()).total == 0


def test_a_segment_that_two_people_change_at_once_keeps_the_first_and_tells_the_second(
    slack, carla
):
    segment_of(slack, "Members", "Yoga 101")
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    carla.home()
    for person in (carla, slack.amir):
        person.see("1–3 of 3")
        person.click("Segments")
        person.see("3 contacts")
        person.click("Edit filter", near="Members")
        person.see("Row 1")
    carla.choose("All statuses", "Active")
    carla.see("an active membership")
    carla.submit()
    carla.see("The segment Members was saved.")
    slack.amir.choose("All statuses", "Expired")
    slack.amir.see("an expired membership")
    slack.amir.submit()
    slack.amir.until(lambda screen: "changed" in str(slack.amir.errors) + screen.text)
    with slack.roster.database.reading() as session:
        [kept] = segments.find(session, slack.team_book()).rows
        assert "status:active" in kept.filter


def test_ended_memberships_of_a_contact_are_all_gone_with_the_product(slack, carla):
    delete_product(slack, "Yoga 101")
    with slack.roster.database.reading() as session:
        book = slack.team_book()
        for contact_id in (1, 2, 3):
            assert memberships.of(session, book, contact_id=contact_id) == []
    carla.click("All contacts")
    carla.see_no("🟢")
    carla.see("1–3 of 3")
