"""Which files the app reads: its own, those shared where it is, those given to its forms."""

import pytest
import urllib3
from slack_sdk.errors import SlackApiError

from tests.playground.blocks import actions, asks, button, modal, plain
from tests.playground.standin import TOKEN

FORM = modal(
    asks({"type": "file_input", "action_id": "file"}, block_id="file", label=plain("File")),
    asks({"type": "plain_text_input", "action_id": "why"}, block_id="why", label=plain("Why")),
    actions(button()),
)


def read(client, file):
    """What the app gets of a file: by asking, and by its address."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with urllib3.PoolManager() as pool:
        answer = pool.request("GET", file["url_private_download"], headers=headers)
    try:
        return client.files_info(file=file["id"])["file"]["name"], answer.data
    except SlackApiError as error:
        assert answer.headers["Content-Type"].startswith("text/html")
        assert (answer.status, b"Sign in" in answer.data) == (200, True)
        return error.response["error"], None


@pytest.fixture
def shown(bot, amir):
    """The file of a message in a channel, as its shortcut tells it to an app that is not there."""
    amir.go("#general")
    amir.drop("people.csv", b"email\n")
    amir.shortcut("Import contacts", near="people.csv")
    return bot.last("message_action")["message"]["files"][0]


def test_a_file_of_a_channel_without_the_app_is_told_and_not_read(client, shown):
    assert shown["name"] == "people.csv"
    assert shown["url_private_download"]
    assert read(client, shown) == ("file_not_found", None)


def test_inviting_the_app_opens_the_file_and_taking_it_out_closes_it(client, amir, shown):
    amir.invite()
    assert read(client, shown) == ("people.csv", b"email\n")
    amir.remove_app()
    assert read(client, shown) == ("file_not_found", None)


def test_a_file_that_was_shared_with_the_app_as_well_is_read(client, bot, amir, shown, playground):
    amir.place = amir.dm
    amir.drop("people.csv", b"email\n")
    assert read(client, bot.last("message")["event"]["files"][0]) == ("people.csv", b"email\n")
    assert read(client, shown) == ("file_not_found", None)


@pytest.fixture
def form(bot, client, carla):
    """Carla has put a file into a form, and not sent it."""
    bot.answers["command"] = lambda body: (
        client.views_open(trigger_id=body["trigger_id"], view=FORM) and None
    )
    carla.command("/do")
    carla.attach("File", "own.csv", b"own\n")


def file_of(playground):
    (file,) = playground.workspace.files.by_id.values()
    return file.file_object(playground.url)


def test_a_file_of_a_form_is_read_once_the_form_was_sent(client, carla, form, playground):
    assert read(client, file_of(playground)) == ("file_not_found", None)
    carla.submit()
    assert carla.errors == {"Why": "Please complete this required field."}
    assert read(client, file_of(playground)) == ("file_not_found", None)
    carla.type("Why", "because")
    carla.submit()
    assert read(client, file_of(playground)) == ("own.csv", b"own\n")


def test_a_file_of_a_form_is_read_once_a_click_in_the_form_told_of_it(
    client, carla, form, playground
):
    carla.click("Go")
    assert read(client, file_of(playground)) == ("own.csv", b"own\n")


def test_the_app_cannot_share_a_file_that_is_not_its_own(client, amir, shown):
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": shown["id"]}], channel_id=amir.dm)
