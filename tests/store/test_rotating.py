"""Turning the keys: everything is under the first one afterwards, and nothing is ever lost."""

import pytest
from sqlmodel import select

from store import books, installations, rotating
from store.db import connect
from store.install_models import Installation
from store.installations import Installed
from store.secrets import Secrets, new_key
from store.sync import connections, consents
from store.sync_models import Connection, Consent
from store.words import Provider
from tests.dying import dies

OLD, NEW = new_key(), new_key()
TOKENS = {"xoxb-1", "xoxb-2", "refresh-1", "refresh-2", "waiting-1"}


@pytest.fixture
def filled(database):
    """Two installations, two connections and a consent that waits, under the old key."""
    keys = Secrets([OLD])
    with database.writing() as session:
        for number in (1, 2):
            installed = Installed(f"xoxb-{number}", bot_id="B", bot_user="U", installed_by="U1")
            workspace = f"T{number}"
            installations.save(session, keys, workspace=workspace, installed=installed)
            book = books.install(session, workspace=workspace, person="U1")
            connections.connect(
                session,
                book,
                person="U1",
                provider=Provider.google,
                account="a",
                email="ana@gmail.com",
                secret=keys.seal(f"refresh-{number}"),
                chosen=None,
                place={},
            )
        consents.begin(session, book, person="U1", provider=Provider.google, place={})
        session.exec(select(Consent)).one().sealed = keys.seal("waiting-1")
        consents.begin(session, book, person="U1", provider=Provider.microsoft, place={})
    return database


def sealed(database):
    with database.reading() as session:
        return [
            *map(bytes, session.exec(select(Installation.bot_token))),
            *map(bytes, session.exec(select(Connection.secret))),
            *(bytes(one) for one in session.exec(select(Consent.sealed)) if one),
        ]


def opened(database, *keys):
    return {Secrets(keys).unseal(one) for one in sealed(database)}


def closed(database, *keys):
    with database.reading() as session:
        return rotating.unreadable(session, Secrets(keys)).total


def test_afterwards_the_first_key_alone_opens_everything(filled):
    assert rotating.rotate(filled, Secrets([NEW, OLD])) == rotating.Rotated(done=5, closed=0)
    assert opened(filled, NEW) == TOKENS
    assert closed(filled, NEW) == 0
    assert closed(filled, OLD) == 4


def test_a_second_time_changes_nothing_that_matters(filled):
    for _ in range(2):
        assert rotating.rotate(filled, Secrets([NEW, OLD])).done == 5
    assert opened(filled, NEW) == TOKENS


def test_what_no_key_opens_stays_as_it_is(filled):
    before = sealed(filled)
    assert rotating.rotate(filled, Secrets([NEW])) == rotating.Rotated(done=0, closed=4)
    assert sealed(filled) == before
    assert rotating.rotate(filled, Secrets([NEW, OLD])).closed == 0


def test_without_keys_nothing_is_touched(filled):
    before = sealed(filled)
    assert rotating.rotate(filled, Secrets([])) == rotating.Rotated(done=0, closed=4)
    assert sealed(filled) == before


def test_what_goes_while_keys_are_turned_is_passed_by(filled, monkeypatch):
    listed = list(rotating._all(filled))
    with filled.writing() as session:
        installations.delete_one(session, workspace="T1")
        books.forget_workspace(session, workspace="T1")
    monkeypatch.setattr(rotating, "_all", lambda _: listed)
    assert rotating.rotate(filled, Secrets([NEW, OLD])) == rotating.Rotated(done=3, closed=0)


def test_killed_anywhere_both_keys_still_open_everything_and_it_can_be_run_again(filled, address):
    keys = Secrets([NEW, OLD])
    filled.close()
    at = 1
    while dies(address, lambda database: rotating.rotate(database, keys), at=at):
        after = connect(address)
        assert opened(after, NEW, OLD) == TOKENS
        after.close()
        at += 1
    assert at > 10
    again = connect(address)
    assert rotating.rotate(again, keys).closed == 0
    assert opened(again, NEW) == TOKENS
    again.close()
