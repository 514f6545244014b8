"""A worker that is quicker than the answer to the form: what it tells is not painted over."""

import pytest

from tests.e2e.invitations import fill_in, group_of, open_form


@pytest.fixture
def eager(slack, monkeypatch):
    """Work is done while whoever rang for it waits."""
    monkeypatch.setattr(slack.roster.worker._scheduler, "add_job", lambda work: work())


def test_the_file_of_an_export_is_said_to_be_there(slack, eager):
    slack.fill(3)
    slack.carla.home()
    slack.carla.see("1–3 of 3")
    slack.carla.click("Export contacts (.csv)")
    slack.carla.see("3 contacts")
    slack.carla.submit()
    slack.carla.see("Your CSV file is in your messages")


def test_an_invitation_is_said_to_be_made(slack, eager):
    group_of(slack, 1)
    open_form(slack.carla)
    fill_in(slack.carla)
    slack.carla.submit()
    slack.carla.see("in your messages")


def test_what_an_import_would_do_is_shown(slack, eager):
    slack.carla.home()
    slack.carla.click("Import contacts (.csv)", near="There is nobody")
    slack.carla.attach("CSV file", "people.csv", b"email\nann@example.com\n")
    slack.carla.submit()
    slack.carla.see("1 new")
