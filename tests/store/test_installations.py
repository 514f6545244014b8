"""Installations: tokens encrypted at rest, and one-time words with one winner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from store import installations
from store.columns import now
from store.install_models import Installation, InstallState
from store.installations import Installed
from store.secrets import Secrets, Unopenable, is_key, new_key

TOKEN = "xoxb-canary-1"
STUDIO = Installed(bot_token=TOKEN, bot_id="B1", bot_user="UBOT", installed_by="U1")


@pytest.fixture
def keys():
    return Secrets([new_key()])


def keep(database, keys, workspace="T1", installed=STUDIO):
    with database.writing() as session:
        installations.save(session, keys, workspace=workspace, installed=installed)


def found(database, keys, workspace="T1"):
    with database.reading() as session:
        return installations.get(session, keys, workspace=workspace)


def test_a_token_comes_back_as_it_was(database, keys):
    keep(database, keys)
    assert found(database, keys) == STUDIO
    assert found(database, keys, "T2") is None


def test_a_stolen_database_holds_no_usable_token(database, keys):
    keep(database, keys)
    with database.reading() as session:
        row = session.exec(select(Installation)).one()
    assert TOKEN.encode() not in bytes(row.bot_token)


def test_a_second_installation_replaces_the_first(database, keys):
    keep(database, keys)
    newer = Installed(bot_token="xoxb-2", bot_id="B2", bot_user="UBOT", installed_by="U2")
    keep(database, keys, installed=newer)
    assert found(database, keys) == newer


def test_deleting_forgets_one_workspace_only(database, keys):
    keep(database, keys)
    keep(database, keys, "T2")
    with database.writing() as session:
        installations.delete_one(session, workspace="T1")
    assert found(database, keys) is None
    assert found(database, keys, "T2") == STUDIO


def test_a_new_key_in_front_reads_what_the_old_one_wrote(database):
    old, new = new_key(), new_key()
    keep(database, Secrets([old]))
    assert found(database, Secrets([new, old])) == STUDIO


def test_without_the_key_nothing_is_found_and_nothing_is_lost(database, keys):
    keep(database, keys)
    stranger = Secrets([new_key()])
    assert found(database, stranger) is None
    assert found(database, keys) == STUDIO


def test_a_changed_byte_is_noticed(keys):
    sealed = bytearray(keys.seal(TOKEN))
    sealed[20] ^= 1
    with pytest.raises(Unopenable):
        keys.unseal(bytes(sealed))


def test_without_keys_nothing_is_stored_in_the_clear():
    with pytest.raises(Unopenable, match="ROSTER_SECRET_KEYS"):
        Secrets([]).seal(TOKEN)


def test_a_key_is_known_from_other_words():
    assert is_key(new_key())
    assert not is_key("")
    assert not is_key("a" * 44)


def test_a_word_is_taken_once(database):
    with database.writing() as session:
        state = installations.issue_state(session)
    for expected in (True, False):
        with database.writing() as session:
            assert installations.use_state(session, state=state) is expected


def test_a_guessed_or_late_word_is_not_taken(database):
    with database.writing() as session:
        session.add(InstallState(state="late", expires_at=now() - timedelta(seconds=1)))
    with database.writing() as session:
        assert not installations.use_state(session, state="guessed")
        assert not installations.use_state(session, state="late")
        installations.prune_states(session)
    with database.reading() as session:
        assert session.exec(select(InstallState)).all() == []


def test_of_eight_at_once_one_wins(database):
    def use(state):
        with database.writing() as session:
            return installations.use_state(session, state=state)

    with ThreadPoolExecutor(8) as threads:
        for _ in range(20):
            with database.writing() as session:
                state = installations.issue_state(session)
            assert sum(threads.map(use, [state] * 8)) == 1


def test_an_old_farewell_does_not_end_a_new_installation(database, keys):
    keep(database, keys)
    moment = now().timestamp()
    with database.reading() as session:
        since = installations.installed_since
        assert since(session, workspace="T1", moment=moment - 60)
        assert not since(session, workspace="T1", moment=moment + 60)
        assert not since(session, workspace="T2", moment=moment - 60)
