"""Files: dropped by people, uploaded by the app, fetched with the token only."""

from dataclasses import replace

import pytest
import urllib3
from slack_sdk.errors import SlackApiError

from bot.playground.wire import Forbidden
from tests.playground.standin import TOKEN


@pytest.fixture
def http():
    with urllib3.PoolManager() as pool:
        yield pool


def test_a_dropped_file_is_told_and_can_be_fetched(bot, carla, http):
    carla.drop("people.csv", b"email\nann@example.com\n", text="Here")
    event = bot.last("message")["event"]
    assert (event["subtype"], event["text"]) == ("file_share", "Here")
    (file,) = event["files"]
    assert (file["name"], file["size"], file["filetype"]) == ("people.csv", 22, "csv")
    assert file["ims"] == [carla.dm]
    answer = http.request(
        "GET", file["url_private_download"], headers={"Authorization": f"Bearer {TOKEN}"}
    )
    assert (answer.status, answer.data) == (200, b"email\nann@example.com\n")
    assert answer.headers["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer xoxb-other"}])
def test_without_the_token_there_is_a_sign_in_page(bot, carla, http, headers):
    carla.drop("people.csv", b"email\n")
    url = bot.last("message")["event"]["files"][0]["url_private"]
    answer = http.request("GET", url, headers=headers)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"Sign in" in answer.data


def test_the_app_uploads_in_three_steps(client, carla):
    client.files_upload_v2(
        channel=carla.dm, filename="out.csv", content="a,b\n", initial_comment="There you are"
    )
    (message,) = carla.messages
    assert message["text"] == "There you are"
    assert message["user"]["is_bot"] is True
    assert carla.download("out.csv") == b"a,b\n"


def test_several_files_come_in_one_message_and_are_fetched_one_by_one(client, carla):
    names = ["invitation.ics", "addresses for Gmail.txt"]
    files = [{"filename": name, "title": name, "content": name.encode()} for name in names]
    client.files_upload_v2(channel=carla.dm, initial_comment="For *you*", file_uploads=files)
    carla.see("For you")
    assert [file["name"] for file in carla.messages[-1]["files"]] == names
    assert [carla.download(name) for name in names] == [name.encode() for name in names]


def test_one_missing_file_keeps_all_of_them_back(client, carla, http):
    places = [client.files_getUploadURLExternal(filename=f"{n}.txt", length=1) for n in range(2)]
    http.request("POST", places[0]["upload_url"], body=b"x")
    files = [{"id": place["file_id"], "title": "x"} for place in places]
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=files, channel_id=carla.dm)
    assert carla.messages == []


def test_without_its_scope_the_app_uploads_nothing(client, carla, playground):
    known = playground.workspace.manifest
    fewer = known.scopes - {"files:write"}
    playground.workspace.manifest = replace(known, scopes=fewer)
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.files_upload_v2(channel=carla.dm, filename="out.csv", content="a")


def test_nobody_else_downloads_it(carla, amir):
    carla.drop("people.csv", b"email\n")
    file = carla.messages[0]["files"][0]["id"]
    with pytest.raises(Forbidden, match="There is no such file here"):
        amir._wire.download(amir.id, file)


def test_a_file_is_asked_for_and_deleted(bot, client, carla):
    carla.drop("people.csv", b"email\n")
    file = bot.last("message")["event"]["files"][0]["id"]
    assert client.files_info(file=file)["file"]["name"] == "people.csv"
    with pytest.raises(SlackApiError, match="cant_delete_file"):
        client.files_delete(file=file)
    own = client.files_upload_v2(channel=carla.dm, filename="out.csv", content="a")["files"][0]
    client.files_delete(file=own["id"])
    assert carla.messages[-1]["files"] == []
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_info(file=own["id"])


def test_an_upload_that_is_not_whole_is_not_shared(client, carla, http):
    place = client.files_getUploadURLExternal(filename="out.csv", length=10)
    files = [{"id": place["file_id"], "title": "out"}]
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=files, channel_id=carla.dm)
    http.request("POST", place["upload_url"], body=b"short")
    with pytest.raises(SlackApiError, match="file_upload_size_mismatch"):
        client.files_completeUploadExternal(files=files, channel_id=carla.dm)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.files_getUploadURLExternal(filename="out.csv", length=0)


def test_a_form_takes_ten_megabytes(carla):
    with pytest.raises(Forbidden, match="10 MB"):
        carla._wire.upload(carla.id, "big.csv", b"x" * (10 * 1024 * 1024 + 1))
