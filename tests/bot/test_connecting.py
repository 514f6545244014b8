"""Connecting an account in the browser: there, back, the question, and what came of it."""

import pytest

from store import people
from store.sync.provider import Admitted
from store.sync.source import Later
from store.sync_models import Consent
from store.words import ConnectionState, Provider
from store.work_models import Job
from tests.bot.connecting_desk import state_of
from tests.consenting import EDITOR, PERSON, PLACE, ana
from tests.fake_slack import Answer


def test_the_first_page_leads_straight_to_the_provider(at):
    browser = at.browser()
    start = at.begin()
    page = browser.get(start)
    assert page.status == 303
    assert page.to.startswith("https://provider.example/consent?state=")
    assert at.google.begun == [
        {"state": state_of(page), "back": at.accounts.back(Provider.google), "hint": ""}
    ]
    assert browser.get(start).to == page.to
    assert len(at.google.begun) == 1


def test_whoever_comes_back_is_asked_and_told_what_it_is_about(at):
    with at.database.writing() as session:
        people.remember(session, workspace="T1", person=PERSON, name="Carla Coach", admin=True)
    browser = at.browser()
    page = browser.get(at.arrive(browser))
    assert page.status == 200
    for word in ("Connect ana@gmail.com?", "Google Contacts", "Team book", "Studio", "Carla Coach"):
        assert word in page.text
    assert "code-canary" not in page.body
    assert at.rows() == []


def test_a_yes_connects_the_account_and_rings_for_the_worker(at):
    browser = at.browser()
    question = at.arrive(browser)
    done = browser.post(question, which="all", decision="connect")
    assert (done.status, done.to) == (303, question)
    (connection,) = at.rows()
    assert (connection.account, connection.email) == ("a-1", "ana@gmail.com")
    assert (connection.person, connection.provider) == (PERSON, Provider.google)
    assert connection.chosen is None
    assert at.accounts.unseal(connection.secret) == "token-canary-1"
    (job,) = at.rows(Job)
    assert job.data["place"] == PLACE
    assert at.rung == [True]
    assert "ana@gmail.com is connected" in browser.get(question).text


def test_only_some_labels_can_be_chosen(at):
    browser = at.browser()
    question = at.arrive(browser)
    page = browser.get(question)
    assert "Only some labels" in page.text
    assert "Yoga" in page.text
    browser.post(question, which="some", group=["g2", "forged"], decision="connect")
    assert at.rows()[0].chosen == ["g2"]


@pytest.mark.parametrize("group", [[], ["forged"]])
def test_none_of_some_is_asked_again(at, group):
    browser = at.browser()
    question = at.arrive(browser)
    page = browser.post(question, which="some", group=group, decision="connect")
    assert page.status == 422
    assert "Please choose at least one" in page.text
    assert at.rows() == []
    assert browser.post(question, which="all", decision="connect").status == 303
    assert len(at.rows()) == 1


def test_a_no_gives_the_consent_back(at):
    browser = at.browser()
    question = at.arrive(browser)
    assert browser.post(question, decision="cancel").to == question
    assert at.google.revoked == ["token-canary-1"]
    assert at.is_empty()
    assert "Nothing was connected" in browser.get(question).text
    assert at.rung == []


def test_microsoft_comes_back_with_a_form_of_its_own(at):
    browser = at.browser()
    start = at.begin(Provider.microsoft)
    state = state_of(browser.get(start))
    back = at.accounts.back(Provider.microsoft)
    on = browser.post(back, bare=True, state=state, code="code-canary", client_info="e30=")
    assert on.status == 303
    assert on.to.startswith(f"{back}?")
    assert at.microsoft.finished == []
    assert browser.get(on.to).to == start
    (finished,) = at.microsoft.finished
    assert finished["answer"] == {"state": state, "code": "code-canary", "client_info": "e30="}
    assert "Only some folders" in browser.get(start).text
    later = "Categories can be chosen in Slack, once Roster has read the account."
    assert later in browser.get(start).text.partition("Only some folders")[2]


def test_an_account_that_cannot_list_its_labels_is_connected_whole(at):
    at.google.account.failures = [Later("Google cannot answer at the moment.")]
    browser = at.browser()
    question = at.arrive(browser)
    page = browser.get(question)
    assert "cannot list the labels just now" in page.text
    assert browser.post(question, which="some", group="g1", decision="connect").status == 422
    browser.post(question, which="all", decision="connect")
    assert len(at.rows()) == 1


def connect(at, *, person=PERSON, connection_id=None):
    browser = at.browser()
    question = at.arrive(browser, person=person, connection_id=connection_id)
    page = browser.get(question)
    browser.post(question, which="all", decision="connect")
    return page


def test_categories_are_spoken_of_where_there_are_no_folders_too(at):
    at.microsoft.account.groups = {}
    browser = at.browser()
    start = at.begin(Provider.microsoft)
    browser.get(at.return_address(Provider.microsoft, state=state_of(browser.get(start)), code="c"))
    assert "Categories can be chosen in Slack" in browser.get(start).text
    assert "Only some" not in browser.get(start).text


def test_the_same_account_again_is_the_same_connection_with_a_new_secret(at):
    connect(at)
    at.google.answers = [ana("token-canary-2")]
    page = connect(at, person=EDITOR)
    assert "ana@gmail.com is connected to this book already" in page.text
    (connection,) = at.rows()
    assert connection.person == EDITOR
    assert at.accounts.unseal(connection.secret) == "token-canary-2"
    assert at.google.revoked == []


def test_a_cancelled_reconnect_does_not_shut_out_the_connection_there_is(at):
    connect(at)
    at.google.answers = [ana("token-canary-2")]
    browser = at.browser()
    browser.post(at.arrive(browser), decision="cancel")
    assert at.google.revoked == []
    assert len(at.rows()) == 1


def test_connecting_again_asks_for_the_account_that_is_meant(at):
    connect(at)
    browser = at.browser()
    browser.get(at.begin(connection_id=at.rows()[0].id))
    assert at.google.begun[-1]["hint"] == "ana@gmail.com"


def test_another_account_at_a_reconnect_is_a_connection_of_its_own(at):
    connect(at)
    at.google.answers = [Admitted("b-2", "bea@gmail.com", "token-canary-2")]
    page = connect(at, connection_id=at.rows()[0].id)
    assert page.text.startswith(
        "Roster Add bea@gmail.com? This is another account: you were about to connect "
        "ana@gmail.com again. bea@gmail.com would be added beside it, into the team book, and "
        "everybody with access to it will see the contacts. ana@gmail.com stays as it is."
    )
    assert "Add bea@gmail.com Cancel" in page.text
    assert sorted(row.email for row in at.rows()) == ["ana@gmail.com", "bea@gmail.com"]


def test_another_account_that_is_connected_too_is_not_added_by_a_reconnect(at):
    connect(at)
    for token in ("token-canary-2", "token-canary-3"):
        at.google.answers = [Admitted("b-2", "bea@gmail.com", token)]
        page = connect(at, connection_id=at.rows()[0].id)
    assert "This is another account" in page.text
    assert "bea@gmail.com would be connected once more instead." in page.text
    assert "Connect bea@gmail.com Cancel" in page.text
    assert len(at.rows()) == 2


def test_the_account_that_was_meant_is_connected_without_a_warning(at):
    connect(at)
    page = connect(at, connection_id=at.rows()[0].id)
    assert page.text.startswith("Roster Connect ana@gmail.com? Roster reads")
    assert "another account" not in page.text


def test_what_was_chosen_before_is_chosen_already(at):
    browser = at.browser()
    browser.post(at.arrive(browser), which="some", group="g2", decision="connect")
    again = at.browser()
    body = again.get(at.arrive(again)).body
    assert 'value="g2" checked' in body
    assert 'value="g1" checked' not in body


def test_an_ended_connection_is_active_again(at):
    connect(at)
    with at.database.writing() as session:
        session.merge(at.rows()[0]).state = ConnectionState.ended
    connect(at, connection_id=at.rows()[0].id)
    assert at.rows()[0].state is ConnectionState.active


def test_one_that_is_just_being_disconnected_can_be_connected_in_a_minute(at):
    connect(at)
    with at.database.writing() as session:
        session.merge(at.rows()[0]).state = ConnectionState.leaving
    browser = at.browser()
    question = at.arrive(browser)
    page = browser.post(question, which="all", decision="connect")
    assert page.status == 422
    assert "just being disconnected" in page.text
    assert at.consent_waits()


def test_two_accounts_can_be_connected_side_by_side_in_one_browser(at):
    browser = at.browser()
    starts = [at.begin(), at.begin(Provider.microsoft)]
    states = [state_of(browser.get(start)) for start in starts]
    browser.get(at.return_address(state=states[0], code="c"))
    at.microsoft.answers = [Admitted("m-1", "ana@outlook.com", "token-canary-3")]
    browser.get(at.return_address(Provider.microsoft, state=states[1], code="c"))
    for start in starts:
        browser.post(start, which="all", decision="connect")
    assert {row.email for row in at.rows()} == {"ana@gmail.com", "ana@outlook.com"}


def test_the_page_of_a_workspace_that_slack_does_not_name_still_asks(at):
    at.slack.plan = lambda _: Answer({"ok": False, "error": "internal_error"}, status=503)
    browser = at.browser()
    page = browser.get(at.arrive(browser))
    assert page.status == 200
    assert "T1" in page.text


@pytest.mark.parametrize(
    "path",
    ["", "/", "/google/return/x", "/yahoo/return?state=x", "/a/b/c", "//x", "/%3Cscript%3E/x"],
)
@pytest.mark.parametrize("verb", ["get", "post"])
def test_whoever_goes_astray_finds_a_page_all_the_same(at, path, verb):
    page = getattr(at.browser(), verb)(f"/connect{path}")
    assert page.status == 404
    assert "There is no such page" in page.text
    assert "begin again in Slack" in page.text
    assert "script" not in page.text


def test_what_is_no_page_of_a_consent_is_left_to_others(at):
    page = at.browser().get("/connected")
    assert page.status == 404
    assert "There is no such page" not in page.text


def test_whoever_only_looks_ahead_uses_nothing_up(at):
    start, robot = at.begin(), at.browser()
    assert robot.head(start).status == 204
    assert robot.get(start, **{"Sec-Purpose": "prefetch"}).status == 204
    assert robot.cookies == {}
    assert at.browser().get(start).status == 303


def test_an_old_consent_is_tidied_away_with_what_it_got(at):
    from_browser = at.browser()
    at.arrive(from_browser)
    at.age(minutes=11)
    at.tidy()
    assert at.google.revoked == ["token-canary-1"]
    assert at.rows(Consent) == []
