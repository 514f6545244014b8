"""Tokens of Google: how they are renewed, when they have ended, how Roster gives them back."""

import json
import logging
import traceback

import pytest

from bot.playground.accounts.faults import HTML, Fault
from bot.playground.accounts.google_tokens import CONTACTS
from store.sync.source import Broken, Ended, Later, Misconfigured
from tests.googling import STATE, outside, refusal


@pytest.fixture
def there():
    with outside() as found:
        yield found


@pytest.fixture
def faults(there):
    return there.fake.faults


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
