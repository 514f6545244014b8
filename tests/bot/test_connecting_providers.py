"""Consents whose provider refuses, fails or hangs: all is said, nothing is stored or used up."""

import threading

import pytest

from bot import connecting
from store.sync.provider import Declined
from store.sync.source import Broken, Ended, Later, Misconfigured
from store.sync_models import Consent
from store.words import Provider
from tests.bot.connecting_desk import YES, desk, state_of
from tests.consenting import PLACE, ana
from tests.fake_slack import Answer


def test_the_answer_of_one_provider_is_not_taken_at_the_other(at):
    browser = at.browser()
    google, microsoft = at.leave(browser), at.leave(browser, provider=Provider.microsoft)
    crossed = [
        at.return_address(Provider.microsoft, state=google, code="c"),
        at.return_address(Provider.google, state=microsoft, code="c"),
    ]
    for address in crossed:
        assert browser.get(address).status == 410
    assert at.google.finished == at.microsoft.finished == []
    assert browser.get(at.return_address(state=google, code="c")).status == 303  # not burnt


def test_there_are_two_providers_and_no_third(at):
    assert at.browser().get("/connect/yahoo/return?state=x").status == 404


def test_a_restart_in_between_sends_the_right_verifier(at):
    browser = at.browser()
    start = at.begin()
    state = state_of(browser.get(start))
    with desk(at.database, at.slack, keys=at.keys) as later:
        browser.port = later.server.port
        browser.get(at.return_address(state=state, code="c"))
        (finished,) = later.google.finished
        assert finished["kept"] == "verifier-canary-1"
        assert finished["back"] == at.accounts.back(Provider.google)
    with desk(at.database, at.slack, keys=at.keys) as last:
        browser.port = last.server.port
        assert browser.post(start, **YES).status == 303
        assert len(last.rows()) == 1


def test_a_key_that_is_lost_in_between_is_said(at):
    browser = at.browser()
    state = at.leave(browser)
    question = at.arrive(browser)
    with desk(at.database, at.slack) as later:
        browser.port = later.server.port
        pages = [
            browser.get(at.return_address(state=state, code="c")),
            browser.get(question),
            browser.post(question, **YES),
        ]
        assert [page.status for page in pages] == [409] * 3
        assert later.google.finished == []
        assert later.rows() == []


@pytest.mark.parametrize("error", ["access_denied", "<script>alert(1)</script>", "x" * 3000])
def test_a_refusal_at_the_provider_is_friendly_and_harmless(at, error):
    browser = at.browser()
    state = at.leave(browser)
    page = browser.get(at.return_address(state=state, error=error))
    assert page.status == 409
    assert "You did not allow it." in page.text
    assert error not in page.body
    assert at.is_empty()
    assert browser.get(page.link).status == 303  # "Try again"


@pytest.mark.parametrize(
    "reason",
    [
        Declined("Please tick the box for contacts."),
        Declined("Google gave no lasting access. Please try again."),
        Later("Google cannot answer at the moment."),
        Broken("Google gave an answer that makes no sense."),
        Misconfigured("Whoever runs Roster has to look at GOOGLE_CLIENT_SECRET."),
    ],
)
def test_what_a_provider_does_not_grant_connects_nothing_and_can_be_tried_again(at, reason):
    at.google.answers = [reason]
    browser = at.browser()
    start = at.begin()
    page = browser.get(at.return_address(state=state_of(browser.get(start)), code="c"))
    assert page.status == 409
    assert str(reason) in page.text
    assert page.text.endswith("Try again")
    assert at.is_empty()
    assert "Nothing was connected" in browser.get(start).text
    browser.post(at.allow(browser, page.link), **YES)
    assert len(at.rows()) == 1


def test_a_consent_that_fails_is_told_in_slack_where_it_was_begun(at):
    at.google.answers = [Declined("Please tick the box for <contacts>.")]
    browser = at.browser()
    browser.get(at.return_address(state=at.leave(browser), code="c"))
    (told,) = at.slack.wait_for("views.update")
    assert told.arguments["view_id"] == PLACE["view"]
    assert "No account was connected. Please tick the box for &lt;contacts&gt;" in str(told)
    assert "connecting.google" in str(told)
    assert "chat.postMessage" not in at.slack.methods()


def test_a_no_is_told_in_slack_where_it_was_begun(at):
    browser = at.browser()
    browser.post(at.arrive(browser), decision="cancel")
    (told,) = at.slack.wait_for("views.update")
    assert "No account was connected." in str(told)
    assert "chat.postMessage" not in at.slack.methods()


@pytest.mark.parametrize("status", [200, 503])
def test_a_consent_that_fails_has_its_page_whether_slack_shows_it_or_not(at, status):
    away = Answer({"ok": False, "error": "not_found"}, status=status)
    at.slack.plan = lambda call: away if call.method == "views.update" else None
    at.google.answers = [Declined("Please tick the box for contacts.")]
    browser = at.browser()
    page = browser.get(at.return_address(state=at.leave(browser), code="c"))
    assert page.status == 409
    assert "Please tick the box for contacts." in page.text
    at.slack.wait_for("views.update")
    assert "chat.postMessage" not in at.slack.methods()


def test_a_provider_that_is_down_at_the_beginning_uses_nothing_up(at):
    at.google.down = Later("Google cannot be reached.")
    browser = at.browser()
    page = browser.get(at.begin())
    assert page.status == 409
    assert "Google cannot be reached." in page.text
    at.google.down = None
    assert browser.get(page.link).status == 303


def test_an_account_that_shuts_roster_out_at_once_is_not_connected(at):
    at.google.account.failures = [Ended("Google Contacts is switched off for this account.")]
    browser = at.browser()
    page = browser.get(at.return_address(state=at.leave(browser), code="c"))
    assert page.status == 409
    assert "switched off" in page.text
    assert at.google.revoked == ["token-canary-1"]
    assert at.is_empty()


def test_a_provider_taken_out_of_the_settings_is_said(at):
    browser = at.browser()
    start = at.begin()
    del at.accounts._known[Provider.google]
    page = browser.get(start)
    assert page.status == 409
    assert "GOOGLE_CLIENT_ID" in page.text


def test_an_answer_that_comes_again_leads_to_the_same_page(at):
    browser = at.browser()
    start = at.begin()
    address = at.return_address(state=state_of(browser.get(start)), code="c")
    for _ in range(2):
        assert browser.get(address).to == start
    browser.post(start, **YES)
    assert browser.get(address).to == start
    assert browser.post(start, **YES).to == start
    for _ in range(2):
        page = browser.get(start)
        assert page.status == 200
        assert "ana@gmail.com is connected" in page.text
    assert len(at.google.finished) == len(at.rows()) == 1


def test_slack_is_answered_while_providers_hang(at, monkeypatch):
    hanging, may_end = threading.Semaphore(0), threading.Event()

    def hang(**_):
        hanging.release()
        assert may_end.wait(20)
        return ana()

    monkeypatch.setattr(at.google, "finish", hang)
    browsers = [at.browser() for _ in range(connecting.AT_ONCE)]
    addresses = [at.return_address(state=at.leave(one), code="c") for one in browsers]
    waiting = [
        threading.Thread(target=one.get, args=[address])
        for one, address in zip(browsers, addresses, strict=True)
    ]
    late = at.browser()
    start = at.begin()
    address = at.return_address(state=state_of(late.get(start)), code="c")
    for thread in waiting:
        thread.start()
        assert hanging.acquire(timeout=20)
    page = late.get(address)
    assert page.status == 429
    assert page.headers["Refresh"]
    assert late.get("/healthz").status == 200
    may_end.set()
    for thread in waiting:
        thread.join()
    assert late.get(address).to == start  # nothing was used up


def test_a_second_look_while_the_provider_is_asked_waits(at, monkeypatch):
    asked, may_end = threading.Event(), threading.Event()

    def hang(**_):
        asked.set()
        assert may_end.wait(20)
        return ana()

    monkeypatch.setattr(at.google, "finish", hang)
    browser = at.browser()
    start = at.begin()
    address = at.return_address(state=state_of(browser.get(start)), code="c")
    thread = threading.Thread(target=browser.get, args=[address])
    thread.start()
    assert asked.wait(20)
    page = browser.get(start)
    assert page.status == 202
    assert page.headers["Refresh"]
    may_end.set()
    thread.join()
    assert browser.get(start).status == 200


def test_a_process_that_died_while_it_asked_is_a_consent_that_failed(at):
    browser = at.browser()
    start = at.begin()
    browser.get(start)
    with at.database.writing() as session:
        row = session.merge(at.rows(Consent)[0])
        row.sealed, row.answered_at = None, row.expires_at - consenting_patience()
    assert "Nothing was connected" in browser.get(start).text


def consenting_patience():
    return 2 * connecting.consenting.PATIENCE + connecting.consenting.consents.LIFE
