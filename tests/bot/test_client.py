"""The client: one pool of connections for all its copies, and retries that never wait long."""

from datetime import UTC, datetime
from urllib.error import URLError

import pytest
import urllib3
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.client import PIECE, Client, Patience, _pieces, retry_after
from tests.certificates import contexts
from tests.fake_slack import Answer, FakeSlack


@pytest.fixture
def waits():
    return []


@pytest.fixture
def client(slack, waits):
    return Client("xoxb-1", base_url=slack.url, patience=Patience(sleep=waits.append))


def then(*answers):
    """Answer so, one after the other; the last one for ever."""
    left = list(answers)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def busy(after):
    headers = {} if after is None else {"Retry-After": after}
    return Answer({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


def test_copies_share_one_tls_connection(tmp_path):
    for_server, for_client = contexts(tmp_path)
    fake = FakeSlack()
    fake.server.socket = for_server.wrap_socket(fake.server.socket, server_side=True)
    fake.start()
    try:
        assert fake.url.startswith("https://localhost:")
        client = Client("xoxb-1", base_url=fake.url, context=for_client)
        for token in ("xoxb-1", "xoxb-2", "xoxb-3"):
            client.with_token(token).auth_test()
        client.views_open(trigger_id="1", view={"type": "modal"})
        assert [call.token for call in fake.calls] == ["xoxb-1", "xoxb-2", "xoxb-3", "xoxb-1"]
        assert len({call.connection for call in fake.calls}) == 1
        client.pool.clear()
    finally:
        fake.stop()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    for_server, _ = contexts(tmp_path)
    fake = FakeSlack()
    fake.server.socket = for_server.wrap_socket(fake.server.socket, server_side=True)
    fake.start()
    try:
        with pytest.raises(URLError):
            Client("xoxb-1", base_url=fake.url).auth_test()
        assert fake.calls == []
    finally:
        fake.stop()


@pytest.mark.parametrize("after", ["0", "1", None, "soon"])
def test_a_short_429_is_waited_for_once(client, slack, waits, after):
    slack.plan = then(busy(after), Answer())
    assert client.chat_postMessage(channel="D1", text="x")["ok"]
    assert len(slack.calls) == 2
    assert waits == [float(after) if after in ("0", "1") else 1.0]


@pytest.mark.parametrize("after", ["2", "30", "300", "Wed, 21 Oct 2065 07:28:00 GMT"])
def test_a_long_429_is_the_callers_business(client, slack, waits, after):
    slack.plan = then(busy(after))
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="D1", text="x")
    assert caught.value.response["error"] == "ratelimited"
    assert retry_after(caught.value.response.headers) >= 2
    assert len(slack.calls) == 1
    assert waits == []


def test_a_429_that_goes_on_is_tried_twice_and_no_more(client, slack):
    slack.plan = then(busy("1"))
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="D1", text="x")
    assert len(slack.calls) == 2


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_error_is_tried_twice(client, slack, waits, status):
    slack.plan = then(Answer({"ok": False, "error": "internal_error"}, status=status), Answer())
    assert client.chat_postMessage(channel="D1", text="x")["ok"]
    slack.plan = then(Answer(raw=b"<html>down</html>", status=status))
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="D1", text="x")
    assert len(slack.calls) == 4
    assert max(waits) < 1


def test_a_cut_connection_is_tried_twice(client, slack):
    slack.plan = then(Answer(cut=True), Answer())
    assert client.auth_test()["ok"]
    slack.plan = then(Answer(cut=True))
    with pytest.raises(ConnectionError):
        client.auth_test()
    assert len(slack.calls) == 4


def test_a_refusal_is_not_repeated(client, slack):
    slack.plan = then(Answer({"ok": False, "error": "expired_trigger_id"}))
    with pytest.raises(SlackApiError):
        client.views_open(trigger_id="1", view={})
    assert len(slack.calls) == 1


def test_slack_out_of_reach_is_an_os_error(slack):
    address = slack.url
    slack.server.server_close()
    with pytest.raises(OSError, match="could not be reached"):
        Client("xoxb-1", base_url=address, patience=Patience(sleep=lambda _: None)).auth_test()


def test_a_token_that_slack_takes_back_is_reported(slack):
    refused = []
    client = Client(base_url=slack.url, on_dead_token=refused.append)
    slack.plan = then(Answer({"ok": False, "error": "token_revoked"}))
    with pytest.raises(SlackApiError):
        client.with_token("xoxb-2").auth_test()
    slack.plan = then(Answer({"ok": False, "error": "channel_not_found"}))
    with pytest.raises(SlackApiError):
        client.with_token("xoxb-3").auth_test()
    assert refused == ["xoxb-2"]


def test_redirects_are_not_followed(client, slack):
    slack.plan = then(Answer(status=302, headers={"Location": "https://evil.example/"}))
    with pytest.raises(SlackApiError):
        client.auth_test()
    assert len(slack.calls) == 1


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("-1", 1),
    ],
)
def test_retry_after_is_understood_as_seconds_and_as_a_date(said, seconds):
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert retry_after({"retry-after": said}, now=noon) == seconds


class Watcher:
    """A pool that only notes how long it was to wait."""

    def __init__(self):
        self.waits = {}

    def request(self, _method, url, *, timeout, **_more):
        self.waits[url.rpartition("/")[2]] = timeout.read_timeout
        raise urllib3.exceptions.ReadTimeoutError(None, url, "no answer")


def test_what_somebody_waits_for_is_not_waited_for_longer_than_it_is_of_use():
    pool = Watcher()
    client = Client("xoxb-1", base_url="http://127.0.0.1:9/api/", pool=pool)
    for call in (client.views_open, client.views_push):
        with pytest.raises(URLError):
            call(trigger_id="1", view={})
    with pytest.raises(URLError):
        client.views_publish(user_id="U1", view={})
    with pytest.raises(URLError):
        client.users_info(user="U1")
    assert pool.waits == {
        "views.open": 3,
        "views.push": 3,
        "views.publish": 10,
        "users.info": 2,
    }


def uploading(slack, answer=None, *, to="upload/v1/F1"):
    """Slack as it takes a file: it names an address, takes the bytes there, and shares it."""
    place = to if "://" in to else f"{slack.url.removesuffix('api/')}{to}"

    def plan(call):
        if call.method == "files.getUploadURLExternal":
            return Answer({"ok": True, "upload_url": place, "file_id": "F1"})
        if call.method.endswith("/upload/v1/F1"):
            return answer or Answer(raw=b"OK - 9")
        return Answer({"ok": True, "files": [{"id": "F1"}]})

    slack.plan = plan


def send(client, content=b"some=text"):
    return client.files_upload_v2(filename="a.txt", content=content, channel="D1")


def test_a_file_goes_where_slack_said_over_the_shared_pool_and_without_the_token(client, slack):
    uploading(slack)
    assert send(client)["files"] == [{"id": "F1"}]
    assert slack.methods() == [
        *("files.getUploadURLExternal", "/upload/v1/F1", "files.completeUploadExternal")
    ]
    assert slack.calls[1].arguments == {"some": "text"}
    assert [call.token for call in slack.calls] == ["xoxb-1", "", "xoxb-1"]
    assert len({call.connection for call in slack.calls}) == 1


def test_a_large_file_arrives_whole(client, slack):
    uploading(slack)
    send(client, b"some=" + b"x" * 5 * PIECE)
    assert slack.calls[1].arguments == {"some": "x" * 5 * PIECE}


@pytest.mark.parametrize(
    "place", ["http://files.slack.com/upload/v1/F1", "ftp://localhost/F1", "file:///F1"]
)
def test_a_file_goes_to_no_address_that_is_not_safe(client, slack, place):
    uploading(slack, to=place)
    with pytest.raises(SlackRequestError, match="not safe"):
        send(client)
    assert slack.methods() == ["files.getUploadURLExternal"]


def test_a_loopback_address_is_safe_only_where_slack_itself_is_on_this_machine():
    client = Client("xoxb-1", base_url="https://slack.com/api/", pool=Watcher())
    with pytest.raises(SlackRequestError, match="not safe"):
        client._upload_file(url="http://127.0.0.1:9/upload/v1/F1", data=b"x")


def test_a_file_is_not_sent_on_to_where_a_redirect_leads(client, slack):
    uploading(slack, Answer(status=302, headers={"Location": "/upload/v1/F2"}))
    with pytest.raises(SlackRequestError):
        send(client)
    assert slack.methods() == ["files.getUploadURLExternal", "/upload/v1/F1"]


@pytest.mark.parametrize("answer", [Answer(status=503), Answer(status=429), Answer(cut=True)])
def test_a_file_host_that_has_no_time_is_out_of_reach(client, slack, answer):
    uploading(slack, answer)
    with pytest.raises(ConnectionError):
        send(client)
    assert "files.completeUploadExternal" not in slack.methods()


def test_a_file_that_is_refused_is_not_shared(client, slack):
    uploading(slack, Answer(status=404))
    with pytest.raises(SlackRequestError, match="404"):
        send(client)
    assert "files.completeUploadExternal" not in slack.methods()


def test_the_answer_of_the_file_host_is_waited_for_as_long_as_any_other():
    pool = Watcher()
    with pytest.raises(URLError):
        Client("xoxb-1", pool=pool)._upload_file(url="https://files.slack.com/x", data=b"x")
    assert pool.waits == {"x": 10}


def test_sending_a_file_ends_when_it_takes_too_long():
    moments = iter([0.0, 1.0, 24.0, 26.0])
    sent = _pieces(b"x" * 5 * PIECE, seconds=25, clock=lambda: next(moments))
    assert [len(next(sent)), len(next(sent))] == [PIECE, PIECE]
    with pytest.raises(ConnectionError, match="too slowly"):
        next(sent)
