"""Consents: one word, one browser, ten minutes; every step is taken once."""

from datetime import timedelta

import pytest
from sqlmodel import select, update

from store import books
from store.columns import now
from store.sync import consents
from store.sync_models import Consent
from store.words import Provider
from tests.racing import at_once

MINE, OTHER = "my-browser", "another-browser"


def write(database, work, **given):
    with database.writing() as session:
        return work(session, **given)


def get(database, word):
    with database.reading() as session:
        return consents.get(session, word=word)


def age(database, **by):
    with database.writing() as session:
        session.exec(update(Consent).values(expires_at=now() + consents.LIFE - timedelta(**by)))


@pytest.fixture
def word(database, book):
    with database.writing() as session:
        return consents.begin(
            session, book, person="U1", provider=Provider.google, place={"view": "V1"}
        )


@pytest.fixture
def left(database, word):
    """A consent whose person is at the provider."""
    assert write(database, consents.bind, word=word, browser=MINE)
    assert write(database, consents.leave, word=word, sealed=b"verifier")
    return word


@pytest.fixture
def waiting(database, left):
    """A consent whose account waits to be confirmed."""
    assert write(database, consents.answer, word=left)
    assert write(database, consents.wait, word=left, sealed=b"tokens")
    return left


def test_only_a_digest_of_the_word_is_kept(database, word):
    with database.reading() as session:
        row = session.exec(select(Consent)).one()
    assert word not in str(row.model_dump())
    assert len(word) >= 43
    assert get(database, word).person == "U1"
    assert get(database, row.state) is None


@pytest.mark.parametrize("guess", ["", "x", "\ud83d", "a" * 10_000, "' OR 1=1"])
def test_a_guessed_word_finds_nothing(database, word, guess):
    assert get(database, guess) is None
    assert not write(database, consents.bind, word=guess, browser=MINE)


def test_the_first_browser_keeps_it(database, word):
    assert write(database, consents.bind, word=word, browser=MINE)
    assert not write(database, consents.bind, word=word, browser=OTHER)
    assert write(database, consents.bind, word=word, browser=MINE)
    found = get(database, word)
    assert consents.belongs(found, browser=MINE)
    assert not consents.belongs(found, browser=OTHER)
    assert not consents.belongs(found, browser="")


def test_nobody_is_the_owner_of_what_no_browser_opened(database, word):
    assert not consents.belongs(get(database, word), browser="")
    assert not consents.belongs(get(database, word), browser=MINE)


def test_an_answer_before_anybody_left_is_none(database, word):
    assert not write(database, consents.answer, word=word)


def test_an_answer_after_ten_minutes_comes_too_late(database, left):
    age(database, minutes=11)
    assert get(database, left) is None
    assert not write(database, consents.answer, word=left)


def test_after_nine_minutes_it_is_taken_and_there_is_time_to_confirm(database, left):
    age(database, minutes=9)
    assert write(database, consents.answer, word=left)
    assert get(database, left).expires_at > now() + timedelta(minutes=9)


def test_of_eight_who_bring_the_answer_one_wins(database, book):
    for _ in range(20):
        with database.writing() as session:
            word = consents.begin(session, book, person="U1", provider=Provider.google, place={})
            consents.leave(session, word=word, sealed=b"verifier")
        works = [lambda word=word: write(database, consents.answer, word=word)] * 8
        assert sorted(at_once(*works)) == [False] * 7 + [True]


def test_of_eight_who_confirm_one_wins(database, waiting):
    works = [lambda: write(database, consents.use, word=waiting)] * 8
    assert sorted(at_once(*works)) == [False] * 7 + [True]
    assert get(database, waiting).sealed is None


def test_what_waits_cannot_be_left_answered_or_waited_for_again(database, waiting):
    assert not write(database, consents.leave, word=waiting, sealed=b"x")
    assert not write(database, consents.answer, word=waiting)
    assert write(database, consents.use, word=waiting)
    assert not write(database, consents.wait, word=waiting, sealed=b"x")
    assert not write(database, consents.use, word=waiting)


def test_what_ended_cannot_be_used_and_keeps_nothing(database, left):
    write(database, consents.answer, word=left)
    write(database, consents.end, word=left)
    assert not write(database, consents.wait, word=left, sealed=b"tokens")
    assert not write(database, consents.use, word=left)
    assert get(database, left).sealed is None


def test_pruning_drops_the_old_and_hands_out_what_nobody_confirmed(database, book, waiting):
    age(database, minutes=11)
    with database.writing() as session:
        young = consents.begin(session, book, person="U1", provider=Provider.google, place={})
    (abandoned,) = write(database, consents.prune)
    assert bytes(abandoned.sealed) == b"tokens"
    assert get(database, young)
    with database.reading() as session:
        assert len(session.exec(select(Consent)).all()) == 1


def test_consents_go_with_their_workspace(database, waiting):
    with database.writing() as session:
        books.forget_workspace(session, workspace="T1")
    assert get(database, waiting) is None
