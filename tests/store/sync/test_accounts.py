"""Accounts: what is set up, what opens a connection, and what is given back."""

import pytest

from store.secrets import Secrets, Unopenable, new_key
from store.sync import connections
from store.sync.source import Later, Misconfigured
from store.words import ConnectionState, Provider
from tests.consenting import BASE, PERSON, PLACE, FakeProvider, accounts_of, ready
from tests.store.sync.syncing import Syncing, person


@pytest.fixture
def google():
    return FakeProvider()


def connect(database, accounts, book, *, account="a-1", secret="token-canary-1"):
    with database.writing() as session:
        return connections.connect(
            session,
            book,
            person=PERSON,
            provider=Provider.google,
            account=account,
            email="ana@gmail.com",
            secret=accounts.seal(secret),
            chosen=None,
            place=PLACE,
        )


def test_what_is_not_set_up_is_not_offered_and_not_begun(sqlite, google):
    book, accounts = ready(sqlite), accounts_of(sqlite, google)
    assert accounts.providers == (Provider.google,)
    with sqlite.writing() as session, pytest.raises(Misconfigured, match="MICROSOFT_CLIENT_ID"):
        accounts.begin(session, book, person=PERSON, provider=Provider.microsoft, place=PLACE)


def test_a_consent_begins_at_our_own_address(sqlite, google):
    book, accounts = ready(sqlite), accounts_of(sqlite, google)
    with sqlite.writing() as session:
        address = accounts.begin(
            session, book, person=PERSON, provider=Provider.google, place=PLACE
        )
    assert address.startswith(f"{BASE}/connect/")
    assert accounts.back(Provider.google) == f"{BASE}/connect/google/return"


def test_a_connection_is_opened_with_what_was_sealed(sqlite, google):
    accounts = accounts_of(sqlite, google)
    made = connect(sqlite, accounts, ready(sqlite))
    assert b"canary" not in bytes(made.secret)
    assert accounts.open(made).secret == "token-canary-1"


def test_without_its_key_an_account_waits_and_with_the_key_back_it_is_read_again(database, google):
    accounts, syncing = accounts_of(database, google), Syncing(database, ready(database))
    google.account.put(person("p1"))
    made = connect(database, accounts, syncing.book)
    syncing.open = accounts_of(database, google).open
    for _ in range(5):
        syncing.again(hours=1)
    locked = syncing.connection(made.id)
    assert locked.state is ConnectionState.active
    assert "put the key back into ROSTER_SECRET_KEYS; or connect the account" in locked.trouble
    assert bytes(locked.secret) == bytes(made.secret)
    assert syncing.told == []
    syncing.open = accounts.open
    syncing.again(hours=1)
    assert syncing.connection(made.id).trouble == ""
    assert [*syncing.contacts()] == ["p1@example.org"]
    assert syncing.told == [("read", made.id)]


def test_an_account_without_its_key_can_be_connected_again(database, google):
    syncing = Syncing(database, ready(database))
    made = connect(database, accounts_of(database, google), syncing.book)
    now_there = accounts_of(database, google)
    syncing.open = now_there.open
    syncing.run()
    assert syncing.connection(made.id).failures == 1
    assert connect(database, now_there, syncing.book).id == made.id
    syncing.run()
    assert syncing.connection(made.id).trouble == ""


def test_a_byte_that_was_changed_opens_nothing(sqlite, google):
    accounts = accounts_of(sqlite, google)
    sealed = bytearray(accounts.seal("token"))
    sealed[20] ^= 1
    with pytest.raises(Unopenable):
        accounts.unseal(bytes(sealed))


def test_a_provider_that_was_taken_out_of_the_settings_is_said(sqlite, google):
    keys = Secrets([new_key()])
    made = connect(sqlite, accounts_of(sqlite, google, keys=keys), ready(sqlite))
    with pytest.raises(Misconfigured, match="GOOGLE_CLIENT_ID"):
        accounts_of(sqlite, keys=keys).open(made)


def test_what_was_granted_is_given_back(sqlite, google):
    accounts = accounts_of(sqlite, google)
    assert accounts.revoke(connect(sqlite, accounts, ready(sqlite)))
    assert google.revoked == ["token-canary-1"]


def test_nothing_is_given_back_that_another_connection_needs(database, google):
    accounts, book = accounts_of(database, google), ready(database)
    made = connect(database, accounts, book)
    assert accounts.release(Provider.google, "a-1", "token-canary-2")
    assert google.revoked == []
    with database.writing() as session:
        session.merge(made).state = ConnectionState.ended
    assert accounts.release(Provider.google, "a-1", "token-canary-2")
    assert google.revoked == ["token-canary-2"]


def test_a_provider_that_does_not_answer_is_told_apart(sqlite, google, caplog):
    accounts = accounts_of(sqlite, google)
    made = connect(sqlite, accounts, ready(sqlite))
    google.down = Later("Google cannot answer at the moment.")
    assert accounts.revoke(made) is False
    assert "canary" not in caplog.text
