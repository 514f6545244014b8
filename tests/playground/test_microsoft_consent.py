"""The playground's Microsoft lets nobody in who does not ask as the real one wants to be asked."""

import time
from urllib.parse import urlencode

import pytest
import requests

from bot.playground.accounts.microsoft_consent import CLIENT_SECRET
from bot.playground.accounts.microsoft_tokens import CLIENT_ID
from tests.office import BACK, office

VERIFIER = "v" * 43
CHALLENGE = "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM"
ASKED = {
    "client_id": CLIENT_ID,
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": "openid profile offline_access Contacts.Read",
    "state": "s",
}


class Login:
    """Somebody who asks Microsoft's login, step by step."""

    def __init__(self, there):
        self.there = there
        self.url = f"{there.playground.url}/microsoft/common"

    def page(self, **given):
        return requests.get(self.address(**given), timeout=10)

    def address(self, **given):
        asked = {k: v for k, v in {**ASKED, **given}.items() if v is not None}
        return f"{self.url}/oauth2/v2.0/authorize?{urlencode(asked)}"

    def code(self, **given):
        return self.there.answer(self.address(**given))["code"]

    def token(self, **given):
        form = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uri": BACK}
        answer = requests.post(f"{self.url}/oauth2/v2.0/token", data={**form, **given}, timeout=10)
        return answer.status_code, answer.json()

    def exchange(self, code, **given):
        return self.token(grant_type="authorization_code", code=code, **given)

    def refresh(self, token, **given):
        return self.token(grant_type="refresh_token", refresh_token=token, **given)


@pytest.fixture
def login():
    with office(time.time) as there:
        yield Login(there)


def test_everything_is_at_an_address_that_is_encrypted(login):
    found = requests.get(f"{login.url}/v2.0/.well-known/openid-configuration", timeout=10).json()
    assert found["token_endpoint"].startswith("https://login.microsoftonline.com/common/")


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ({"client_id": None}, "AADSTS900144"),
        ({"scope": None}, "AADSTS900144"),
        ({"client_id": "another"}, "AADSTS700016"),
        ({"redirect_uri": "https://evil.example/return"}, "AADSTS50011"),
        ({"response_type": "token"}, "AADSTS700054"),
        ({"response_mode": "fragment"}, "AADSTS90012"),
        ({"scope": "openid Contacts.Read Files.Read"}, "AADSTS70011"),
        ({"code_challenge": "x", "code_challenge_method": "plain"}, "AADSTS50148"),
    ],
)
def test_a_request_that_is_not_right_goes_nowhere(login, given, number):
    for answer in (login.page(**given), requests.post(login.address(**given), timeout=10)):
        assert answer.status_code == 400
        assert number in answer.text


def test_only_registered_addresses_are_gone_back_to_where_some_are_named(login):
    login.there.fake.consent.redirects = {"https://roster.example/connect/microsoft/return"}
    assert "AADSTS50011" in login.page().text


def test_the_page_names_every_account_and_what_it_is_asked_for(login):
    text = login.page().text
    for words in ("ana@studio.example", "carla@studio.example", "Read your contacts", "Cancel"):
        assert words in text
    assert 'type="checkbox"' not in text


def test_an_answer_comes_in_the_address_or_as_a_form(login):
    for mode in ("query", "form_post"):
        answer = login.there.answer(login.address(response_mode=mode))
        assert answer["state"] == "s"
        assert answer["code"]
        refused = login.there.answer(login.address(response_mode=mode), do="cancel")
        assert (refused["error"], refused["state"]) == ("access_denied", "s")
        assert "AADSTS65004" in refused["error_description"]


def test_a_state_cannot_break_out_of_the_form(login):
    state = '"><script>alert(1)</script>'
    back = requests.post(
        login.address(response_mode="form_post", state=state), data={"do": "cancel"}, timeout=10
    )
    assert "<script>alert" not in back.text


def test_a_code_is_good_once_for_ten_minutes_and_for_its_own_address(login):
    code = login.code()
    assert login.exchange(code, redirect_uri="http://localhost:3000/other")[0] == 400
    status, answer = login.exchange(code)
    assert status == 200
    assert {"access_token", "refresh_token", "id_token", "client_info"} <= set(answer)
    status, answer = login.exchange(code)
    assert (status, answer["error"], answer["error_codes"]) == (400, "invalid_grant", [70008])
    late = login.code()
    login.there.clock.late = 601
    assert login.exchange(late)[0] == 400


def test_a_code_that_was_asked_for_with_a_challenge_needs_the_verifier(login):
    for verifier in ("", "w" * 43):
        code = login.code(code_challenge=CHALLENGE, code_challenge_method="S256")
        assert login.exchange(code, code_verifier=verifier)[0] == 400
    code = login.code(code_challenge=CHALLENGE, code_challenge_method="S256")
    assert login.exchange(code, code_verifier=VERIFIER)[0] == 200


def test_what_was_not_asked_for_is_not_given(login):
    _, answer = login.exchange(login.code(scope="Contacts.Read"))
    assert "refresh_token" not in answer
    assert "id_token" not in answer


def test_a_refresh_token_is_followed_by_another_and_stays_good_itself(login):
    _, answer = login.exchange(login.code())
    first = answer["refresh_token"]
    _, answer = login.refresh(first)
    assert answer["refresh_token"] != first
    assert login.refresh(first)[0] == login.refresh(answer["refresh_token"])[0] == 200
    login.there.fake.faults.habits.rotates = True
    assert [login.refresh(first)[0] for _ in range(2)] == [200, 400]


def test_a_token_is_worth_no_more_than_was_granted(login):
    _, answer = login.exchange(login.code())
    status, refused = login.refresh(answer["refresh_token"], scope="Contacts.Read User.Read")
    assert (status, refused["error"], refused["suberror"]) == (
        400,
        "invalid_grant",
        "consent_required",
    )


def test_an_account_that_let_the_app_out_gives_nothing_more(login):
    _, answer = login.exchange(login.code())
    login.there.fake.tokens.end(login.there.account)
    status, refused = login.refresh(answer["refresh_token"])
    assert (status, refused["error"], refused["error_codes"]) == (400, "invalid_grant", [50173])


@pytest.mark.parametrize(
    ("given", "status", "error"),
    [
        ({"client_secret": "old"}, 401, "invalid_client"),
        ({"client_id": "another"}, 400, "unauthorized_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_an_app_that_microsoft_does_not_know_gets_no_token(login, given, status, error):
    code = login.code()
    found, refused = login.token(**{"grant_type": "authorization_code", "code": code, **given})
    assert (found, refused["error"]) == (status, error)


def test_an_administrator_may_have_to_say_yes(login):
    login.there.fake.consent.needs_administrator = True
    refused = login.there.answer(login.address())
    assert refused["error"] == "access_denied"
    assert "AADSTS90094" in refused["error_description"]
