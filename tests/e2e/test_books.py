"""Who sees which book, and what they may do in it."""

import pytest


def test_a_stranger_does_not_see_that_the_team_book_exists(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.cleo.home()
    slack.cleo.see("Personal book")
    slack.cleo.see("There is nobody in this book yet.")
    assert "Team book" not in slack.cleo.screen
    slack.cleo.command("/contacts find ann")
    slack.cleo.see("Nobody matches")


def test_a_personal_book_is_seen_by_nobody_else(slack):
    slack.cleo.command("/contacts add mum@example.com Mum")
    slack.cleo.see("added to your personal book")
    slack.carla.command("/contacts find mum")
    slack.carla.see("Nobody matches")


def test_an_editor_changes_the_team_book(slack):
    slack.admit(slack.amir, "Editor")
    slack.amir.command("/contacts add ann@example.com Ann Lee")
    slack.amir.see("added to your team book")
    slack.carla.command("/contacts find ann")
    slack.carla.see("1–1 of 1")


def test_a_viewer_sees_and_stars_and_changes_nothing(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.admit(slack.amir, "Viewer")
    slack.amir.home()
    slack.amir.see("Ann Lee")
    assert "New contact" not in slack.amir.screen
    slack.amir.click("☆", near="Ann Lee")
    slack.amir.see("⭐")
    slack.amir.command("/contacts add ben@example.com Ben")
    slack.amir.see("You can look at this book, but not change it.")


def test_the_switch_turns_to_the_other_book_and_is_remembered(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.carla.home()
    slack.carla.choose("Team book", "Personal book")
    slack.carla.see("There is nobody in this book yet.")
    slack.carla.command("/contacts")
    slack.carla.see("Only you see it.")


def test_access_that_was_taken_away_is_gone_at_the_next_click(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    slack.amir.click("Edit contact", near="Ann Lee")
    slack.dismiss(slack.amir)
    slack.amir.type("Company", "Mine")
    slack.amir.submit()
    slack.amir.see("This book is not there any more, or you have no access to it.")
    slack.carla.command("/contacts find mine")
    slack.carla.see("Nobody matches")


@pytest.mark.parametrize("who", ["amir", "cleo"])
def test_only_owners_decide_who_has_access(slack, who):
    slack.admit(slack.amir, "Editor")
    person = getattr(slack, who)
    person.home()
    person.see("Contacts")
    assert "People with access" not in person.screen


def test_the_switch_says_which_book_is_shown_whatever_was_chosen_there_before(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.carla.home()
    slack.carla.choose("Team book", "Personal book")
    slack.carla.see("There is nobody in this book yet.")
    before = _switch(slack.carla.view)
    slack.carla.choose("Personal book", "Team book")
    slack.carla.see("Ann Lee")
    after = _switch(slack.carla.view)
    assert after["accessory"]["initial_option"] != before["accessory"]["initial_option"]
    # Slack ignores a new initial value in a block that it knows.
    assert after["block_id"] != before["block_id"]


def _switch(view):
    return next(one for one in view["blocks"] if "Choose a book" in str(one))
