"""Consents: where people are sent, and what no page, address, log or table may show."""

import base64
import logging

import pytest

from bot import connecting, logs
from store.errors import Unavailable
from store.sync.provider import Admitted
from tests.bot.connecting_desk import YES, state_of

EVIL = "https://evil.example"


@pytest.mark.parametrize(
    "path",
    [
        *[f"/connect/{word}" for word in ("x", "//evil.example", "%2F%2Fevil.example", "..%2f..")],
        *[f"/{slashes}evil.example" for slashes in ("/", "//", "\\", "%5C", "%2F")],
        "/connect",
        "/connect/",
        "/connect//google/return?state=x",
        "/connect/google/return/",
        *[
            f"/connect/google/return?state=x&{name}={EVIL}"
            for name in ("next", "redirect", "redirect_uri", "to", "url", "back")
        ],
        *[f"/connect/x?{name}=//evil.example" for name in ("next", "redirect", "continue")],
    ],
)
def test_nobody_is_sent_off_the_site(at, path):
    page = at.browser().get(path, Host="evil.example")
    assert "evil" not in page.to
    assert page.status in (404, 410)


def test_a_forged_host_does_not_change_where_people_go(at):
    browser = at.browser()
    start = at.begin()
    leaving = browser.get(start, Host="evil.example")
    assert leaving.to.startswith(at.google.address)
    assert at.google.begun[0]["back"].startswith("https://roster.example.com/")
    back = browser.get(at.return_address(state=state_of(leaving), code="c"), Host="evil.example")
    assert back.to == start


def test_the_cookie_is_for_these_pages_only_and_out_of_reach_for_scripts(at):
    words = at.browser().get(at.begin()).headers["Set-Cookie"]
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/connect", "Max-Age="):
        assert word in words


def test_every_page_keeps_to_itself(at):
    browser = at.browser()
    start = at.begin()
    leaving = browser.get(start)
    pages = [
        leaving,
        browser.get(at.return_address(state=state_of(leaving), code="c")),
        browser.get(start),
        browser.get("/connect/unknown"),
        at.browser().get(start),
        browser.post(start, **YES),
        browser.get(start),
    ]
    for page in pages:
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "<script" not in page.body


def test_nothing_that_an_account_is_called_becomes_markup(at):
    bad = "<script>alert(1)</script>\"'>"
    at.google.account.groups = {bad: bad}
    at.google.answers = [Admitted(bad, f"{bad}@example.com", "token")]
    browser = at.browser()
    question = at.arrive(browser)
    page = browser.get(question)
    assert "<script" not in page.body
    assert bad in page.text.replace(" ", "") or "alert(1)" in page.text
    browser.post(question, which="some", group=bad, decision="connect")
    assert at.rows()[0].chosen == [bad]
    assert "<script" not in browser.get(question).body


def test_no_code_token_or_verifier_is_in_an_address_of_ours_or_in_a_log(at, caplog):
    caplog.set_level(logging.DEBUG)
    browser = at.browser()
    start = at.begin()
    leaving = browser.get(start)
    back = browser.get(at.return_address(state=state_of(leaving), code="code-canary"))
    question = browser.get(start)
    browser.post(start, **YES)
    done = browser.get(start)
    for page in (back, question, done):
        assert "canary" not in page.to + page.body
    word = start.rpartition("/")[2]
    written = [record for record in caplog.records if not record.name.startswith("sqlalchemy")]
    for secret in ("canary", word, "ana@gmail.com"):
        for form in (secret, base64.b64encode(secret.encode()).decode().rstrip("=")):
            assert form not in "".join(record.getMessage() for record in written)


def test_nothing_of_it_is_kept_in_the_clear(at):
    browser = at.browser()
    start = at.begin()
    browser.get(start)
    with at.database.reading() as session:
        before = session.connection().exec_driver_sql("SELECT * FROM consent").all()
    at.allow(browser, start)
    with at.database.reading() as session:
        after = session.connection().exec_driver_sql("SELECT * FROM consent").all()
    for kept in (str(before), str(after)):
        for secret in ("canary", start.rpartition("/")[2], *browser.cookies.values()):
            assert secret not in kept


def test_a_fault_of_roster_is_a_page_with_a_reference_and_a_log_without_the_address(
    at, monkeypatch, caplog
):
    browser = at.browser()
    start = at.begin()
    state = state_of(browser.get(start))

    def fail(**_):
        raise RuntimeError("bug")

    monkeypatch.setattr(at.google, "finish", fail)
    page = browser.get(at.return_address(state=state, code="code-canary"))
    assert page.status == 500
    assert "Please begin again in Slack." in page.text
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage().split()[-1] in page.text
    assert state not in record.getMessage()
    assert at.is_empty()
    assert "Nothing was connected" in browser.get(start).text


def test_data_that_cannot_be_reached_is_said(at, monkeypatch):
    def away(*_, **__):
        raise Unavailable

    start = at.begin()
    monkeypatch.setattr(connecting.consenting, "visit", away)
    page = at.browser().get(start)
    assert page.status == 503
    assert "cannot reach its data" in page.text


@pytest.mark.parametrize(
    "text",
    [
        "ya29.a0AfB_canary-token",
        "1//0gcanary-token_x",
        "GOCSPX-canary",
        "/connect/canarycanarycanarycanarycanary-_canary123",
        "GET /connect/google/return?state=canary&code=canary",
        "refresh_token=canary&client_secret=canary",
        "code_verifier=canary",
        "eyJ0eXAiOiJ.canarycanary.canary",
    ],
)
def test_what_providers_grant_is_marked_out_of_logs(text):
    assert "canary" not in logs.Redact().clean(text)
