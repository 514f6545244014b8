"""Consents under attack: one word, one browser, one person, and each step taken once."""

from urllib.parse import quote

import pytest

from bot import connecting
from store import books
from store.sync.provider import Admitted
from store.words import Role
from tests.bot.connecting_desk import YES, state_of
from tests.consenting import EDITOR, PERSON, ana
from tests.racing import at_once


@pytest.mark.parametrize("state", [None, "", "guessed", "../x", "%00", "é" * 50, "x" * 5000])
def test_an_unknown_state_reaches_no_provider(at, state):
    browser = at.browser()
    at.leave(browser)
    page = browser.get(at.return_address(code="c", **({} if state is None else {"state": state})))
    assert page.status == 410
    assert "does not work any more" in page.text
    assert at.google.finished == []
    assert at.rows() == []


def test_a_state_is_good_for_ten_minutes(at):
    browser = at.browser()
    state = at.leave(browser)
    at.age(minutes=11)
    assert browser.get(at.return_address(state=state, code="c")).status == 410
    assert at.google.finished == []


def test_a_first_page_is_good_for_ten_minutes(at):
    start = at.begin()
    at.age(minutes=11)
    assert at.browser().get(start).status == 410
    assert at.google.begun == []


def test_a_question_is_good_for_ten_minutes(at):
    browser = at.browser()
    question = at.arrive(browser)
    at.age(minutes=11)
    assert browser.get(question).status == 410
    assert browser.post(question, **YES).status == 410
    assert at.rows() == []


@pytest.mark.parametrize("answer", [None, YES, {"decision": "cancel"}])
def test_an_account_whose_person_comes_back_too_late_is_given_back_at_once(at_both, answer):
    browser = at_both.browser()
    question = at_both.arrive(browser)
    at_both.age(minutes=11)
    page = browser.post(question, **answer) if answer else browser.get(question)
    assert page.status == 410
    assert at_both.google.revoked == ["token-canary-1"]
    assert at_both.is_empty()
    assert browser.post(question, **YES).status == 410
    at_both.tidy()
    assert at_both.google.revoked == ["token-canary-1"]


def test_whoever_is_late_gives_back_nothing_of_others_and_nothing_that_is_connected(at):
    at.google.answers = [ana(), Admitted("b-2", "bea@gmail.com", "token-canary-2")]
    browser = at.browser()
    late = at.arrive(browser)
    at.arrive(at.browser())
    browser.post(late, **YES)
    at.age(minutes=11)
    assert browser.get(late).status == 410
    assert at.google.revoked == []
    assert at.consent_waits()
    assert [row.account for row in at.rows()] == ["a-1"]


def test_of_eight_who_bring_a_state_at_once_one_is_taken(at_both):
    for _ in range(5):
        browser = at_both.browser()
        start = at_both.begin()
        state = state_of(browser.get(start))
        address = at_both.return_address(state=state, code="c")
        pages = at_once(*[lambda b=browser, a=address: b.get(a)] * 8)
        assert {page.status for page in pages} <= {303, 429}
        assert [row for row in at_both.google.finished if row["state"] == state][1:] == []
        assert browser.get(start).status == 200


def test_of_eight_who_say_yes_at_once_one_connects(at_both):
    browser = at_both.browser()
    question = at_both.arrive(browser)
    pages = at_once(*[lambda: browser.post(question, **YES)] * 8)
    assert {page.status for page in pages} == {303}
    assert len(at_both.rows()) == 1
    assert at_both.rung == [True]


def test_of_a_yes_and_a_no_at_once_one_counts(at_both):
    browser = at_both.browser()
    question = at_both.arrive(browser)
    at_once(
        lambda: browser.post(question, **YES), lambda: browser.post(question, decision="cancel")
    )
    assert len(at_both.rows()) + len(at_both.google.revoked) == 1


def test_another_browser_cannot_finish_what_one_began(at):
    state = at.leave(at.browser())
    stranger = at.browser()
    assert stranger.get(at.return_address(state=state, code="c")).status == 403
    at.leave(stranger)  # with a cookie of its own
    page = stranger.get(at.return_address(state=state, code="c"))
    assert page.status == 403
    assert "another browser" in page.text
    assert at.google.finished == []


def test_another_browser_cannot_open_a_link_that_is_used_already(at):
    start = at.begin()
    mine, theirs = at.browser(), at.browser()
    mine.get(start)
    assert theirs.get(start).status == 403
    assert mine.get(start).status == 303


def test_another_browser_sees_no_question_and_cannot_answer_it(at):
    question = at.arrive(at.browser())
    stranger = at.browser()
    page = stranger.get(question)
    assert page.status == 403
    assert "ana@gmail.com" not in page.body
    assert stranger.post(question, **YES).status == 403
    assert at.browser().post(question, **YES).status == 403
    assert at.rows() == []
    assert at.consent_waits()


def test_a_form_of_another_site_brings_no_cookie_and_changes_nothing(at):
    browser = at.browser()
    question = at.arrive(browser)
    assert browser.post(question, bare=True, **YES).status == 403
    assert at.rows() == []


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "a" * 5000, "é", '"; drop'])
def test_a_made_up_cookie_is_no_key(at, cookie):
    state = at.leave(at.browser())
    forger = at.browser()
    forger.cookies[connecting.COOKIE] = quote(cookie)
    assert forger.get(at.return_address(state=state, code="c")).status == 403
    assert at.google.finished == []


def test_whoever_lost_access_meanwhile_is_refused_everywhere(at):
    def dismiss():
        with at.database.writing() as session:
            books.dismiss(session, at.book, by=PERSON, person=EDITOR)

    def admit(role=Role.editor):
        with at.database.writing() as session:
            books.admit(session, at.book, by=PERSON, person=EDITOR, role=role)

    browser = at.browser()
    start = at.begin(person=EDITOR)
    dismiss()
    assert browser.get(start).status == 403
    admit()
    state = state_of(browser.get(start))
    admit(Role.viewer)
    assert browser.get(at.return_address(state=state, code="c")).status == 403
    assert at.google.finished == []
    admit()
    browser.get(at.return_address(state=state, code="c"))
    dismiss()
    for page in (browser.get(start), browser.post(start, **YES)):
        assert page.status == 403
        assert "ana@gmail.com" not in page.body
    assert at.rows() == []
    browser.post(start, decision="cancel")
    assert at.google.revoked == ["token-canary-1"]


def test_a_book_that_went_takes_its_consents_along(at):
    browser = at.browser()
    question = at.arrive(browser)
    with at.database.writing() as session:
        books.forget_workspace(session, workspace="T1")
    assert browser.post(question, **YES).status == 410
