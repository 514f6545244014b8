"""Jobs: taken by one at a time, written under the fence, forgotten when they are over."""

import threading
from datetime import timedelta

import pytest
from sqlmodel import select, update

from store import books, jobs
from store.columns import now
from store.errors import Gone
from store.work_models import Job, Upload

MINUTE = timedelta(minutes=1)


@pytest.fixture
def job(database, book):
    with database.writing() as session:
        return jobs.add(session, book, person="U1", key="file 1", step="a.read", data={"n": 1})


def take(database, at=None):
    with database.writing() as session:
        return jobs.take(session, now=at or now(), lease=MINUTE)


def stored(database, job):
    with database.reading() as session:
        return session.exec(select(Job).where(Job.id == job.id)).one()


def write(database, work, *args, **more):
    with database.writing() as session:
        return work(session, *args, **more)


def test_a_key_begins_a_job_once(database, book, job):
    assert (job.step, job.data, job.fence) == ("a.read", {"n": 1}, 0)
    again = write(database, jobs.add, book, person="U2", key="file 1", step="a.read", data={})
    assert again is None


def test_a_job_of_another_book_is_not_found(database, job):
    other = write(database, books.team, workspace="T2")
    with database.reading() as session, pytest.raises(Gone):
        jobs.get(session, other, job_id=job.id)
    assert not write(database, jobs.answer, other, job_id=job.id, asked=["a.read"], step="a.write")
    with pytest.raises(Gone):
        write(database, jobs.withdraw, other, job_id=job.id, asked=["a.read"])


def test_a_job_is_held_by_one_until_its_lease_ends(database, job):
    first = take(database)
    assert (first.id, first.fence, first.tries) == (job.id, 1, 1)
    assert take(database) is None
    second = take(database, now() + 2 * MINUTE)
    assert (second.id, second.fence, second.tries) == (job.id, 2, 2)


def test_who_lost_the_job_cannot_write_about_it(database, job):
    first = take(database)
    second = take(database, now() + 2 * MINUTE)
    for attempt in (
        lambda: write(database, jobs.keep, first, data={"n": 2}),
        lambda: write(database, jobs.move, first, step="a.ask", due=True),
        lambda: write(database, jobs.postpone, first, until=now()),
        lambda: write(database, jobs.finish, first),
    ):
        with pytest.raises(jobs.Lost):
            attempt()
    write(database, jobs.keep, second, data={"n": 3})
    assert stored(database, job).data == {"n": 3}


def test_a_sign_of_life_keeps_the_job(database, job):
    began = now()
    held = take(database)
    write(database, jobs.keep, held, data={"n": 2})
    assert take(database, began + jobs.LEASE - timedelta(seconds=1)) is None


def test_progress_forgives_earlier_failures(database, job):
    take(database)
    held = take(database, now() + 2 * MINUTE)
    write(database, jobs.keep, held, data={}, progress=True)
    assert stored(database, job).tries == 1


def test_the_longest_due_job_is_taken_first_and_a_postponed_one_when_its_time_comes(
    database, book, job
):
    later = write(database, jobs.add, book, person="U1", key="2", step="a.read", data={})
    held = take(database)
    assert held.id == job.id
    write(database, jobs.postpone, held, until=now() + 5 * MINUTE)
    other = take(database)
    assert other.id == later.id
    assert take(database) is None
    write(database, jobs.finish, other)
    assert take(database, now() + 6 * MINUTE).id == job.id


def test_a_job_that_waits_for_a_person_is_not_due_until_the_answer(database, book, job):
    write(database, jobs.move, take(database), step="a.answer", due=False)
    assert take(database, now() + 100 * MINUTE) is None
    answer = {"job_id": job.id, "asked": ["a.answer"], "step": "a.write"}
    assert write(database, jobs.answer, book, **answer)
    assert not write(database, jobs.answer, book, **answer)
    taken = take(database)
    assert (taken.step, taken.tries) == ("a.write", 1)


def test_an_answer_that_comes_before_the_question_is_finished_stands(database, book, job):
    asking = take(database)
    assert write(database, jobs.answer, book, job_id=job.id, asked=["a.read"], step="a.write")
    assert take(database) is None
    write(database, jobs.keep, asking, data={"ts": "1"})
    write(database, jobs.move, asking, step="a.answer", due=False)
    taken = take(database)
    assert (taken.step, taken.data) == ("a.write", {"ts": "1"})


def test_a_withdrawn_job_is_over_for_who_works_on_it_too(database, book, job):
    held = take(database)
    write(database, jobs.attach, held, b"content")
    assert write(database, jobs.withdraw, book, job_id=job.id, asked=["a.read"])
    assert not write(database, jobs.withdraw, book, job_id=job.id, asked=["a.read"])
    with pytest.raises(jobs.Lost):
        write(database, jobs.keep, held, data={"n": 2})
    assert take(database, now() + 100 * MINUTE) is None


def test_nothing_of_what_a_job_was_about_outlives_it(database, job):
    held = take(database)
    write(database, jobs.attach, held, b"one")
    write(database, jobs.attach, held, b"two")
    with database.reading() as session:
        assert jobs.content(session, held) == b"two"
    write(database, jobs.finish, held)
    over = stored(database, job)
    assert (over.data, over.due_at, over.key) == ({}, None, "file 1")
    assert over.finished_at is not None
    with database.reading() as session:
        assert session.exec(select(Upload)).all() == []
        with pytest.raises(jobs.Lost):
            jobs.content(session, held)


@pytest.mark.parametrize(
    "content", [b"", b"\0no", b"four", b"fives", b"eight \xff\0", b"nine here"]
)
def test_a_file_that_is_read_in_pieces_is_the_file_that_was_kept(
    database, job, content, monkeypatch
):
    monkeypatch.setattr("store.jobs.PIECE", 4)
    held = take(database)
    write(database, jobs.attach, held, content)
    with database.reading() as session:
        assert jobs.content(session, held) == content


def test_what_waits_for_a_person_in_vain_ends_after_a_day(database, book, job):
    due = write(database, jobs.add, book, person="U1", key="2", step="a.read", data={})
    held = take(database)
    write(database, jobs.attach, held, b"content")
    write(database, jobs.move, held, step="a.answer", due=False)
    write(database, jobs.prune)
    assert stored(database, job).finished_at is None
    age(database, created_at=now() - timedelta(hours=25))
    write(database, jobs.prune)
    assert stored(database, job).finished_at is not None
    assert stored(database, due).finished_at is None
    with database.reading() as session:
        assert session.exec(select(Upload)).all() == []


def test_a_resting_job_is_due_then_as_if_nothing_had_failed(database, job):
    taken, until = take(database), now() + timedelta(hours=1)
    write(database, jobs.rest, taken, step="a.again", until=until, data={"a": 1})
    assert take(database) is None
    found = stored(database, job)
    assert (found.step, found.due_at, found.tries, found.data) == ("a.again", until, 0, {"a": 1})
    with pytest.raises(jobs.Lost):
        write(database, jobs.rest, job, step="a.late", until=until, data={})


def test_a_resting_job_can_be_hurried(database, book, job):
    until = now() + timedelta(hours=1)
    write(database, jobs.rest, take(database), step="a.again", until=until, data={})
    with database.writing() as session:
        jobs.hurry(session, jobs.hold(session, book, job_id=job.id))
    assert take(database).step == "a.again"


def test_what_is_long_over_is_forgotten(database, job):
    write(database, jobs.finish, take(database))
    write(database, jobs.prune)
    assert stored(database, job)
    age(database, finished_at=now() - timedelta(days=31))
    write(database, jobs.prune)
    with database.reading() as session:
        assert session.exec(select(Job)).all() == []


def age(database, **changes):
    with database.writing() as session:
        session.exec(update(Job).values(**changes))


def test_of_many_who_look_at_once_each_job_is_given_to_one(database, book):
    for number in range(20):
        write(database, jobs.add, book, person="U1", key=str(number), step="a.read", data={})
    together = threading.Barrier(4)
    taken = []

    def look():
        together.wait()
        while job := take(database):
            taken.append(job.id)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(taken) == len(set(taken)) == 20
