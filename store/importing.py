"""Importing a file: read it, say what would happen, and once a person agrees, do it exactly once.

The steps of its job are importing.read, ask, answer, write and tell; or read and refuse.
"""

import time
from collections.abc import Callable
from itertools import islice
from typing import Any

from sqlmodel import Session

from store import audit, books, import_counts, import_writing, jobs, search
from store.csv_files import understand
from store.db import Database
from store.errors import Unreadable
from store.import_counts import Plan as Plan
from store.import_counts import Result as Result
from store.import_counts import Tally
from store.import_rows import Problem as Problem
from store.import_rows import Reader
from store.import_writing import Chunk
from store.models import Book
from store.work_models import Job

# One transaction each: long enough to be quick, short enough that nobody waits for it to end.
CHUNK = 10_000
# After so many new contacts, searches are slow until the database has had a look at them.
MANY = 10_000
# Reading a large file on a busy machine says now and then that it is still at it.
SIGN_OF_LIFE = 10.0

ASKED = ("importing.ask", "importing.answer")
Progress = Callable[[int, int], None]


def begin(
    session: Session, book: Book, *, person: str, key: str, data: dict[str, Any]
) -> Job | None:
    """Note that a file shall be read; None when it was noted before. `data` is the caller's."""
    return jobs.add(session, book, person=person, key=key, step="importing.read", data=data)


def read(database: Database, job: Job, content: bytes) -> Plan:
    """Find out what importing this file would do, and let the person be asked.

    Raises Unreadable with what is wrong with the file; nothing was written then.
    """
    sheet = understand(content)
    tally = Tally()
    known = 0
    alive = time.monotonic()
    keys = (person.key for person in tally.people(Reader(sheet)))
    while chunk := list(islice(keys, CHUNK)):
        with database.reading() as session:
            book = books.get(session, book_id=job.book_id)
            known += import_writing.known(session, book, emails=chunk)
        if time.monotonic() - alive > SIGN_OF_LIFE:
            alive = time.monotonic()
            with database.writing() as session:
                jobs.keep(session, job, data=job.data)
    if not tally.rows:
        raise Unreadable("There are no rows below the names of the columns.")
    found = tally.plan(sheet, known=known)
    with database.writing() as session:
        jobs.keep(session, job, data=job.data | {"plan": import_counts.dump(found)})
        jobs.attach(session, job, content)
        jobs.move(session, job, step="importing.ask", due=True)
    return found


def refuse(database: Database, job: Job, *, reason: str) -> None:
    """Let the person be told why the file cannot be read."""
    with database.writing() as session:
        jobs.keep(session, job, data=job.data | {"reason": reason})
        jobs.move(session, job, step="importing.refuse", due=True)


def plan(job: Job) -> Plan:
    """What the import would do, as `read` found out."""
    return import_counts.load_plan(job.data["plan"])


def confirm(session: Session, book: Book, *, job_id: int) -> bool:
    """The person agrees: the import is due. True the first time only."""
    return jobs.answer(session, book, job_id=job_id, asked=ASKED, step="importing.write")


def cancel(session: Session, book: Book, *, job_id: int) -> bool:
    """The person does not want it: the file is forgotten. False when it comes too late."""
    return jobs.withdraw(session, book, job_id=job_id, asked=("importing.read", *ASKED))


def write(database: Database, job: Job, *, on_progress: Progress) -> Result:
    """Add who is not in the book yet, chunk by chunk, and let the person be told.

    Each chunk saves how far it got with what it wrote. A process that dies loses the chunk it was
    at, and the next one goes on behind the last one saved.
    """
    with database.reading() as session:
        content = jobs.content(session, job)
    reader = Reader(understand(content))
    tally = Tally()
    rows = plan(job).rows
    done = job.data.get("done") or {"line": 0, "added": 0, "known": 0}
    people = (person for person in tally.people(reader) if person.line > done["line"])
    while more := _write_chunk(database, job, Chunk.of(reader, islice(people, CHUNK)), done):
        done = more
        on_progress(tally.rows, rows)
    outcome = tally.result(added=done["added"], known=done["known"])
    if outcome.added >= MANY:
        with database.writing() as session:
            search.settle(session)
    with database.writing() as session:
        book = books.get(session, book_id=job.book_id)
        audit.record(
            session, book, person=job.person, action="contacts.imported", count=outcome.added
        )
        jobs.keep(session, job, data=job.data | {"result": import_counts.dump(outcome)})
        jobs.discard(session, job)
        jobs.move(session, job, step="importing.tell", due=True)
    return outcome


def result(job: Job) -> Result:
    """What the import did, as `write` counted."""
    return import_counts.load_result(job.data["result"])


def _write_chunk(
    database: Database, job: Job, chunk: Chunk | None, done: dict[str, int]
) -> dict[str, int] | None:
    """How far the import is with this chunk; None when there is no chunk left."""
    if chunk is None:
        return None
    with database.writing() as session:
        book = books.get(session, book_id=job.book_id)
        with search.indexing(session):
            added = import_writing.add(session, book, person=job.person, chunk=chunk)
        known = len(chunk.contacts) - added
        done = {
            "line": chunk.line,
            "added": done["added"] + added,
            "known": done["known"] + known,
        }
        jobs.keep(session, job, data=job.data | {"done": done}, progress=True)
    return done
