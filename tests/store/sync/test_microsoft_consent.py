"""Letting Roster into an account at Office 365: the way there and back, and all that stops it."""

import json
import logging
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.playground.accounts.faults import Fault
from store.sync.bounded import Limits
from store.sync.microsoft import Microsoft
from store.sync.provider import Declined
from store.sync.source import Broken, Later, Misconfigured
from tests.office import BACK, STATE, TENANT, office


@pytest.fixture
def there():
    with office(time.time) as made:
        yield made


def finish(there, answer, *, kept=None, state=STATE, provider=None):
    way = there.provider.begin(state=STATE, back=BACK)
    provider = provider or there.provider
    return provider.finish(state=state, back=BACK, kept=kept or way.kept, answer=answer)


def test_a_consent_is_worth_an_account_under_its_lasting_name(there):
    admitted = there.let_in()
    assert admitted.account == f"{there.account.id}.{TENANT}"
    assert admitted.email == "ana@studio.example"
    assert [stream.name for stream in there.provider.open(admitted.secret).streams()] == [
        "Contacts"
    ]


def test_the_way_there_asks_for_contacts_only_and_for_an_answer_in_a_form(there):
    way = there.provider.begin(state=STATE, back=BACK, hint="ana@studio.example")
    assert way.address.startswith(f"{there.playground.url}/microsoft/common/oauth2/v2.0/authorize?")
    asked = {k: v[0] for k, v in parse_qs(urlsplit(way.address).query).items()}
    wanted = {"Contacts.Read", "User.Read", "openid", "profile", "offline_access"}
    assert set(asked["scope"].split()) == wanted
    assert asked["response_mode"] == "form_post"
    assert asked["prompt"] == "select_account"
    assert asked["login_hint"] == "ana@studio.example"
    assert (asked["state"], asked["redirect_uri"]) == (STATE, BACK)
    verifier = json.loads(way.kept)["code_verifier"]
    assert verifier not in way.address


def test_another_process_may_take_the_answer(there):
    way = there.provider.begin(state=STATE, back=BACK)
    answer = there.answer(way.address)
    admitted = there.knowing().finish(state=STATE, back=BACK, kept=way.kept, answer=answer)
    assert admitted.email == "ana@studio.example"


def test_nothing_is_asked_before_it_has_to_be_and_where_everything_is_only_once(there):
    secret = there.let_in().secret
    there.fake.faults.clear()
    provider = there.knowing()
    source = provider.open(secret)
    assert there.fake.faults.asked == []
    source.streams()
    provider.open(secret).streams()
    assert there.fake.faults.count("configuration") == 1
    assert there.fake.faults.count("token") == 0


def test_the_address_that_people_write_to_comes_before_the_name_for_signing_in(there):
    there.fake.faults.add("me", Fault(body=b'{"mail": "ana@gil.example"}'))
    assert there.let_in().email == "ana@gil.example"


@pytest.mark.parametrize("status", [401, 403, 500])
def test_without_that_address_the_name_for_signing_in_does(there, status):
    there.fake.faults.add("me", Fault(status=status))
    assert there.let_in().email == "ana@studio.example"


def test_somebody_who_presses_cancel_is_told_that_nothing_was_connected(there):
    with pytest.raises(Declined, match="Nothing was connected"):
        there.let_in(do="cancel")
    assert there.fake.faults.count("token") == 0


def test_where_only_an_administrator_may_say_yes_the_page_for_that_is_named(there):
    there.fake.consent.needs_administrator = True
    with pytest.raises(Declined, match=r"administrator .*/common/adminconsent\?client_id=0b5c1a2e"):
        there.let_in()


@pytest.mark.parametrize("state", ["another-word", "", None])
def test_an_answer_to_another_question_asks_for_no_token(there, state):
    way = there.provider.begin(state=STATE, back=BACK)
    answer = there.answer(way.address) | {"state": state}
    if state is None:
        del answer["state"]
    with pytest.raises(Declined, match="another consent"):
        finish(there, answer, kept=way.kept)
    assert there.fake.faults.count("token") == 0


def test_an_answer_that_was_begun_with_another_word_asks_for_no_token(there):
    way = there.provider.begin(state="another-word", back=BACK)
    answer = there.answer(way.address)
    with pytest.raises(Declined, match="another consent"):
        finish(there, answer, kept=way.kept)
    assert there.fake.faults.count("token") == 0


@pytest.mark.parametrize("answer", [{}, {"code": ""}, {"session_state": "x"}])
def test_an_answer_with_neither_a_code_nor_a_reason_makes_no_sense(there, answer):
    with pytest.raises(Broken):
        finish(there, {"state": STATE, **answer})


def test_a_code_of_somebody_else_or_used_twice_is_worth_nothing(there):
    with pytest.raises(Declined, match="took too long, or was used before"):
        finish(there, {"state": STATE, "code": "4/0-of-google"})
    way = there.provider.begin(state=STATE, back=BACK)
    answer = there.answer(way.address)
    finish(there, answer, kept=way.kept)
    with pytest.raises(Declined, match="took too long, or was used before"):
        finish(there, answer, kept=way.kept)


def test_a_code_is_worth_nothing_without_the_verifier_that_was_kept(there):
    way = there.provider.begin(state=STATE, back=BACK)
    answer = there.answer(way.address)
    with pytest.raises(Declined):
        finish(there, answer)  # another flow was begun, with another verifier
    forged = json.dumps(json.loads(way.kept) | {"code_verifier": "x" * 43})
    with pytest.raises(Declined):
        finish(there, answer, kept=forged)


def test_a_card_that_was_made_for_another_flow_makes_no_sense(there):
    way = there.provider.begin(state=STATE, back=BACK)
    answer = there.answer(way.address)
    forged = json.dumps(json.loads(way.kept) | {"nonce": "another"})
    with pytest.raises(Broken):
        finish(there, answer, kept=forged)


def test_a_code_that_waited_for_too_long_is_worth_nothing(there):
    way = there.provider.begin(state=STATE, back=BACK)
    answer = there.answer(way.address)
    there.clock.late = 700
    with pytest.raises(Declined, match="took too long"):
        finish(there, answer, kept=way.kept)


@pytest.mark.parametrize(
    ("scope", "words"),
    [("Contacts.Read", "not allowed to read contacts"), ("offline_access", "an hour only")],
)
def test_a_consent_to_less_is_explained_and_worth_nothing(there, scope, words):
    if scope == "offline_access":
        there.fake.faults.habits.no_refresh_token = True
    else:
        there.fake.faults.habits.withheld = {scope}
    with pytest.raises(Declined, match=words):
        there.let_in()


@pytest.mark.parametrize("what", ["configuration", "token"])
@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault(status=500), Later),
        (Fault(status=503, retry_after="60"), Later),
        (Fault(status=429, retry_after="60"), Later),
        (Fault(reset=True), Later),
        (Fault(delay=3), Later),
        (Fault(body=b"<h1>Sorry</h1>"), Broken),
        (Fault(status=400, body=b"<h1>Sorry</h1>"), Broken),
        (Fault(body=b""), Broken),
        (Fault(body=b"{}"), Broken),
        (Fault(body=b'{"token_type": "Bearer"}'), Broken),
        (Fault(cut=True), Broken),
        (Fault(status=302, body=b"{}"), Broken),
    ],
)
def test_what_goes_wrong_at_the_login_is_said_and_good_again_the_next_time(
    there, what, fault, trouble
):
    provider = there.knowing(limits=Limits(connect=0.3, read=0.3, seconds=0.6))
    there.fake.faults.add(what, fault)
    with pytest.raises(trouble):
        there.let_in(provider)
    assert there.let_in(provider).email == "ana@studio.example"


@pytest.mark.parametrize(
    "said",
    [
        {"access_token": "EwB4"},
        {"access_token": "EwB4", "id_token": "x", "client_info": "x"},
        {"access_token": "EwB4", "id_token": "e30.e30.x", "client_info": "e30", "scope": "x"},
        {"access_token": "EwB4", "expires_in": "soon", "id_token": "e30.e30.x"},
        {"access_token": "EwB4", "id_token": 5, "client_info": []},
    ],
)
def test_a_token_with_half_of_what_belongs_to_it_makes_no_sense(there, said):
    there.fake.faults.add("token", Fault(body=json.dumps(said).encode()))
    with pytest.raises(Broken) as caught:
        there.let_in()
    assert "EwB4" not in str(caught.value)


def test_a_login_that_wants_to_be_left_alone_says_until_when(there):
    there.fake.faults.add("token", Fault(status=429, retry_after="120"))
    with pytest.raises(Later) as caught:
        there.let_in()
    assert caught.value.until is not None
    waits = caught.value.until - datetime.now(UTC)
    assert timedelta(seconds=100) < waits <= timedelta(seconds=120)


@pytest.mark.parametrize(
    "words", [{"client_secret": "old"}, {"client_id": "0b5c1a2e-0000-0000-0000-000000000000"}]
)
def test_a_roster_that_microsoft_does_not_know_is_for_whoever_runs_it_to_mend(there, words):
    way = there.provider.begin(state=STATE, back=BACK)
    answer = there.answer(way.address)
    with pytest.raises(Misconfigured, match="MICROSOFT_CLIENT_SECRET"):
        finish(there, answer, kept=way.kept, provider=there.knowing(**words))


def test_the_account_of_a_single_person_is_named_by_the_tenant_of_them_all(there):
    alone = next(
        one
        for one in there.playground.accounts.directory.of("microsoft")
        if one.email == "carla.coach@outlook.example"
    )
    admitted = there.let_in(account=alone)
    assert admitted.account.endswith(".9188040d-6c67-4c5b-b112-36a304b66dad")
    assert admitted.email == "carla.coach@outlook.example"


def test_letting_roster_out_is_something_only_the_person_can_do_there(there):
    secret = there.let_in().secret
    there.fake.faults.clear()
    there.provider.revoke(secret)
    assert there.fake.faults.asked == []


def test_the_real_microsoft_is_asked_unless_another_one_is_named():
    real = Microsoft("id", "secret")
    assert real._door.address("https://login.microsoftonline.com/common/x") == (
        "https://login.microsoftonline.com/common/x"
    )
    government = Microsoft("id", "secret", login_url="https://login.microsoftonline.us")
    assert government._door.named == "https://login.microsoftonline.us"


def test_no_word_of_a_consent_is_in_any_log(there, caplog):
    caplog.set_level(logging.DEBUG)
    way = there.provider.begin(state=STATE, back=BACK)
    answer = there.answer(way.address)
    there.fake.faults.add("token", Fault(cut=True, after=True))
    with pytest.raises(Broken):
        finish(there, answer, kept=way.kept)
    admitted = there.let_in()
    secrets = [answer["code"], "8Q~playground", json.loads(way.kept)["code_verifier"], "EwB4"]
    secrets += [
        one["secret"]
        for kind in json.loads(admitted.secret).values()
        for one in kind.values()
        if "secret" in one
    ]
    assert len(secrets) > 5
    said = [record.getMessage() for record in caplog.records]
    assert not [one for one in secrets if any(one in line for line in said)]
