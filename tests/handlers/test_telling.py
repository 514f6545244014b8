"""Sending files: an open one is read while it is sent, and its job is held meanwhile."""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

import pytest
from sqlmodel import select

from handlers.telling import BEAT, UPLOADS, NotSent, Pulse, Watched, upload
from handlers.work import Work
from store import books, jobs
from store.columns import now
from store.work_models import Job


@dataclass
class OnDisk:
    file: IO[bytes]
    size: int


class Slack:
    """Takes files, reading them as a client would."""

    def __init__(self):
        self.taken = {}

    def conversations_open(self, *, users):
        return {"channel": {"id": f"D-{users}"}}

    def files_upload_v2(self, *, channel, initial_comment, file_uploads):
        for one in file_uploads:
            content = one["file"].read() if "file" in one else one["content"]
            self.taken[one["filename"]] = (channel, initial_comment, content)


@pytest.fixture
def work(sqlite):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
        jobs.add(session, book, person="U1", key="1", step="exporting.write", data={})
        job = jobs.take(session, now=now(), lease=timedelta(minutes=1))
    return Work(database=sqlite, client=Slack(), job=job, download=lambda _: "", accounts=None)


def test_bytes_and_open_files_are_sent_together(work):
    file = io.BytesIO(b"on disk")
    file.seek(3)
    upload(work, [("a.csv", b"in memory"), ("b.csv", OnDisk(file, 7))], "Here")
    assert work.client.taken == {
        "a.csv": ("D-U1", "Here", b"in memory"),
        "b.csv": ("D-U1", "Here", b"on disk"),
    }


def test_sending_is_given_up_after_a_few_tries(work):
    for _ in range(UPLOADS):
        upload(work, [("a.csv", b"x")], "Here")
    with pytest.raises(NotSent):
        upload(work, [("a.csv", b"x")], "Here")


def test_a_file_that_is_read_slowly_gives_a_sign_of_life_now_and_then(work):
    moments = iter([0, 1, BEAT - 1, BEAT, BEAT, BEAT + 1, 2 * BEAT, 2 * BEAT])
    file = Watched(io.BytesIO(b"abcde"), Pulse(work, lambda: next(moments)))
    held = []
    for _ in range(5):
        before = lease(work)
        file.read(1)
        held.append(lease(work) != before)
    assert held == [False, False, True, False, True]


def lease(work):
    """Until when the job is held."""
    with work.database.reading() as session:
        return session.exec(select(Job.lease_until)).one()


def test_a_job_that_another_process_took_over_is_not_sent_on(work):
    with work.database.writing() as session:
        jobs.take(session, now=now() + timedelta(hours=1))
    with pytest.raises(jobs.Lost):
        upload(work, [("a.csv", b"x")], "Here")
    assert work.client.taken == {}
