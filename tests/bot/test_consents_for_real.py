"""Consents at the playground's Google and Microsoft, walked from page to page as a browser does."""

import logging
import re
from collections.abc import Iterator

import pytest

from bot.playground.accounts.faults import Fault
from store.sync_models import Consent
from store.words import Provider
from tests.bot.connecting_world import World, running
from tests.walking import Walker

ALLOW = {"permission": "contacts", "do": "continue"}
YES = {"which": "all", "decision": "connect"}


@pytest.fixture
def world(sqlite_address) -> Iterator[World]:
    with running(sqlite_address) as opened:
        yield opened


def walk(world, provider, **answer):
    """From the button to the page after the provider's."""
    walker = Walker().go(world.begin(provider))
    assert "Roster wants access" in walker.body
    walker.submit(account=world.account(provider).id, **{**ALLOW, **answer})
    return walker.submit() if 'type="hidden"' in walker.body else walker


@pytest.mark.parametrize("provider", list(Provider))
def test_an_account_is_connected_and_nothing_secret_stays_in_an_address(world, provider, caplog):
    caplog.set_level(logging.DEBUG)
    email = world.account(provider).email
    walker = walk(world, provider)
    assert f"Connect {email}?" in walker.body
    walker.go(walker.address, YES)
    assert f"{email} is connected" in walker.body
    (connection,) = world.rows()
    assert (connection.provider, connection.email) == (provider, email)
    assert not [address for address in walker.seen if "code=" in address]
    secret = world.roster.accounts.unseal(connection.secret)
    tokens = [word for word in re.findall(r"[\w./-]{24,}", secret) if "googleapis" not in word]
    assert tokens
    logged = "".join(r.getMessage() for r in caplog.records if r.name != "sqlalchemy.engine")
    assert not [token for token in tokens if token in logged]


@pytest.mark.parametrize("provider", list(Provider))
def test_its_own_groups_are_offered(world, provider):
    walker = walk(world, provider)
    listed = {"google": "Wed cohort", "microsoft": "Choir"}[provider]
    assert f"> {listed}</label>" in walker.body


@pytest.mark.parametrize("provider", list(Provider))
def test_whoever_cancels_at_the_provider_connects_nothing(world, provider):
    walker = walk(world, provider, do="cancel")
    assert walker.status == 409
    assert "No account was connected" in walker.body
    assert "Try again" in walker.body
    assert world.rows() == []


def test_a_permission_that_is_not_ticked_is_explained_and_given_back(world):
    walker = Walker().go(world.begin(Provider.google))
    account = world.account(Provider.google)
    walker.submit(account=account.id, do="continue")
    assert walker.status == 409
    assert "not ticked" in walker.body
    assert world.rows() == []
    assert all(row.sealed is None for row in world.rows(Consent))
    assert not world.playground.accounts.google.tokens.knows(account)


def test_whoever_says_no_at_the_question_puts_roster_out_again(world):
    walker = walk(world, Provider.google)
    account = world.account(Provider.google)
    assert world.playground.accounts.google.tokens.knows(account)
    walker.go(walker.address, {"decision": "cancel"})
    assert "Nothing was connected" in walker.body
    assert not world.playground.accounts.google.tokens.knows(account)


@pytest.mark.parametrize("status", [500, 503, 429])
@pytest.mark.parametrize("provider", list(Provider))
def test_a_token_endpoint_that_fails_is_said_and_tried_again(world, provider, status):
    fake = getattr(world.playground.accounts, provider)
    fake.faults.add("token", Fault(status=status))
    walker = walk(world, provider)
    assert walker.status == 409
    assert world.rows() == []
    again = re.search(r'class="button first" href="([^"]+)"', walker.body)[1]
    walker.go(again).submit(account=world.account(provider).id, **ALLOW)
    if 'type="hidden"' in walker.body:
        walker.submit()
    walker.go(walker.address, YES)
    assert len(world.rows()) == 1
