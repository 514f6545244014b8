"""An import from beginning to end, as handlers and worker lead it, for tests."""

from sqlmodel import select

from store import importing, jobs
from store.columns import now
from store.models import Contact


def begin(database, book, *, key="k", person="U1"):
    with database.writing() as session:
        return importing.begin(session, book, person=person, key=key, data={"name": "x.csv"})


def take(database, at=None):
    with database.writing() as session:
        return jobs.take(session, now=at or now())


def plan(database, book, content, *, key="k", person="U1", choices=None):
    """The job and its plan, up to the question; with choices, as they lead back to it."""
    begin(database, book, key=key, person=person)
    job = take(database)
    found = importing.read(database, job, content.encode() if isinstance(content, str) else content)
    if choices is not None:
        chosen = {"person": person, "job_id": job.id, "choices": choices}
        with database.writing() as session:
            assert importing.choose(session, book, **chosen)
        found = importing.read(database, take(database), None)
    asking = take(database)
    assert asking.step == "importing.ask"
    assert importing.plan(asking) == found
    with database.writing() as session:
        jobs.move(session, asking, step="importing.answer", due=False)
    return asking, found


def confirm(database, book, content, **how):
    """The job of a file that a person agreed to, taken to be written."""
    job, _ = plan(database, book, content, **how)
    with database.writing() as session:
        assert importing.confirm(session, book, job_id=job.id)
    return take(database)


def write(database, book, job, *, on_progress=lambda _done, _rows: None):
    """The result of a confirmed plan, up to the last message."""
    with database.writing() as session:
        assert importing.confirm(session, book, job_id=job.id)
    writing = take(database)
    assert writing.step == "importing.write"
    done = importing.write(database, writing, on_progress=on_progress)
    finish(database, done)
    return done


def finish(database, done=None):
    """The last message was told."""
    with database.writing() as session:
        telling = jobs.take(session, now=now())
        assert telling.step == "importing.tell"
        assert done in (None, importing.result(telling))
        jobs.finish(session, telling)


def run(database, book, content, *, key="k", person="U1", choices=None):
    """Plan and result of importing this file."""
    job, found = plan(database, book, content, key=key, person=person, choices=choices)
    return found, write(database, book, job)


def contacts(database, book):
    """Everybody in the book, by email key."""
    with database.reading() as session:
        of_book = select(Contact).where(Contact.book_id == book.id).order_by(Contact.email_key)
        return {contact.email_key: contact for contact in session.exec(of_book)}


def people(numbers, *, name="Ann"):
    """A file of the people with these numbers."""
    rows = [f"person{number}@example.com,{name}{number},Lee" for number in numbers]
    return "\n".join(["Email,First name,Last name", *rows, ""])
