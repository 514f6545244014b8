"""A book that is synced with accounts made of lists, for tests: time passes as they say."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from store import jobs
from store.models import Contact, Group, GroupContact
from store.sync import connections, engine, leaving, overviews, telling
from store.sync.memory import Account, MemorySource
from store.sync.source import RemoteGroup, RemotePerson
from store.words import Provider

# Ahead of the real clock: what people ask for is due by then.
START = datetime.now(UTC) + timedelta(days=1)
PLACE = {"channel": "D1"}


def person(id, email=None, first="", last="", *, groups=(), **fields):
    """Somebody in an account; the email is made of the id where nothing else is said."""
    return RemotePerson(
        id,
        email=f"{id}@example.org" if email is None else email,
        first_name=first,
        last_name=last,
        groups=tuple(RemoteGroup(group, "") for group in groups),
        **fields,
    )


class Syncing:
    """A book, its accounts, and a worker that does what is due, one step after another."""

    def __init__(self, database, book):
        self.database, self.book = database, book
        self.now = START
        self.seconds = 0  # a step does one page
        self.accounts = {}
        self.told = []
        self.revoked = []
        self.sealed = []

    def clock(self):
        return self.now

    def pass_time(self, **spans):
        self.now += timedelta(**spans)

    def connect(self, account=None, *, name="ana", provider=Provider.google, chosen=None):
        """Connect an account; hands out it and the connection's id."""
        account = account or Account()
        with self.database.writing() as session:
            connection = connections.connect(
                session,
                self.book,
                person="U1",
                provider=provider,
                account=name,
                email=f"{name}@example.org",
                secret=account.secret.encode(),
                chosen=chosen,
                place=PLACE,
            )
        self.accounts[connection.id] = account
        return account, connection.id

    def steer(self, verb, **arguments):
        """Call a function of store/sync/connections.py."""
        with self.database.writing() as session:
            return getattr(connections, verb)(session, self.book, **arguments)

    def open(self, connection):
        return MemorySource(self.accounts[connection.id])

    def seal(self, secret):
        self.sealed.append(secret)
        return secret.encode()

    def step(self):
        """Do the step that is due; False when there is none."""
        with self.database.writing() as session:
            job = jobs.take(session, now=self.now)
        if job is None:
            return False
        with suppress(jobs.Lost):
            self.do(job)
        return True

    def do(self, job):
        """Do the job's step, as handlers do it."""
        if job.step == "connections.sync":
            engine.step(
                *(self.database, job, self.open),
                seal=self.seal,
                clock=self.clock,
                seconds=self.seconds,
            )
        elif job.step == "connections.leave":
            leaving.step(self.database, job, self._revoke, clock=self.clock)
        elif job.step == "connections.tell":
            self.told.append((job.data["tell"], job.data["connection"]))
            with self.database.writing() as session:
                telling.told(session, job)
        else:
            self.told.append(("left", job.data))
            with self.database.writing() as session:
                jobs.finish(session, job)

    def run(self, *, most=1_000):
        """Do all that is due now."""
        for _ in range(most):
            if not self.step():
                return
        raise AssertionError("there is no end of work")

    def again(self, **spans):
        """Let time pass, a little more than a run rests by default, and do what is due."""
        self.pass_time(**(spans or {"minutes": 20}))
        self.run()

    def connection(self, id):
        with self.database.reading() as session:
            return connections.get(session, self.book, connection_id=id)

    def last(self, id):
        """The last run that is over."""
        with self.database.reading() as session:
            return overviews.runs(session, self.book, connection_id=id)[0]

    def counts(self, id):
        """What the last run changed: added, changed, removed, kept."""
        run = self.last(id)
        assert run.trouble == ""
        return run.added, run.changed, run.removed, run.kept

    def contacts(self):
        """All contacts, by email."""
        with self.database.reading() as session:
            found = session.exec(select(Contact).where(Contact.book_id == self.book.id))
            return {contact.email: contact for contact in found}

    def groups(self):
        """The emails in each group, by its name."""
        with self.database.reading() as session:
            named = session.exec(select(Group).where(Group.book_id == self.book.id)).all()
            inside = session.exec(
                select(GroupContact.group_id, Contact.email).where(
                    GroupContact.book_id == self.book.id,
                    Contact.book_id == self.book.id,
                    Contact.id == GroupContact.contact_id,
                )
            ).all()
        return {group.name: {email for id, email in inside if id == group.id} for group in named}

    def rows(self, table):
        """All rows of a table of this book."""
        with self.database.reading() as session:
            return session.exec(select(table).where(table.book_id == self.book.id)).all()

    def _revoke(self, connection):
        self.revoked.append(connection.id)
        return True
