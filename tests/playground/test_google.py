"""Consent and tokens at the playground's Google: as strict as at the real one."""

import pytest
import requests

from bot.playground.accounts.google_tokens import CONTACTS, EMAIL
from tests.playground.google_browser import BACK, Browser


@pytest.fixture
def google(playground):
    return Browser(playground)


def test_the_consent_page_names_the_accounts_and_the_permission(google):
    page = google.ask(login_hint="ana@gmail.example")
    assert page.status_code == 200
    assert 'value="1" checked' in page.text
    assert "carla@playground.example" in page.text
    assert "See and download your contacts" in page.text


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"client_id": "else"}, "invalid_client"),
        ({"redirect_uri": "https://evil.example/back"}, "redirect_uri_mismatch"),
        ({"redirect_uri": None}, "missing: redirect_uri"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "openid all"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "S256"),
    ],
)
def test_a_wrong_way_to_the_consent_page_leads_nowhere(google, other, said):
    page = google.ask(**other)
    assert page.status_code == 400
    assert said in page.text


def test_only_addresses_that_are_registered_are_gone_back_to(google):
    google.fake.consent.redirects = {"https://roster.example/back"}
    assert google.ask().status_code == 400
    assert google.ask(redirect_uri="https://roster.example/back").status_code == 200


def test_whoever_continues_comes_back_with_a_code_and_the_state(google):
    answer = google.answer()
    assert (answer["state"], answer["iss"]) == ("s", "https://accounts.google.com")
    assert CONTACTS in answer["scope"]


def test_whoever_cancels_comes_back_without_a_code(google):
    answer = google.answer(form={"do": "cancel"})
    assert (answer["error"], answer["state"]) == ("access_denied", "s")
    assert "code" not in answer


def test_a_code_is_worth_tokens_once(google):
    code = google.answer()["code"]
    said = google.exchange(code)
    assert {"access_token", "refresh_token", "id_token", "expires_in"} <= said.json().keys()
    assert set(said.json()["scope"].split()) == {"openid", EMAIL, CONTACTS}
    again = google.exchange(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("other", "status", "error"),
    [
        ({"code": "4/else"}, 400, "invalid_grant"),
        ({"code_verifier": None}, 400, "invalid_grant"),
        ({"code_verifier": "w" * 64}, 400, "invalid_grant"),
        ({"redirect_uri": f"{BACK}/"}, 400, "redirect_uri_mismatch"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": None}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_a_code_is_worth_nothing_to_whoever_did_not_ask_for_it(google, other, status, error):
    said = google.exchange(google.answer()["code"], **other)
    assert (said.status_code, said.json()["error"]) == (status, error)


def test_a_code_is_good_for_ten_minutes(google, clock):
    code = google.answer()["code"]
    clock.seconds += 601
    assert google.exchange(code).json()["error"] == "invalid_grant"


def test_who_has_consented_before_gives_no_lasting_token_unless_asked_anew(google):
    assert "refresh_token" in google.exchange(google.answer(prompt=None)["code"]).json()
    assert "refresh_token" not in google.exchange(google.answer(prompt=None)["code"]).json()
    assert "refresh_token" in google.exchange(google.answer()["code"]).json()
    online = google.answer(access_type="online")["code"]
    assert "refresh_token" not in google.exchange(online).json()


def test_an_access_token_ends_and_is_renewed(google, clock):
    refresh = google.let_in()["refresh_token"]
    assert google.people().status_code == 200
    clock.seconds += 3601
    assert google.people().json()["error"]["status"] == "UNAUTHENTICATED"
    renewed = google.refresh(refresh).json()
    assert "refresh_token" not in renewed
    google.access = renewed["access_token"]
    assert google.people().status_code == 200


def test_a_refresh_asks_for_no_more_than_was_granted(google):
    unticked = google.answer(form={"permission": None})["code"]
    said = google.exchange(unticked).json()
    assert CONTACTS not in said["scope"]
    assert google.refresh(said["refresh_token"], scope=CONTACTS).json()["error"] == "invalid_scope"
    assert google.refresh(said["refresh_token"]).status_code == 200


def test_refresh_tokens_may_rotate(google):
    google.fake.faults.habits.rotates = True
    first = google.let_in()["refresh_token"]
    second = google.refresh(first).json()["refresh_token"]
    assert google.refresh(first).json()["error"] == "invalid_grant"
    assert google.refresh(second).status_code == 200


@pytest.mark.parametrize("kind", ["refresh_token", "access_token"])
def test_revoking_any_token_ends_all_of_them(google, kind):
    said = google.let_in()
    for status in (200, 400):
        revoked = requests.post(f"{google.url}/revoke", data={"token": said[kind]}, timeout=5)
        assert revoked.status_code == status
    assert revoked.json()["error"] == "invalid_token"
    assert google.people().status_code == 401
    assert google.refresh(said["refresh_token"]).json()["error"] == "invalid_grant"
