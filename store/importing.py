"""Importing a file: read it, say what would happen, and once a person agrees, do it exactly once.

The steps of its job are importing.read, ask, answer, write and tell; or read and refuse. From the
question a person's choices lead back to reading.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlmodel import Session

from store import books, import_choosing, import_counts, import_planning, import_writer, jobs
from store.db import Database
from store.errors import Rejected
from store.import_choices import Choices
from store.import_counts import Plan as Plan
from store.import_counts import Result as Result
from store.import_opening import Opened, opened
from store.import_rows import Problem as Problem
from store.import_writer import Progress
from store.models import Book
from store.work_models import Job

ASKED = ("importing.ask", "importing.answer")
# Reading a large file on a busy machine says now and then that it is still at it.
SIGN_OF_LIFE = 10.0


def begin(
    session: Session, book: Book, *, person: str, key: str, data: dict[str, Any]
) -> Job | None:
    """Note that a file shall be read; None when it was noted before. `data` is the caller's."""
    return jobs.add(session, book, person=person, key=key, step="importing.read", data=data)


def read(database: Database, job: Job, content: bytes | None) -> Plan:
    """Find out what importing this file would do, and let the person be asked. None is the file
    that was read before, which is read anew after the person has chosen something.

    Raises Unreadable with what is wrong with the file, or Rejected with what is wrong with the
    choices; nothing was written then.
    """
    with database.reading() as session:
        file = jobs.content(session, job) if content is None else content
        book = books.get(session, book_id=job.book_id)
        remembered = partial(import_choosing.remembered, session, book)
        found = opened(file, choices(job), remembered=remembered)
    plan = import_planning.plan(database, job, found, alive=_sign_of_life(database, job))
    known = {
        "plan": import_counts.dump(plan),
        "choices": found.choices.dump(),
        "header": found.header,
    }
    with database.writing() as session:
        jobs.keep(session, job, data=job.data | known)
        if content is not None:
            jobs.attach(session, job, content)
        jobs.move(session, job, step="importing.ask", due=True)
    return plan


def refuse(database: Database, job: Job, *, reason: str) -> None:
    """Let the person be told why the file cannot be read."""
    with database.writing() as session:
        jobs.keep(session, job, data=job.data | {"reason": reason})
        jobs.move(session, job, step="importing.refuse", due=True)


def plan(job: Job) -> Plan:
    """What the import would do, as `read` found out."""
    return import_counts.load_plan(job.data["plan"])


def choices(job: Job) -> Choices:
    """How the file is brought in, as far as somebody chose."""
    return Choices.load(job.data.get("choices") or {})


def choose(session: Session, book: Book, *, person: str, job_id: int, choices: Choices) -> bool:
    """Change how the file is brought in: it is read anew. False when that comes too late.

    Where its columns were chosen, the next file with the same columns is read like this one.
    Raises Rejected for a name that is none, and for columns without emails.
    """
    import_choosing.check(choices)
    job = jobs.hold(session, book, job_id=job_id)
    if job.step not in ASKED or job.finished_at is not None:
        return False
    if choices.places is not None:
        header = job.data.get("header", "")
        import_choosing.remember(session, book, person=person, header=header, places=choices.places)
    data = job.data | {"choices": choices.dump()}
    jobs.restart(session, job, step="importing.read", data=data)
    return True


def confirm(session: Session, book: Book, *, job_id: int) -> bool:
    """The person agrees: the import is due. True the first time only.

    Raises Rejected where the plan says that it cannot be done as it was chosen.
    """
    job = jobs.hold(session, book, job_id=job_id)
    if job.step in ASKED and job.finished_at is None and (refused := plan(job).refused):
        raise Rejected("choices", refused)
    return jobs.answer(session, book, job_id=job_id, asked=ASKED, step="importing.write")


def cancel(session: Session, book: Book, *, job_id: int) -> bool:
    """The person does not want it: the file is forgotten. False when it comes too late."""
    return jobs.withdraw(session, book, job_id=job_id, asked=("importing.read", *ASKED))


def stop(session: Session, book: Book, *, job_id: int) -> bool:
    """End an import that is being written after what it writes just now; what it brought stays.

    False when it is over, or was stopped already.
    """
    job = jobs.hold(session, book, job_id=job_id)
    if job.step != "importing.write" or job.finished_at is not None:
        return False
    return import_writer.stop(session, book, job)


def write(database: Database, job: Job, *, on_progress: Progress) -> Result:
    """Bring the file in, chunk by chunk, and let the person be told.

    Each chunk saves how far it got with what it wrote. A process that dies loses the chunk it was
    at, and the next one goes on behind the last one saved.
    """
    return import_writer.write(database, job, file(database, job), on_progress)


def result(job: Job) -> Result:
    """What the import did, as `write` counted."""
    return import_counts.load_result(job.data["result"])


def import_id(job: Job) -> int | None:
    """Which import the job made; None before it has written anything."""
    return job.data.get("import")


def abandon(database: Database, job: Job) -> Result | None:
    """Writing failed for good: what was brought in stays, and is what the import did.

    None when nothing had begun.
    """
    return import_writer.abandon(database, job)


def file(database: Database, job: Job) -> Opened:
    """The job's file, to be read as it was chosen."""
    with database.reading() as session:
        content = jobs.content(session, job)
    return opened(content, choices(job))


def _sign_of_life(database: Database, job: Job) -> Callable[[], None]:
    """Says that the job is alive, whenever it is called, but not too often."""
    said = time.monotonic()

    def alive() -> None:
        nonlocal said
        if time.monotonic() - said > SIGN_OF_LIFE:
            said = time.monotonic()
            with database.writing() as session:
                jobs.keep(session, job, data=job.data)

    return alive
