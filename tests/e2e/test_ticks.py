"""Ticks: selecting over pages, searches and views, and what is done with the ticked."""

import csv
import io

import pytest

from store import contacts
from store.contacts import Fields
from store.words import Source


@pytest.fixture
def carla(slack):
    slack.fill(60)
    slack.carla.home()
    slack.carla.see("1–25 of 60")
    slack.carla.click("Select")
    slack.carla.see("0 ticked")
    return slack.carla


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def ticked_boxes(person):
    """The values of all boxes that stand ticked on the page."""
    values = person.state["home"]["values"]
    return [one for block in values if block.startswith("boxes:") for one in values[block]["box"]]


def test_a_tick_sends_nothing_and_counts_from_the_next_click(slack, carla):
    before = len(slack.playground.delivery.sent)
    carla.tick("Person 000", "Person 001")
    assert len(slack.playground.delivery.sent) == before
    carla.click("Next ›")
    carla.see("2 ticked")


def test_turning_a_page_costs_one_call_of_slack(slack, carla):
    carla.tick("Person 000")
    seen = len(slack.playground.log.after(0))
    carla.click("Next ›")
    carla.see("26–50 of 60")
    log = slack.playground.log.after(0)[seen:]
    calls = [entry["what"] for entry in log if entry["direction"] == "to Slack"]
    assert calls == ["views.publish"]


def test_ticks_survive_paging_searching_and_other_views(carla):
    carla.tick("Person 000", "Person 013")
    carla.click("Next ›")
    carla.see("26–50 of 60")
    carla.tick("Person 030")
    carla.type("Search", "person 05", enter=True)
    carla.see("3 ticked")
    carla.tick("Person 051")
    carla.click("Favorites")
    carla.see("Nobody among your favorites matches “person 05”.")
    carla.see("4 ticked")
    carla.click("Groups")
    carla.see("There are no groups yet.")
    carla.see("4 ticked")
    carla.click("All contacts")
    carla.see("1–25 of 60")
    assert len(ticked_boxes(carla)) == 2


def test_what_is_unticked_counts_no_more(carla):
    carla.tick("Person 000", "Person 001")
    carla.click("Next ›")
    carla.see("2 ticked")
    carla.click("‹ Previous")
    carla.see("1–25 of 60")
    carla.tick("Person 000", on=False)
    carla.click("Next ›")
    carla.see("1 ticked")


def test_everybody_who_matches_is_ticked_at_once(carla):
    carla.type("Search", "person 01", enter=True)
    carla.see("Select all 11 that match")
    carla.click("Select all 11 that match")
    carla.see("11 ticked")
    carla.click("Clear search")
    carla.see("1–25 of 60")
    carla.click("Select all 60")
    carla.see("60 ticked")


def test_clear_unticks_and_done_shows_rows_again(carla):
    carla.tick("Person 000")
    carla.click("Next ›")
    carla.see("1 ticked")
    carla.click("Clear ticks")
    carla.see("0 ticked")
    carla.click("‹ Previous")
    carla.see("1–25 of 60")
    assert ticked_boxes(carla) == []
    carla.click("Done")
    carla.see("☆")
    carla.see_no("ticked")


@pytest.mark.parametrize(
    "deed", ["Add to existing group", "Create group", "Add to favorites", "Export ticked"]
)
def test_nobody_ticked_is_said(carla, deed):
    carla.click(deed)
    carla.see("Tick somebody first.")


@pytest.mark.parametrize("deed", ["Delete contacts", "Invite to an event"])
def test_nobody_ticked_is_said_before_a_question(carla, deed):
    carla.click(deed)
    carla.see("Tick somebody first.")


def test_the_ticked_become_favorites(carla):
    carla.tick("Person 000", "Person 001")
    carla.click("Add to favorites")
    carla.see("2 contacts added to your favorites.")
    carla.see("0 ticked")
    carla.click("Done")
    carla.click("Favorites")
    carla.see("1–2 of 2")


def test_the_ticked_of_a_group_are_removed_from_it(carla):
    carla.tick("Person 000", "Person 001", "Person 002")
    carla.click("Create group")
    carla.type("Name", "VIP")
    carla.submit()
    carla.see("3 contacts added to “VIP”.")
    carla.click("Groups")
    carla.click("Open", near="VIP")
    carla.see("1–3 of 3")
    carla.tick("Person 001")
    carla.click("Remove from group")
    carla.see("1 contact removed from “VIP”.")
    carla.see("1–2 of 2")


def test_the_ticked_are_exported_and_stay_ticked(carla):
    carla.tick("Person 000", "Person 001")
    carla.click("Export ticked")
    carla.see("Your CSV file is on its way")
    carla.see("2 ticked")
    carla.open_messages()
    carla.see("2 contacts as a CSV file.")
    name = carla.messages[-1]["files"][0]["name"]
    assert [row["Email"] for row in rows(carla.download(name))] == [
        "person000@example.com",
        "person001@example.com",
    ]


def test_deleting_says_how_many_first_and_leaves_a_file_of_them(carla):
    carla.tick("Person 000", "Person 001")
    carla.click("Delete contacts")
    carla.see("Delete 2 contacts?")
    carla.see("First you get a CSV file with them")
    carla.submit()
    carla.see("2 contacts deleted.")
    carla.close()
    carla.see("1–25 of 58")
    carla.open_messages()
    carla.see("2 contacts that you are deleting.")
    name = carla.messages[-1]["files"][0]["name"]
    assert len(rows(carla.download(name))) == 2


def test_many_are_asked_about_once_more(carla):
    carla.click("Select all 60")
    carla.see("60 ticked")
    carla.click("Delete contacts")
    carla.see("Delete 60 contacts?")
    carla.submit()
    carla.see("60 contacts are many.")
    carla.submit()
    carla.see("60 contacts deleted.")
    carla.close()
    carla.see("There is nobody in this book yet.")


def test_the_file_of_the_deleted_brings_them_back(carla):
    carla.click("Select all 60")
    carla.see("60 ticked")
    carla.click("Delete contacts")
    carla.see("Delete 60 contacts?")
    carla.submit()
    carla.see("60 contacts are many.")
    carla.submit()
    carla.see("60 contacts deleted.")
    carla.close()
    carla.open_messages()
    name = next(file["name"] for one in carla.messages for file in one["files"])
    carla.drop("back.csv", carla.download(name))
    carla.see("60 new")


def test_who_comes_after_the_ticks_is_not_deleted(slack, carla):
    carla.click("Select all 60")
    carla.see("60 ticked")
    carla.click("Delete contacts")
    carla.see("Delete 60 contacts?")
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        for number in range(3):
            fields = Fields(email=f"late{number}@example.com")
            contacts.add(session, book, person=slack.amir.id, fields=fields)
    carla.submit()
    carla.see("60 contacts are many.")
    carla.submit()
    carla.see("60 contacts deleted.")
    carla.close()
    carla.see("1–3 of 3")


def test_synced_contacts_are_left_and_that_is_said(slack, carla):
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        fields = Fields(email="google@example.com", first_name="Google", last_name="Person")
        contacts.add(session, book, person=slack.carla.id, fields=fields, source=Source.google)
    carla.type("Search", "google", enter=True)
    carla.see("Google Person")
    carla.tick("Google Person")
    carla.click("Clear search")
    carla.see("1–25 of 61")
    carla.tick("Person 000")
    carla.click("Delete contacts")
    carla.see("Delete 1 contact?")
    carla.see("1 ticked contact stays: it comes from a connected account")
    carla.submit()
    carla.see("1 contact deleted. 1 ticked contact stays")


def test_long_work_is_told_where_it_was_asked_for(carla, monkeypatch):
    monkeypatch.setattr("store.bulk.CHUNK", 10)
    monkeypatch.setattr("handlers.telling.PROGRESS_SECONDS", 0)
    carla.click("Select all 60")
    carla.see("60 ticked")
    carla.click("Create group")
    carla.see("60 contacts will be in it.")
    carla.type("Name", "Everybody")
    carla.submit()
    carla.see("60 contacts added to “Everybody”.")


def test_long_work_without_a_form_is_told_in_the_messages_once(carla, monkeypatch):
    monkeypatch.setattr("store.bulk.CHUNK", 10)
    carla.click("Select all 60")
    carla.see("60 ticked")
    carla.click("Add to favorites")
    carla.open_messages()
    carla.see("60 contacts added to your favorites.")
    assert carla.screen.text.count("added to your favorites") == 1


def test_closing_the_form_moves_the_report_into_the_messages(slack, carla, monkeypatch):
    monkeypatch.setattr("store.bulk.CHUNK", 10)
    with monkeypatch.context() as worker:
        worker.setattr("bot.worker.Worker._take", lambda _: None)
        carla.click("Select all 60")
        carla.see("60 ticked")
        carla.click("Create group")
        carla.see("60 contacts will be in it.")
        carla.type("Name", "Everybody")
        carla.submit()
        carla.see("Adding 60 contacts to “Everybody”")
        carla.close()
    slack.roster.worker.wake()
    carla.open_messages()
    carla.see("60 contacts added to “Everybody”.")


def test_ticks_are_a_persons_own(slack, carla):
    slack.admit(slack.amir, "Viewer")
    carla.home()
    carla.tick("Person 000")
    carla.click("Next ›")
    carla.see("1 ticked")
    slack.amir.home()
    slack.amir.click("Select")
    slack.amir.see("0 ticked")


def test_a_viewer_may_only_star_the_ticked(slack, carla):
    slack.admit(slack.amir, "Viewer")
    slack.amir.home()
    slack.amir.click("Select")
    slack.amir.see("Add to favorites")
    for deed in ("Create group", "Delete contacts", "Export ticked", "Invite to an event"):
        assert deed not in slack.amir.screen


def test_ticks_work_in_the_page_of_the_command_too(slack, carla):
    carla.command("/contacts")
    carla.click("Select")
    carla.see("Clear ticks")
    carla.tick("Person 002")
    carla.type("Search", "person 00")
    carla.submit()
    carla.see("1 ticked")
    carla.see("1–10 of 10 matching “person 00”")


@pytest.mark.parametrize("deed", ["Export ticked", "Delete contacts"])
def test_work_that_had_to_wait_is_not_done_for_somebody_without_access(slack, monkeypatch, deed):
    slack.fill(3)
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    slack.amir.click("Select")
    slack.amir.see("0 ticked")
    with monkeypatch.context() as worker:
        worker.setattr("bot.worker.Worker._take", lambda _: None)
        slack.amir.tick("Person 000")
        slack.amir.click(deed)
        if deed == "Delete contacts":
            slack.amir.see("Delete 1 contact?")
            slack.amir.submit()
            slack.amir.see("Deleting 1 contact")
        else:
            slack.amir.see("Your CSV file is on its way")
        slack.dismiss(slack.amir)
    slack.roster.worker.wake()
    slack.amir.open_messages()
    slack.amir.see("you have no access to it.", timeout=10)
    assert all(not message["files"] for message in slack.amir.messages)
    slack.carla.home()
    slack.carla.see("1–3 of 3")


def test_a_form_that_is_cancelled_leaves_the_ticks_and_the_count(carla):
    carla.tick("Person 000", "Person 001")
    carla.click("Delete contacts")
    carla.see("Delete 2 contacts?")
    carla.close()
    carla.see("2 ticked")
    assert len(ticked_boxes(carla)) == 2
    carla.tick("Person 001", on=False)
    carla.click("Add to favorites")
    carla.see("1 contact added to your favorites.")
    assert ticked_boxes(carla) == []


def again(slack, action_id):
    """The last click on this button arrives once more, as when somebody clicks twice."""
    sent = next(
        one
        for one in reversed(slack.playground.delivery.sent)
        if action_id.encode() in one.body and b"block_actions" in one.body
    )
    return slack.playground.delivery.replay(sent)


def test_a_double_click_does_it_once_and_says_so_once(slack, carla):
    carla.tick("Person 000")
    carla.click("Add to favorites")
    carla.see("1 contact added to your favorites.")
    assert again(slack, "ticks.star").status == 200
    carla.click("Next ›")
    carla.see("26–50 of 60")
    assert "Tick somebody first." not in carla.screen


def test_two_clicks_bring_one_file(slack, carla):
    carla.tick("Person 000")
    carla.click("Export ticked")
    carla.see("Your CSV file is on its way")
    again(slack, "exporting.ticked")
    carla.open_messages()
    carla.see("1 contact as a CSV file.")
    assert [len(message["files"]) for message in carla.messages] == [1]
