"""Ticks and bulk work on a bad day: late clicks, other pages, a Slack that loses answers."""

from datetime import timedelta

import pytest

from bot.playground.faults import Fault
from store import bulk, contacts, favorites, ticks
from store.scopes import Scope


@pytest.fixture
def carla(slack):
    slack.fill(60)
    slack.carla.home()
    slack.carla.see("1–25 of 60")
    slack.carla.click("Select")
    slack.carla.see("0 ticked")
    return slack.carla


@pytest.fixture
def impatient(monkeypatch):
    """Work that Slack did not take is tried again at the worker's next look."""
    monkeypatch.setattr("bot.worker.AWAY", timedelta(0))


@pytest.fixture
def chunks_of_ten(monkeypatch):
    monkeypatch.setattr("store.bulk.CHUNK", 10)


def last_click(slack, action_id):
    return next(
        one
        for one in reversed(slack.playground.delivery.sent)
        if action_id.encode() in one.body and b"block_actions" in one.body
    )


def ticked(slack):
    with slack.roster.database.reading() as session:
        return ticks.count(session, slack.team_book(), person=slack.carla.id)


def everybody(slack):
    with slack.roster.database.reading() as session:
        return contacts.count(session, slack.team_book())


def ask_to_delete_all(carla):
    carla.click("Select all 60")
    carla.see("60 ticked")
    carla.click("Delete contacts")
    carla.see("Delete 60 contacts?")
    carla.submit()
    carla.see("60 contacts are many.")


def test_a_late_click_on_an_old_page_unticks_nobody(slack, carla):
    carla.tick("Person 000", "Person 001")
    carla.click("Next ›")
    carla.see("2 ticked")
    old = last_click(slack, "contacts.next")
    carla.click("Select all 60")
    carla.see("60 ticked")
    slack.playground.delivery.replay(old)
    carla.until(lambda _: ticked(slack) == 60)
    carla.click("Favorites")
    carla.see("No favorites yet.")
    carla.see("60 ticked")


def test_a_late_click_on_an_old_page_ticks_nobody_again(slack, carla):
    carla.tick("Person 000", "Person 001")
    carla.click("Next ›")
    carla.see("2 ticked")
    old = last_click(slack, "contacts.next")
    carla.click("Add to favorites")
    carla.see("2 contacts added to your favorites.")
    slack.playground.delivery.replay(old)
    carla.click("Groups")
    carla.see("There are no groups yet.")
    assert ticked(slack) == 0


def test_only_those_are_deleted_about_whom_the_person_was_asked(slack, carla):
    carla.tick("Person 000", "Person 001")
    carla.click("Delete contacts")
    carla.see("Person 000, Person 001")
    book = slack.team_book()
    with slack.roster.database.writing() as session:  # on another device
        ticks.clear(session, book, person=carla.id)
        found = Scope(search="person 05")
        ticks.add_all(session, book, person=carla.id, scope=found)
    carla.submit()
    carla.see("Person 050")
    carla.close()
    assert everybody(slack) == 60


def test_a_report_leaves_the_page_alone_that_the_person_has_turned_to(
    slack, carla, chunks_of_ten, monkeypatch
):
    with monkeypatch.context() as worker:
        worker.setattr("bot.worker.Worker._take", lambda _: None)
        carla.click("Select all 60")
        carla.see("60 ticked")
        carla.click("Create group")
        carla.see("60 contacts will be in it.")
        carla.type("Name", "Everybody")
        carla.submit()
        carla.see("Adding 60 contacts")
        carla.close()
        carla.choose("Team book", "Personal book")
        carla.see("There is nobody in this book yet.")
    slack.roster.worker.wake()
    carla.until(lambda _: "60 contacts added" in str(carla.messages))
    carla.see("There is nobody in this book yet.")


def test_a_file_whose_answer_is_lost_again_and_again_is_given_up_soon(slack, carla, impatient):
    slack.playground.faults.add("files.completeUploadExternal", Fault(500, after=True), times=50)
    ask_to_delete_all(carla)
    carla.submit()
    carla.see("could not be finished: it was done to 0 of 60 contacts.", timeout=20)
    carla.see("All of them are ticked as before")
    carla.close()
    carla.see("60 ticked")
    assert everybody(slack) == 60
    assert sum(len(message["files"]) for message in carla.messages) <= 10


def test_work_that_is_given_up_is_given_up_once_however_late_it_can_be_told(
    slack, carla, impatient
):
    slack.playground.faults.add("files.completeUploadExternal", Fault(500), times=50)
    slack.playground.faults.add("views.update", Fault(503), times=6)
    ask_to_delete_all(carla)
    carla.submit()
    carla.see("could not be finished: it was done to 0 of 60 contacts.", timeout=20)
    carla.see("All of them are ticked as before")
    assert everybody(slack) == 60


def test_nobody_is_deleted_before_slack_has_the_file(slack, carla, impatient):
    slack.playground.faults.add("files.completeUploadExternal", Fault(500), times=2)
    ask_to_delete_all(carla)
    carla.submit()
    carla.see("60 contacts deleted.", timeout=20)
    carla.open_messages()
    assert everybody(slack) == 0
    assert [len(message["files"]) for message in carla.messages] == [1]


def test_what_cannot_be_told_in_its_message_is_told_in_another(
    slack, carla, chunks_of_ten, monkeypatch
):
    monkeypatch.setattr("handlers.telling.PROGRESS_SECONDS", 0)
    deleted = []

    def forget_messages(*_):
        """Slack's retention, say, or the person: what Roster said is not there any more."""
        for channel in slack.playground.workspace.channels.values():
            deleted.extend(channel.messages)
            channel.messages.clear()

    run = bulk.run

    def run_and_lose(database, job, *, on_progress):
        outcome = run(database, job, on_progress=on_progress)
        forget_messages()
        return outcome

    monkeypatch.setattr("store.bulk.run", run_and_lose)
    carla.click("Select all 60")
    carla.see("60 ticked")
    carla.click("Add to favorites")
    carla.open_messages()
    carla.see("60 contacts added to your favorites.")
    assert deleted


def test_work_ends_where_the_person_loses_access(slack, chunks_of_ten, monkeypatch):
    slack.fill(60)
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    slack.amir.see("1–25 of 60")
    slack.amir.click("Select")
    slack.amir.see("0 ticked")
    slack.amir.click("Select all 60")
    slack.amir.see("60 ticked")
    with monkeypatch.context() as worker:
        worker.setattr("bot.worker.Worker._take", lambda _: None)
        slack.amir.click("Add to favorites")
        slack.amir.see("has begun")
        slack.dismiss(slack.amir)
    slack.roster.worker.wake()
    slack.amir.open_messages()
    slack.amir.see("could not be finished: it was done to 0 of 60 contacts.")
    slack.amir.see("you have no access to it.")
    with slack.roster.database.reading() as session:
        book = slack.team_book()
        found = contacts.find(session, book, person=slack.amir.id, scope=Scope(search="person"))
        assert not any(row.starred for row in found.rows)


def test_what_was_done_is_said_where_the_page_cannot_be_drawn(slack, carla):
    carla.tick("Person 000")
    slack.playground.faults.add("views.publish", Fault(reset=True), times=2)
    carla.click("Add to favorites")
    carla.open_messages()
    carla.see("1 contact added to your favorites.")
    with slack.roster.database.reading() as session:
        book = slack.team_book()
        page = contacts.find(session, book, person=carla.id, scope=Scope(search="person 000"))
        id = page.rows[0].contact.id
        assert favorites.is_favorite(session, book, person=carla.id, contact_id=id)


def test_a_question_that_slack_does_not_open_is_said_in_the_messages(slack, carla):
    carla.tick("Person 000")
    slack.playground.faults.add("views.open", Fault(reset=True), times=4)
    carla.click("Delete contacts")
    carla.open_messages()
    carla.see("Slack is busy just now.")
