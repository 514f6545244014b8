"""Stopping an import: what was brought stays, and everybody is told the truth about the rest."""

import pytest
from sqlmodel import select

from store import importing, jobs
from store.columns import now
from store.words import ImportState
from store.work_models import Import, Upload
from tests import imports
from tests.racing import at_once

CHUNK = 10


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr("store.import_writer.CHUNK", CHUNK)


def stop(database, book, job):
    with database.writing() as session:
        return importing.stop(session, book, job_id=job.id)


def states(database):
    with database.reading() as session:
        return [one.state for one in session.exec(select(Import))]


def test_after_the_running_chunk_nothing_more_is_written(database, book):
    job = imports.confirm(database, book, imports.people([*range(25), 3, 4]) + "x,,\n")
    answers = []

    def press(done, _rows):
        if done == CHUNK:
            answers.extend([stop(database, book, job), stop(database, book, job)])

    result = importing.write(database, job, on_progress=press)
    assert answers == [True, False]
    assert (result.rows, result.added, result.unreached) == (28, 10, 18)
    assert (result.stopped, result.repeated, result.unusable) == (True, 0, 0)
    assert len(imports.contacts(database, book)) == 10
    assert states(database) == [ImportState.done]
    assert not stop(database, book, job)
    imports.finish(database, result)


def test_before_anything_is_written_it_takes_the_work_from_whoever_has_it(database, book):
    job = imports.confirm(database, book, imports.people(range(25)))
    assert stop(database, book, job)
    assert not stop(database, book, job)
    with pytest.raises(jobs.Lost):
        importing.write(database, job, on_progress=lambda *_: None)
    result = importing.write(database, imports.take(database), on_progress=lambda *_: None)
    assert (result.rows, result.added, result.unreached, result.stopped) == (25, 0, 25, True)
    assert imports.contacts(database, book) == {}
    assert states(database) == []
    imports.finish(database, result)
    with database.reading() as session:
        assert session.exec(select(Upload)).all() == []


def test_it_is_too_early_before_anybody_agreed_and_too_late_afterwards(database, book):
    job, _ = imports.plan(database, book, imports.people(range(5)))
    assert not stop(database, book, job)
    imports.write(database, book, job)
    assert not stop(database, book, job)
    assert states(database) == [ImportState.done]


def test_whenever_somebody_stops_it_rows_add_up(database, book):
    for number in range(6):
        job = imports.confirm(database, book, imports.people(range(60)), key=f"k{number}")
        result, pressed = at_once(
            lambda job=job: written(database, job), lambda job=job: stop(database, book, job)
        )
        assert isinstance(pressed, bool)
        parts = (result.added, result.known, result.repeated, result.unusable, result.unreached)
        assert sum(parts) == result.rows == 60
        assert result.stopped is (result.unreached > 0)
        assert pressed or not result.stopped
        imports.finish(database, result)


def written(database, job):
    """Whoever lost the work leaves it to the next one."""
    try:
        return importing.write(database, job, on_progress=lambda *_: None)
    except jobs.Lost:
        return importing.write(database, imports.take(database), on_progress=lambda *_: None)


def test_what_failed_for_good_ends_with_what_it_had_done(database, book):
    job = imports.confirm(database, book, imports.people([*range(25), 3]))

    def fail(done, _rows):
        if done == 2 * CHUNK:
            raise ValueError("the disk is full")

    with pytest.raises(ValueError, match="disk"):
        importing.write(database, job, on_progress=fail)
    job = imports.take(database, now() + 2 * jobs.LEASE)
    result = importing.abandon(database, job)
    assert (result.added, result.unreached, result.rows, result.stopped) == (20, 6, 26, True)
    assert importing.abandon(database, job) == result
    assert states(database) == [ImportState.done]


def test_nothing_is_abandoned_where_nothing_had_begun(database, book):
    job = imports.confirm(database, book, imports.people(range(5)))
    assert importing.abandon(database, job) is None
    assert importing.import_id(job) is None
