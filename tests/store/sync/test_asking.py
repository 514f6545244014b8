"""Asking a provider: what is good, what is a matter of time, what makes no sense; nothing leaks."""

import gzip
import logging
import time
import traceback
from datetime import UTC, datetime, timedelta

import pytest
import requests

from store.sync.asking import Asking, wanted
from store.sync.bounded import Limits
from store.sync.source import Broken, Later, Trouble
from tests.certificates import contexts
from tests.saying import answer, saying

TOKEN, PAGE = "ya29.canary-token", "canary-page"
AT = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def provider():
    with saying() as server:
        yield server


@pytest.fixture
def asking(provider):
    return Asking("Google", provider.url, limits=Limits(connect=1, read=1, seconds=1, size=100_000))


@pytest.fixture
def secured(tmp_path):
    """A provider behind TLS, and whoever asks it."""
    server, _ = contexts(tmp_path)
    with saying(server) as provider:
        asking = Asking("Google", provider.url, limits=Limits(connect=1, read=1, seconds=1))
        asking.session.verify = str(tmp_path / "localhost.pem")
        yield asking, provider


def ask(asking, provider, path="/v1/people"):
    return asking.get(f"{provider.url}{path}", token=TOKEN, params={"pageToken": PAGE})


def test_an_object_comes_for_a_bearer(asking, provider):
    provider.says = [answer({"people": [1]})]
    got = ask(asking, provider)
    assert (got.status, got.content, got.is_good) == (200, {"people": [1]}, True)
    assert f"Authorization: Bearer {TOKEN}" in provider.asked[0]


def test_a_packed_answer_is_unpacked(asking, provider):
    body = gzip.compress(b'{"people": []}')
    provider.says = [answer(body, Content_Encoding="gzip")]
    assert ask(asking, provider).content == {"people": []}


def test_a_refusal_is_handed_on_with_its_reasons_or_without(asking, provider):
    provider.says = [answer({"error": {"code": 403}}, 403), answer(b"<h1>no</h1>", 404)]
    refused = ask(asking, provider)
    assert (refused.status, refused.content, refused.is_good) == (
        403,
        {"error": {"code": 403}},
        False,
    )
    assert ask(asking, provider).content == {}


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_busy_provider_is_a_matter_of_time(asking, provider, status):
    provider.says = [answer(b"<h1>busy</h1>", status, Retry_After="30")]
    before = datetime.now(UTC)
    with pytest.raises(Later) as caught:
        ask(asking, provider)
    assert timedelta(seconds=29) < caught.value.until - before < timedelta(seconds=35)


NONSENSE = {
    "HTML": answer(b"<!doctype html><title>Sign in</title>"),
    "nothing": answer(b""),
    "half of it": answer(b'{"connections": [{"resou'),
    "a list": answer([1, 2]),
    "a number": answer(7),
    "not UTF-8": answer(b'{"a": "\xff\xfe"}'),
    "very deep": answer(b'{"a":' + b"[" * 90_000),
    "a number without end": answer(b'{"a": ' + b"9" * 5_000 + b"}"),
    "less than it said": answer(b"{}", Content_Length="50"),
    "wrongly packed": answer(b"{}", Content_Encoding="gzip"),
    "too large": answer(b'{"a": "' + b"x" * 100_000 + b'"}'),
    "a bomb": answer(gzip.compress(b" " * 30_000_000), Content_Encoding="gzip"),
    "somewhere else": answer({}, 302, Location="/elsewhere"),
    "somewhere else for good": answer({}, 308, Location="http://127.0.0.1:1/"),
}


@pytest.mark.parametrize("said", NONSENSE.values(), ids=NONSENSE)
def test_what_makes_no_sense_is_broken(asking, provider, said):
    provider.says = [said]
    with pytest.raises(Broken):
        ask(asking, provider)
    assert len(provider.asked) == 1


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1", b"\x16\x03\x01 what?\r\n\r\n"])
def test_a_connection_that_breaks_is_a_matter_of_time(asking, provider, said):
    provider.says = [said]
    with pytest.raises(Later):
        ask(asking, provider)


def test_nobody_there_is_a_matter_of_time(asking, provider):
    provider.stop()
    with pytest.raises(Later, match="cannot be reached"):
        ask(asking, provider)


SLOW = [answer({"a": "b" * 500}), b"HTTP/1.1 200 so\r\n" + b"A: b\r\n" * 500]


@pytest.mark.parametrize("said", SLOW, ids=["in the answer", "before it"])
def test_a_byte_now_and_then_does_not_keep_roster_waiting(asking, provider, said):
    provider.says, provider.drips = [said], 0.05
    began = time.monotonic()
    with pytest.raises(Later, match="too long"):
        ask(asking, provider)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("said", SLOW, ids=["in the answer", "before it"])
def test_a_byte_now_and_then_behind_tls_does_not_either(secured, said):
    asking, provider = secured
    assert ask(asking, provider).is_good
    provider.says, provider.drips = [said], 0.05
    began = time.monotonic()
    with pytest.raises(Later, match="too long"):
        ask(asking, provider)
    assert time.monotonic() - began < 3


def test_somebody_else_behind_tls_hears_no_token(secured):
    asking, provider = secured
    asking.session.verify = True
    with pytest.raises(Later, match="cannot be reached"):
        ask(asking, provider)
    assert not provider.asked


def test_silence_does_not_keep_roster_waiting(asking, provider):
    provider.drips = 30
    with pytest.raises(Later):
        ask(asking, provider)


def test_a_form_goes_out_and_comes_back(asking, provider):
    provider.says = [answer({"access_token": "a"})]
    assert asking.post(f"{provider.url}/token", {"code": "c"}).content == {"access_token": "a"}
    assert provider.asked[0].startswith("POST /token ")


ELSEWHERE = [
    "https://evil.example/v1/people",
    "http://localhost:1/v1/people",
    "{url}@evil.example/",
    "{url}.evil.example/",
    "{url}0/v1/people",
    "//evil.example/",
    "ftp://evil.example/",
    "file:///etc/passwd",
    "https://{host}/v1/people",
    "http://user@{host}/v1/people",
    "http://[::1/v1",
    "",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_token_goes_to_the_providers_host_only(asking, provider, address, monkeypatch):
    sent = []
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", lambda *_, **__: sent.append(1))
    host = provider.url.removeprefix("http://")
    with pytest.raises(Broken, match="not its own"):
        asking.get(address.format(url=provider.url, host=host), token=TOKEN)
    assert not sent


@pytest.mark.parametrize("said", [*NONSENSE.values(), b"", answer({}, 503), answer({}, 429)])
def test_no_token_and_no_address_stands_in_a_trouble_or_a_log(asking, provider, said, caplog):
    caplog.set_level(logging.DEBUG)
    provider.says = [said]
    with pytest.raises(Trouble) as caught:
        ask(asking, provider)
    written = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert "canary" not in written


def test_a_library_that_would_follow_is_not_led_anywhere_either(asking, provider):
    provider.says = [answer({}, 307, Location=f"{provider.url}/elsewhere")]
    asking.session.post(f"{provider.url}/token", data={"client_secret": TOKEN})
    assert len(provider.asked) == 1


def test_a_netrc_file_does_not_replace_the_token(provider, monkeypatch, tmp_path):
    file = tmp_path / "netrc"
    file.write_text("default login somebody password else\n")
    monkeypatch.setenv("NETRC", str(file))
    asking = Asking("Google", provider.url)
    asking.session.trust_env = True
    ask(asking, provider)
    assert f"Bearer {TOKEN}" in provider.asked[0]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("9" * 400, 86_400),
        ("Tue, 01 Dec 2026 12:05:00 GMT", 300),
        ("Tue, 01 Dec 2026 11:00:00 GMT", 0),
        ("Tue, 01 Dec 2099 11:00:00 GMT", 86_400),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_a_day_at_most(text, seconds):
    assert wanted({"Retry-After": text}, at=AT) == AT + timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "soon", "-5", "1.5", "٣", "Tue, 99 Dec 2026", "1e9"])
def test_a_retry_after_that_says_nothing_asks_for_nothing(text):
    assert wanted({"Retry-After": text}, at=AT) is None
