"""The tokens of an account at Office 365: renewed when they are old, and kept when they are new."""

import time

import pytest

from bot.playground.accounts.faults import Fault
from bot.playground.accounts.microsoft_tokens import PERSONAL
from store.sync.bounded import Limits
from store.sync.microsoft_graph import MAIN
from store.sync.source import Broken, Ended, Later, Misconfigured
from tests.office import office


@pytest.fixture
def there():
    with office(time.time) as made:
        yield made


@pytest.fixture
def secret(there):
    kept = there.let_in().secret
    there.fake.faults.clear()
    return kept


def tokens(there):
    return there.fake.faults.count("token")


def test_a_token_that_is_good_is_used_without_asking_for_another(there, secret):
    for _ in range(3):
        source = there.provider.open(secret)
        source.page(MAIN)
        assert source.secret == secret
    assert tokens(there) == 0


def test_a_token_is_found_again_however_microsoft_writes_what_it_granted(there):
    alone = next(
        one for one in there.playground.accounts.directory.of("microsoft") if one.tenant == PERSONAL
    )
    secret = there.let_in(account=alone).secret
    assert "https://graph.microsoft.com/Contacts.Read" in secret
    there.fake.faults.clear()
    there.provider.open(secret).page(MAIN)
    assert tokens(there) == 0
    there.fake.tokens.expire(alone)
    source = there.provider.open(secret)
    source.page(MAIN)
    there.provider.open(source.secret).page(MAIN)
    assert tokens(there) == 1


def test_a_token_that_is_refused_is_renewed_once_and_what_is_new_is_kept(there, secret):
    there.fake.tokens.expire(there.account)
    source = there.provider.open(secret)
    source.page(MAIN)
    assert tokens(there) == 1
    assert source.secret != secret
    there.provider.open(source.secret).page(MAIN)
    assert tokens(there) == 1


def test_a_token_that_is_about_to_be_too_old_is_renewed_before_it_is_refused(there):
    there.fake.faults.habits.token_seconds = 60
    source = there.open()
    there.fake.faults.clear()
    source.page(MAIN)
    assert tokens(there) == 1
    assert there.fake.faults.count("delta") == 1


def test_a_fresh_token_that_is_refused_too_means_that_the_consent_has_ended(there, secret):
    refused = Fault(status=401, body=b'{"error": {"code": "InvalidAuthenticationToken"}}')
    there.fake.faults.add("delta", refused, times=2)
    with pytest.raises(Ended, match="connect it again"):
        there.provider.open(secret).page(MAIN)
    assert (tokens(there), there.fake.faults.count("delta")) == (1, 2)


def test_a_consent_that_was_taken_back_has_ended(there, secret):
    there.fake.tokens.end(there.account)
    source = there.provider.open(secret)
    for call in (source.streams, source.groups, lambda: source.page(MAIN)):
        with pytest.raises(Ended, match="connect it again"):
            call()


@pytest.mark.parametrize(
    "error", ["invalid_grant", "interaction_required", "consent_required", "login_required"]
)
def test_what_only_the_person_can_mend_has_ended(there, secret, error):
    there.fake.tokens.expire(there.account)
    there.fake.faults.add("token", Fault(status=400, body=f'{{"error": "{error}"}}'.encode()))
    with pytest.raises(Ended):
        there.provider.open(secret).page(MAIN)


@pytest.mark.parametrize("error", ["temporarily_unavailable", "server_error", "invalid_request"])
def test_any_other_refusal_is_a_matter_of_time_and_is_tried_anew_at_once(there, secret, error):
    there.fake.tokens.expire(there.account)
    there.fake.faults.add("token", Fault(status=400, body=f'{{"error": "{error}"}}'.encode()))
    with pytest.raises(Later):
        there.provider.open(secret).page(MAIN)
    there.provider.open(secret).page(MAIN)
    assert tokens(there) == 2


def test_a_refusal_of_the_app_is_for_whoever_runs_roster(there, secret):
    there.fake.tokens.expire(there.account)
    source = there.knowing(client_secret="old").open(secret)
    with pytest.raises(Misconfigured):
        source.page(MAIN)


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault(status=500), Later),
        (Fault(status=503, retry_after="1"), Later),
        (Fault(status=429, retry_after="1"), Later),
        (Fault(reset=True), Later),
        (Fault(delay=3), Later),
        (Fault(drip=0.2, after=True), Later),
        (Fault(body=b"<h1>Sorry</h1>"), Broken),
        (Fault(cut=True), Broken),
        (Fault(body=b'{"x": 1}'), Broken),
        (Fault(body=b'{"access_token": "EwB4", "expires_in": "soon"}'), Broken),
    ],
)
def test_a_renewal_that_fails_loses_no_account_and_is_tried_anew_at_once(
    there, secret, fault, trouble
):
    there.fake.tokens.expire(there.account)
    provider = there.knowing(limits=Limits(connect=0.3, read=0.3, seconds=0.6))
    there.fake.faults.add("token", fault)
    source = provider.open(secret)
    with pytest.raises(trouble):
        source.page(MAIN)
    source.page(MAIN)
    provider.open(secret).page(MAIN)


def test_a_renewal_that_was_not_kept_is_done_once_more_with_the_old_token(there, secret):
    there.fake.tokens.expire(there.account)
    there.provider.open(secret).page(MAIN)  # and then the process died
    there.fake.tokens.expire(there.account)
    there.provider.open(secret).page(MAIN)


def test_a_renewal_that_was_not_kept_where_the_old_token_is_taken_back_is_said(there, secret):
    there.fake.faults.habits.rotates = True
    there.fake.tokens.expire(there.account)
    source = there.provider.open(secret)
    source.page(MAIN)
    there.fake.tokens.expire(there.account)
    there.provider.open(source.secret).page(MAIN)
    with pytest.raises(Ended):
        there.provider.open(secret).page(MAIN)


@pytest.mark.parametrize("secret", ["", "{}", "[]", "null", "nonsense", '{"Account": {}}'])
def test_a_secret_that_says_nothing_has_ended_or_makes_no_sense(there, secret):
    with pytest.raises((Ended, Broken)):
        there.provider.open(secret).page(MAIN)


@pytest.mark.parametrize(
    "fault", [Fault(delay=3), Fault(drip=0.2, after=True)], ids=["silence", "drips"]
)
def test_an_account_that_hangs_is_left_alone_in_time(there, secret, fault):
    provider = there.knowing(limits=Limits(connect=0.3, read=0.3, seconds=0.6))
    there.fake.faults.add("delta", fault)
    began = time.monotonic()
    with pytest.raises(Later):
        provider.open(secret).page(MAIN)
    assert time.monotonic() - began < 2
