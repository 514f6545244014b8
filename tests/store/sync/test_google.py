"""Consent at Google: the way there and back, what it is worth, how it is renewed, how it ends."""

import base64
import json
import logging
import os
import traceback
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.playground.accounts.faults import HTML, Fault
from bot.playground.accounts.google_consent import CLIENT_ID
from bot.playground.accounts.google_tokens import CONTACTS
from store.sync.google import Google
from store.sync.provider import Declined
from store.sync.source import Broken, Ended, Later, Misconfigured
from tests.googling import BACK, STATE, outside

DAY = 24 * 3600


@pytest.fixture
def there():
    with outside() as found:
        yield found


@pytest.fixture
def faults(there):
    return there.fake.faults


def refusal(error):
    return Fault(400, body=json.dumps({"error": error, "error_description": "canary"}).encode())


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


# What was granted, later on.


@pytest.fixture
def source(there):
    return there.google.open(there.admitted().secret)


def read(source):
    return source.page(source.streams()[0])


def test_as_long_as_a_token_is_good_no_other_is_asked_for(source, faults):
    before = source.secret
    read(source)
    source.groups()
    assert faults.count("token") == 1  # the one for the code
    assert source.secret == before


def test_an_old_token_is_renewed_once_and_kept(there, faults):
    faults.habits.token_seconds = 60  # too short to begin with
    source = there.google.open(there.admitted().secret)
    before = source.secret
    faults.habits.token_seconds = 3600
    read(source)
    read(source)
    assert faults.count("token") == 2
    assert source.secret != before
    read(there.google.open(source.secret))
    assert faults.count("token") == 2


def test_a_token_that_is_refused_is_renewed_once(there, source, faults):
    there.fake.tokens.expire(there.account)
    read(source)
    assert (faults.count("token"), faults.count("people")) == (2, 2)


def test_the_lasting_token_is_kept_when_google_sends_no_other(there, source):
    lasting = json.loads(source.secret)["refresh_token"]
    there.fake.tokens.expire(there.account)
    read(source)
    assert json.loads(source.secret)["refresh_token"] == lasting


def test_a_lasting_token_that_is_exchanged_is_replaced(there, source, faults):
    faults.habits.rotates = True
    for _ in range(3):
        there.fake.tokens.expire(there.account)
        read(source)
        source = there.google.open(source.secret)
    assert faults.count("token") == 4


def test_a_process_that_died_before_it_kept_the_new_token_has_to_be_let_in_again(
    there, source, faults
):
    faults.habits.rotates = True
    there.fake.tokens.expire(there.account)
    lost = source.secret
    read(source)
    there.fake.tokens.expire(there.account)
    with pytest.raises(Ended):
        read(there.google.open(lost))


def test_a_consent_that_was_taken_back_has_ended_without_hammering(there, source, faults):
    there.fake.tokens.end(there.account)
    with pytest.raises(Ended, match="connect it again"):
        read(source)
    assert (faults.count("people"), faults.count("token")) == (1, 2)


def test_a_token_that_is_refused_twice_has_ended(there, source, faults):
    faults.add("people", Fault(401), times=2)
    with pytest.raises(Ended):
        read(source)
    assert faults.count("people") == 2


def test_a_permission_that_was_taken_back_has_ended(there, source, faults):
    there.fake.tokens.shrink(there.account, CONTACTS)
    with pytest.raises(Ended, match="tick the permission"):
        read(source)
    there.fake.tokens.expire(there.account)
    with pytest.raises(Ended, match="tick the permission"):
        read(source)
    assert faults.count("people") == 2  # the new token is not even tried


def test_a_card_of_the_right_person_for_this_app_is_enough(there, faults):
    way = there.begin()
    answer = there.answer(way)
    said = {"access_token": "a", "refresh_token": "r", "scope": CONTACTS}
    said["id_token"] = card(aud=CLIENT_ID, sub="1")
    faults.add("token", Fault(body=json.dumps(said).encode()))
    admitted = there.finish(way, answer)
    assert (admitted.account, admitted.email) == ("1", "1")


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault(503), Later),
        (Fault(429, retry_after="30"), Later),
        (Fault(reset=True), Later),
        (Fault(drip=1), Later),
        (Fault(403, body=b"<h1>no</h1>"), Broken),
        (Fault(body=HTML), Broken),
        (Fault(cut=True), Broken),
        (Fault(body=b"{}"), Broken),
        (Fault(400, body=b"[]"), Broken),
        (Fault(body=b'{"access_token": "a", "expires_in": "soon"}'), Broken),
        (refusal("invalid_grant"), Ended),
        (refusal("invalid_client"), Misconfigured),
        (refusal("unauthorized_client"), Misconfigured),
        (refusal("deleted_client"), Misconfigured),
        (refusal("something_new"), Later),
    ],
)
def test_a_renewal_with_troubles_is_understood_and_tried_once(
    there, source, faults, fault, trouble
):
    there.fake.tokens.expire(there.account)
    faults.add("token", fault, times=5)
    with pytest.raises(trouble):
        read(source)
    assert faults.count("token") == 2


def test_somebody_who_has_to_sign_in_anew_has_ended(there, source, faults):
    said = {"error": "invalid_grant", "error_subtype": "invalid_rapt"}
    there.fake.tokens.expire(there.account)
    faults.add("token", Fault(400, body=json.dumps(said).encode()))
    with pytest.raises(Ended):
        read(source)


@pytest.mark.parametrize("secret", ["", "{", "[]", "{}", '{"refresh_token": ""}', "null"])
def test_a_secret_that_cannot_be_read_has_ended(there, secret):
    with pytest.raises(Ended):
        read(there.google.open(secret))
    there.google.revoke(secret)


# And the end.


def test_roster_lets_itself_out_and_once_is_enough(there, source):
    there.google.revoke(source.secret)
    assert not there.fake.tokens.knows(there.account)
    there.google.revoke(source.secret)


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [(Fault(503), Later), (Fault(reset=True), Later), (refusal("invalid_request"), Broken)],
)
def test_that_google_did_not_let_roster_out_is_said(there, source, faults, fault, trouble):
    faults.add("revoke", fault)
    with pytest.raises(trouble):
        there.google.revoke(source.secret)


def test_nothing_secret_is_said_or_logged(there, faults, caplog):
    caplog.set_level(logging.DEBUG)
    way = there.begin()
    answer = there.answer(way)
    admitted = there.finish(way, answer)
    said = [there.google._client_secret, way.kept, answer["code"], STATE]
    said += [str(value) for name, value in json.loads(admitted.secret).items() if "token" in name]
    source = there.google.open(admitted.secret)
    for fault in (Fault(500), Fault(reset=True), Fault(cut=True), refusal("invalid_grant")):
        there.fake.tokens.expire(there.account)
        faults.add("token", fault)
        with pytest.raises((Later, Broken, Ended)) as caught:
            read(source)
        caplog.handler.stream.write("".join(traceback.format_exception(caught.value)))
    read(source)
    there.google.revoke(source.secret)
    assert not [one for one in said if one in caplog.text]
