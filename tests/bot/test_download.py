"""Downloads: where the token may go, and what is too much, too slow or no file at all."""

import gzip
import itertools

import pytest
import urllib3

from bot.download import LIMIT, Downloader
from store.errors import Unreadable
from tests.fake_slack import Answer, fake_slack

CSV = b"Email\nann@example.com\n"


@pytest.fixture
def slack():
    with fake_slack() as fake:
        fake.plan = lambda _: Answer(raw=CSV, headers={"Content-Type": "text/csv"})
        yield fake


@pytest.fixture
def pool():
    pool = urllib3.PoolManager(retries=False)
    yield pool
    pool.clear()


@pytest.fixture
def download(slack, pool):
    return Downloader(pool, token="xoxb-1", api_url=slack.url)


def file_at(slack):
    return slack.url.replace("/api/", "/files/F1/contacts.csv")


def test_a_file_comes_with_the_bots_token(slack, download):
    assert download(file_at(slack)) == CSV
    assert slack.calls[0].token == "xoxb-1"


class Recorder:
    """A pool that refuses to open anything, and remembers what it was asked for."""

    def __init__(self):
        self.asked = []

    def request(self, method, url, **_):
        self.asked.append((method, url))
        raise urllib3.exceptions.ProtocolError("not today")


ELSEWHERE = [
    "http://169.254.169.254/latest/meta-data",
    "http://127.0.0.1:1/x",
    "https://evil.example/x",
    "https://files.slack.com@evil.example/x",
    "https://files.slack.com.evil.example/x",
    "https://files.slack.com:8443/x",
    "http://files.slack.com/x",
    "https://user:pw@files.slack.com/x",
    "//files.slack.com/x",
    "file:///etc/passwd",
    "https://[::1/x",
    "https://files.slack.com:99999/x",
    "https://files.slack.com\\@evil.example/x",
    "https://FILES.slack.com.:443/x",
    "http://localhost:8001/x",
    "",
]


@pytest.mark.parametrize("url", ELSEWHERE)
@pytest.mark.parametrize("api", ["https://slack.com/api/", "http://127.0.0.1:8000/api/"])
def test_the_token_goes_to_slacks_file_host_only(url, api):
    pool = Recorder()
    with pytest.raises(Unreadable, match="not kept by Slack"):
        Downloader(pool, token="xoxb-1", api_url=api)(url)
    assert pool.asked == []


def test_slacks_own_file_host_is_asked():
    pool = Recorder()
    with pytest.raises(ConnectionError):
        Downloader(pool, token="xoxb-1", api_url="https://slack.com/api/")(
            "https://files.slack.com/files-pri/T1-F1/download/contacts.csv"
        )
    assert len(pool.asked) == 1


def test_the_local_host_counts_only_beside_a_local_slack(slack):
    pool = Recorder()
    with pytest.raises(Unreadable):
        Downloader(pool, token="xoxb-1", api_url="https://slack.example/api/")(file_at(slack))
    assert pool.asked == []


def test_this_machine_is_known_by_all_its_names(slack, download):
    assert download(file_at(slack).replace("localhost", "127.0.0.1")) == CSV
    with pytest.raises(Unreadable, match="not kept by Slack"):
        download(file_at(slack).replace("http://", "http://files.slack.com@"))


def test_a_redirect_off_the_host_is_not_followed(slack, download):
    with fake_slack() as evil:
        slack.plan = lambda _: Answer(status=302, headers={"Location": evil.url})
        with pytest.raises(Unreadable, match="not kept by Slack"):
            download(file_at(slack))
        assert evil.calls == []


def test_a_redirect_on_the_host_is_followed_but_not_for_ever(slack, download):
    slack.plan = lambda call: (
        Answer(raw=CSV) if call.method == "/b" else Answer(status=302, headers={"Location": "/b"})
    )
    assert download(file_at(slack)) == CSV
    slack.plan = lambda _: Answer(status=302, headers={"Location": "/again"})
    with pytest.raises(Unreadable, match="place to place"):
        download(file_at(slack))
    assert len(slack.calls) < 8


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_file_that_slack_keeps_back_is_said(slack, download, status):
    slack.plan = lambda _: Answer(status=status)
    with pytest.raises(Unreadable, match="does not hand out"):
        download(file_at(slack))


@pytest.mark.parametrize(
    "answer",
    [
        Answer(raw=b"<!DOCTYPE html><html>Sign in", headers={"Content-Type": "text/html"}),
        Answer(raw=CSV, headers={"Content-Type": "text/html; charset=utf-8"}),
    ],
)
def test_the_sign_in_page_is_no_file(slack, download, answer):
    slack.plan = lambda _: answer
    with pytest.raises(Unreadable, match="files:read"):
        download(file_at(slack))


def test_ten_megabytes_are_taken_and_one_byte_more_is_not(slack, download):
    slack.plan = lambda _: Answer(raw=b"a" * LIMIT)
    assert len(download(file_at(slack))) == LIMIT
    slack.plan = lambda _: Answer(raw=b"a" * (LIMIT + 1))
    with pytest.raises(Unreadable, match="larger than 10 MB"):
        download(file_at(slack))


def test_a_packed_bomb_is_cut_at_the_limit_after_unpacking(slack, download):
    bomb = gzip.compress(b"\0" * (50 * 1024 * 1024), compresslevel=1)
    assert len(bomb) < LIMIT
    slack.plan = lambda _: Answer(raw=bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(Unreadable, match="larger than 10 MB"):
        download(file_at(slack))


def test_a_slow_sender_is_given_up(slack, pool):
    clock = itertools.count(0, 40)
    slow = Downloader(pool, token="xoxb-1", api_url=slack.url, clock=lambda: float(next(clock)))
    slack.plan = lambda _: Answer(raw=b"a" * 1_000_000)
    with pytest.raises(Unreadable, match="too slowly"):
        slow(file_at(slack))


@pytest.mark.parametrize("answer", [Answer(cut=True), Answer(status=503), Answer(status=429)])
def test_a_host_that_is_out_of_reach_or_busy_may_be_asked_another_time(slack, download, answer):
    slack.plan = lambda _: answer
    with pytest.raises(ConnectionError):
        download(file_at(slack))
