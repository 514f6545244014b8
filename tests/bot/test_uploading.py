"""Uploading open files: sent piece by piece from wherever they are, and never held in memory."""

import hashlib
import io
import tempfile
import tracemalloc

import pytest
from slack_sdk.errors import SlackRequestError

from bot.client import PIECE, Client
from bot.playground.person import Person
from bot.playground.server import Playground
from tests.fake_slack import Answer, fake_slack

MEGABYTE = 1024 * 1024
SECRET, TOKEN = "a-secret", "xoxb-1"


@pytest.fixture
def slack():
    """Slack as it takes files; what it takes is in `slack.taken`, by number."""
    with fake_slack() as fake:
        fake.taken, fake.refusal = {}, None
        here = fake.url.removesuffix("api/")

        def plan(call):
            number = len([one for one in fake.calls if one.method == call.method])
            if call.method == "files.getUploadURLExternal":
                place = f"{here}upload/v1/F{number}"
                return Answer({"ok": True, "upload_url": place, "file_id": f"F{number}"})
            if "/upload/" in call.method:
                fake.taken[call.method.rpartition("/")[2]] = call.arguments
                return fake.refusal or Answer(raw=b"OK")
            return Answer({"ok": True, "files": [{"id": "F1"}]})

        fake.plan = plan
        yield fake


@pytest.fixture
def client(slack):
    return Client(TOKEN, base_url=slack.url)


def send(client, *contents):
    uploads = [
        {"filename": f"{number}.csv", "title": f"{number}."}
        | ({"content": content} if isinstance(content, bytes) else {"file": content})
        for number, content in enumerate(contents, 1)
    ]
    return client.files_upload_v2(file_uploads=uploads, channel="D1", initial_comment="Here")


def at_its_end(content):
    file = io.BytesIO(content)
    file.seek(0, io.SEEK_END)
    return file


def test_open_files_and_bytes_go_in_one_message_from_their_beginning(client, slack):
    assert send(client, at_its_end(b"a=1"), b"b=2")["files"] == [{"id": "F1"}]
    assert slack.taken == {"F1": {"a": "1"}, "F2": {"b": "2"}}
    announced = [call.arguments for call in slack.calls[:2]]
    assert [(one["filename"], one["length"]) for one in announced] == [
        ("1.csv", "3"),
        ("2.csv", "3"),
    ]
    shared = slack.calls[-1].arguments
    assert (shared["channel_id"], shared["initial_comment"]) == ("D1", "Here")
    assert '"title": "1."' in shared["files"] or '"title":"1."' in shared["files"]


def test_a_second_try_sends_all_of_it_again(client, slack):
    file = io.BytesIO(b"a=" + b"x" * 3 * PIECE)
    slack.refusal = Answer(status=503)
    with pytest.raises(ConnectionError):
        send(client, file)
    slack.refusal = None
    send(client, file)
    assert slack.taken["F2"] == {"a": "x" * 3 * PIECE}


def test_a_file_that_is_refused_is_not_shared(client, slack):
    slack.refusal = Answer(status=404)
    with pytest.raises(SlackRequestError, match="404"):
        send(client, io.BytesIO(b"a=1"))
    assert "files.completeUploadExternal" not in slack.methods()


def test_a_file_goes_to_no_address_that_is_not_safe(client, slack):
    slack.plan = lambda _: Answer(
        {"ok": True, "upload_url": "http://files.slack.com/upload/v1/F1", "file_id": "F1"}
    )
    with pytest.raises(SlackRequestError, match="not safe"):
        send(client, io.BytesIO(b"a=1"))
    assert slack.methods() == ["files.getUploadURLExternal"]


def share(client, person, file):
    upload = {"filename": "all.csv", "title": "all.csv", "file": file}
    client.files_upload_v2(file_uploads=[upload], channel=person.dm)


def hashed(pieces):
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def test_a_large_file_is_never_held_in_memory_on_either_side():
    about = {"signing_secret": SECRET, "bot_url": "http://127.0.0.1:9", "bot_token": TOKEN}
    with Playground(**about) as slack, tempfile.TemporaryFile() as file:
        carla = Person(slack.url, "carla")
        file.write(b"first")
        file.truncate(60 * MEGABYTE)
        file.seek(-4, io.SEEK_END)
        file.write(b"last")
        client = Client(TOKEN, base_url=slack.api_url)
        share(client, carla, io.BytesIO(b"a small one first, for what is loaded once"))
        tracemalloc.start()
        try:
            share(client, carla, file)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        (shown,) = carla.messages[-1]["files"]
        taken = slack.workspace.files.by_id[shown["id"]]
        file.seek(0)
        assert shown["size"] == 60 * MEGABYTE
        assert hashed(taken.pieces()) == hashed(iter(lambda: file.read(MEGABYTE), b""))
        assert peak < 16 * MEGABYTE  # 10 of which are a buffer of werkzeug, however large the file
        carla.close_connections()
