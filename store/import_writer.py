"""Writing an import: chunk by chunk, each one transaction that also saves how far it got."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from itertools import islice
from typing import Any, NamedTuple

from sqlmodel import Session, col, select, update

from store import (
    audit,
    books,
    import_belongings,
    import_counts,
    import_updating,
    import_writing,
    jobs,
    search,
)
from store.columns import now
from store.db import Database
from store.import_belongings import Arrival, Things
from store.import_cells import Belongings
from store.import_choices import Choices
from store.import_counts import Done, Result
from store.import_opening import Opened
from store.import_rows import HANDFUL, Reader, Values
from store.import_tally import Tally
from store.models import Book
from store.words import Existing, ImportState
from store.work_models import Import, Job

# One transaction each: long enough to be quick, short enough that nobody waits for it to end.
CHUNK = 10_000
# After so many new contacts, searches are slow until the database has had a look at them.
MANY = 10_000

Progress = Callable[[int, int], None]


class Chunk(NamedTuple):
    """People on their way into the book; `above` counts the rows up to the last of them."""

    above: dict[str, int]
    contacts: list[tuple[str, ...]]
    arrivals: list[tuple[str, Belongings]]

    @property
    def emails(self) -> list[str]:
        """The keys of all who are meant."""
        return [*{*(contact[0] for contact in self.contacts), *(key for key, _ in self.arrivals)}]


def write(database: Database, job: Job, opened: Opened, on_progress: Progress) -> Result:
    """Bring in what was not brought in yet, and let the person be told."""
    rows = job.data["plan"]["rows"]
    tally = Tally(opened.reader())
    done = _done(job)
    for chunk in _chunks(tally, opened.reader(), below=done.rows):
        more = None if job.data.get("stop") else _write_chunk(database, job, chunk, done)
        if more is None:
            return _finish(database, job, done.result(tally.problems, rows=rows))
        done = more
        on_progress(done.rows, rows)
        del chunk  # before the next one is read: memory holds one at a time
    done = replace(done, **tally.above())
    return _finish(database, job, done.result(tally.problems, rows=tally.rows))


def stop(session: Session, book: Book, job: Job) -> bool:
    """Let whoever writes end after what is being written just now. False when it is asked already.

    The job is held by this session.
    """
    if import_id := job.data.get("import"):
        asked = update(Import).where(
            col(Import.book_id) == book.id,
            col(Import.id) == import_id,
            col(Import.state) == ImportState.writing,
        )
        done = asked.values(state=ImportState.stopping)
        return bool(session.exec(done.execution_options(synchronize_session=False)).rowcount)
    if job.data.get("stop"):
        return False
    # Nothing is written yet: who is about to loses the job, and the next one only says so.
    jobs.restart(session, job, step=job.step, data=job.data | {"stop": True})
    return True


def abandon(database: Database, job: Job) -> Result | None:
    """End with what was written so far, and say what that was; None for nothing."""
    if kept := job.data.get("result"):
        return import_counts.load_result(kept)
    if not job.data.get("import"):
        return None
    result = _done(job).result([], rows=job.data["plan"]["rows"])
    with database.writing() as session:
        _conclude(session, job, result)
    return result


def _done(job: Job) -> Done:
    return Done(**job.data.get("done") or {})


def _chunks(tally: Tally, reader: Reader, *, below: int) -> Iterator[Chunk]:
    """The people below so many rows of the file, clean."""
    people = (person for person in tally.people() if tally.rows > below)
    while True:
        is_over = True
        contacts: list[tuple[str, ...]] = []
        arrivals: list[tuple[str, Belongings]] = []
        chunk = islice(people, CHUNK)
        while some := [*islice(chunk, HANDFUL)]:
            is_over = False
            new = [person for person in some if not person.is_further]
            contacts += import_writing.contacts(new, reader.columns(new))
            arrivals += [(person.key, person.brings) for person in some if person.brings]
        if is_over:
            return
        yield Chunk(tally.above(), contacts, arrivals)


def _write_chunk(database: Database, job: Job, chunk: Chunk, done: Done) -> Done | None:
    """How far the import is with this chunk; None when it shall stop."""
    with database.writing() as session:
        book = books.get(session, book_id=job.book_id)
        into = _import(session, book, job)
        if into.state is ImportState.stopping:
            return None
        things = Things(*(job.data.get("things") or ({}, {})))
        counts = _bring(session, book, into, Choices.load(job.data["choices"]), chunk, things)
        done = replace(done.plus(**counts), **chunk.above)
        data = job.data | {"import": into.id, "done": asdict(done), "things": things}
        jobs.keep(session, job, data=data, progress=True)
    return done


def _bring(
    session: Session, book: Book, into: Import, choices: Choices, chunk: Chunk, things: Things
) -> dict[str, int]:
    """Add who is not in the book, and to the others do what was chosen; all counted."""
    with search.indexing(session):
        added = import_writing.add(session, book, into=into, contacts=chunk.contacts)
    known = len(chunk.contacts) - added
    to_change = known and choices.existing is not Existing.skip
    to_give = chunk.arrivals or choices.group or choices.star
    if not to_change and not to_give:
        return {"added": added, "known": known}
    there = import_updating.there(session, book, emails=chunk.emails, lock=True)
    people = {contact[0]: Values(*contact[2:8]) for contact in chunk.contacts}
    updated = import_updating.apply(
        session, book, into=into, existing=choices.existing, found=there, people=people
    )
    given = import_belongings.give(
        session,
        book,
        into=into,
        choices=choices,
        arrivals=[Arrival(there[key].id, one) for key, one in chunk.arrivals if key in there],
        everybody=[there[key].id for key in people if key in there],
        things=things,
    )
    return {"added": added, "updated": updated, "known": known - updated} | given


def _import(session: Session, book: Book, job: Job) -> Import:
    """What the job has begun, or begins now."""
    if id := job.data.get("import"):
        return session.exec(select(Import).where(Import.book_id == book.id, Import.id == id)).one()
    plan = job.data["plan"]
    new = Import(
        book_id=book.id, person=job.person, name=job.data.get("name", ""), label=plan["label"]
    )
    session.add(new)
    session.flush()
    return new


def _finish(database: Database, job: Job, result: Result) -> Result:
    """Say what the import did, once."""
    if result.added >= MANY:
        with database.writing() as session:
            search.settle(session)
    with database.writing() as session:
        _conclude(session, job, result)
        jobs.move(session, job, step="importing.tell", due=True)
    return result


def _conclude(session: Session, job: Job, result: Result) -> None:
    book = books.get(session, book_id=job.book_id)
    _record(session, book, job, result)
    kept = import_counts.dump(result)
    jobs.keep(session, job, data=job.data | {"result": kept})
    over: dict[str, Any] = {"state": ImportState.done, "finished_at": now()}
    counts = {name: value for name, value in kept.items() if name != "problems"}
    ended = update(Import).where(
        col(Import.book_id) == book.id, col(Import.id) == job.data.get("import")
    )
    session.exec(ended.values(counts=counts, **over).execution_options(synchronize_session=False))


def _record(session: Session, book: Book, job: Job, result: Result) -> None:
    """What the audit trail says; stars are everybody's own affair."""
    said = {
        "contacts.updated": result.updated,
        "contacts.grouped": result.grouped,
        "membership.added": result.given,
    }
    counts = {"contacts.imported": result.added} | {what: n for what, n in said.items() if n}
    for action, count in counts.items():
        audit.record(session, book, person=job.person, action=action, count=count)
