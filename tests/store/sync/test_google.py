"""Consent at Google: the way there and back, and what the answer is worth."""

import base64
import json
import os
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.playground.accounts.faults import HTML, Fault
from bot.playground.accounts.google_consent import CLIENT_ID
from bot.playground.accounts.google_tokens import CONTACTS
from store.sync.google import Google
from store.sync.provider import Declined
from store.sync.source import Broken, Later, Misconfigured
from tests.googling import BACK, STATE, outside, refusal


@pytest.fixture
def there():
    with outside() as found:
        yield found


@pytest.fixture
def faults(there):
    return there.fake.faults


def test_the_way_leads_to_google_itself_and_keeps_the_verifier():
    way = Google("id", "secret-canary").begin(state=STATE, back=BACK, hint="ana@gmail.example")
    parts = urlsplit(way.address)
    asked = dict(parse_qsl(parts.query))
    assert (parts.scheme, parts.netloc) == ("https", "accounts.google.com")
    assert asked["scope"].split()[-1] == CONTACTS
    assert asked["login_hint"] == "ana@gmail.example"
    assert asked["access_type"] == "offline"
    assert asked["prompt"] == "consent"
    assert asked["code_challenge_method"] == "S256"
    assert (asked["state"], asked["redirect_uri"]) == (STATE, BACK)
    assert way.kept not in way.address
    assert "canary" not in way.address


def test_plain_http_is_spoken_with_this_machine_only(monkeypatch):
    monkeypatch.delenv("OAUTHLIB_INSECURE_TRANSPORT", raising=False)
    Google("id", "secret")
    Google("id", "secret", auth_url="http://evil.example/auth", token_url="https://a.example/t")
    assert "OAUTHLIB_INSECURE_TRANSPORT" not in os.environ


def test_whoever_consents_lets_roster_in(there):
    admitted = there.admitted()
    assert (admitted.account, admitted.email) == (there.account.id, "ana@gmail.example")
    there.account.add(emails=["a@example.com"])
    source = there.google.open(admitted.secret)
    assert [one.email for one in source.page(source.streams()[0]).people] == ["a@example.com"]


def test_another_process_may_bring_the_answer(there):
    way = there.begin()
    answer = there.answer(way)
    admitted = there.client().finish(state=STATE, back=BACK, kept=way.kept, answer=answer)
    assert admitted.email == "ana@gmail.example"


@pytest.mark.parametrize(
    "other",
    [{"state": "forged"}, {"state": None}, {"iss": "https://login.microsoftonline.com"}],
)
def test_an_answer_to_something_else_is_not_brought_to_google(there, faults, other):
    way = there.begin()
    answer = there.answer(way) | other
    with pytest.raises(Declined, match="another consent"):
        there.finish(way, {k: v for k, v in answer.items() if v is not None})
    assert faults.count("token") == 0


def test_whoever_cancels_has_not_consented(there, faults):
    way = there.begin()
    with pytest.raises(Declined, match="not let into"):
        there.finish(way, there.answer(way, do="cancel"))
    assert faults.count("token") == 0


@pytest.mark.parametrize("error", ["<script>", "admin_policy_enforced", "server_error", ""])
def test_what_google_says_instead_is_not_repeated(there, error):
    with pytest.raises(Declined) as caught:
        there.finish(there.begin(), {"state": STATE, "error": error})
    assert "<" not in str(caught.value)


def test_an_answer_without_a_code_is_no_consent(there, faults):
    with pytest.raises(Declined):
        there.finish(there.begin(), {"state": STATE})
    assert faults.count("token") == 0


def test_a_permission_that_was_not_ticked_is_explained_and_nothing_is_kept(there, faults):
    way = there.begin()
    with pytest.raises(Declined, match="not ticked"):
        there.finish(way, there.answer(way, ticked=False))
    assert faults.count("revoke") == 1
    assert not there.fake.tokens.knows(there.account)


def test_a_consent_for_an_hour_only_is_none(there, faults):
    faults.habits.no_refresh_token = True
    way = there.begin()
    with pytest.raises(Declined, match="an hour only"):
        there.finish(way, there.answer(way))
    assert not there.fake.tokens.knows(there.account)


def test_who_consents_again_lets_roster_in_again(there):
    assert there.admitted().account == there.admitted().account


def test_a_code_is_good_once(there):
    way = there.begin()
    answer = there.answer(way)
    there.finish(way, answer)
    with pytest.raises(Declined, match="used before"):
        there.finish(way, answer)


def test_a_code_needs_its_own_verifier(there):
    way, other = there.begin(), there.begin()
    with pytest.raises(Declined):
        there.google.finish(state=STATE, back=BACK, kept=other.kept, answer=there.answer(way))


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault(503), Later),
        (Fault(429, retry_after="30"), Later),
        (Fault(reset=True), Later),
        (Fault(drip=1), Later),
        (Fault(body=HTML), Broken),
        (Fault(body=b""), Broken),
        (Fault(cut=True), Broken),
        (Fault(body=b"{}"), Broken),
        (Fault(body=b'{"access_token": "a", "expires_in": "soon"}'), Broken),
        (refusal("invalid_client"), Misconfigured),
        (refusal("redirect_uri_mismatch"), Misconfigured),
        (refusal("invalid_grant"), Declined),
    ],
)
def test_a_token_endpoint_with_troubles_is_understood(there, faults, fault, trouble):
    way = there.begin()
    answer = there.answer(way)
    faults.add("token", fault)
    with pytest.raises(trouble):
        there.finish(way, answer)


def test_the_wrong_secret_of_the_app_is_for_whoever_runs_roster(there):
    way = there.begin()
    there.google = there.client(client_secret="wrong")
    with pytest.raises(Misconfigured, match="GOOGLE_CLIENT_SECRET"):
        there.finish(way, there.answer(way))


def card(**claims):
    """Who somebody is, as Google says it."""
    parts = ({"alg": "RS256"}, claims)
    words = [base64.urlsafe_b64encode(json.dumps(one).encode()).decode() for one in parts]
    return ".".join([*words, "e30="])


OTHERS = card(aud="another app", sub="1", email="ana@gmail.example")
NOBODYS = card(aud=CLIENT_ID, email="ana@gmail.example")


@pytest.mark.parametrize("card", ["", "no.card", "e30.e30.e30", None, OTHERS, NOBODYS])
def test_whose_account_it_is_has_to_be_said(there, faults, card):
    way = there.begin()
    answer = there.answer(way)
    said = {"access_token": "a", "refresh_token": "r", "expires_in": 9, "id_token": card}
    said["scope"] = CONTACTS
    faults.add("token", Fault(body=json.dumps(said).encode()))
    with pytest.raises(Broken):
        there.finish(way, answer)


def test_a_card_of_the_right_person_for_this_app_is_enough(there, faults):
    way = there.begin()
    answer = there.answer(way)
    said = {"access_token": "a", "refresh_token": "r", "scope": CONTACTS}
    said["id_token"] = card(aud=CLIENT_ID, sub="1")
    faults.add("token", Fault(body=json.dumps(said).encode()))
    admitted = there.finish(way, answer)
    assert (admitted.account, admitted.email) == ("1", "1")
