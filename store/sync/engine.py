"""The engine of sync: reads an account page by page into a book, whatever happens on the way.

A run lists the account's parts and groups, reads each part to its end, and lets those go who are
gone. All that is needed to go on stands in the database: a step does a few pages, and whoever takes
the job next does the next ones. The account is asked while no transaction is open; what a page
changes and how far it was read are saved together, under the fence of the job.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from store import jobs
from store.columns import now
from store.db import Database
from store.errors import Unavailable
from store.sync import groups, people, runs, streams
from store.sync.holding import held
from store.sync.source import Broken, Expired, Habits, RemotePage, Source, Stream, Trouble
from store.sync.turn import Over, Step
from store.sync_models import Connection, SyncStream
from store.work_models import Job

# What goes wrong in Roster itself is in its log.
BROKEN = "Roster could not make sense of what the account said."
# Somebody may add a contact at the very moment at which a page brings it.
TRIES = 3
# A step begins no further page after so many seconds: others wait for their turn.
SPELL = 2
Answer = TypeVar("Answer")
Open = Callable[[Connection], Source]
Seal = Callable[[str], bytes]
log = logging.getLogger("roster.sync")


def step(
    database: Database,
    job: Job,
    open: Open,
    *,
    seal: Seal,
    clock: Callable[[], datetime] = now,
    minutes: int = 15,
    seconds: float = SPELL,
) -> None:
    """Do a page of the run, and more while there is time; then let the job be due again: at once,
    behind others, or when the next run is due.

    Every trouble with the account is seen to here. Raises Lost when the job is somebody else's, and
    Unavailable when the database is.
    """
    work = Step(database, job, clock)
    try:
        _go_on(work, _Asking(work, open, seal), minutes, until=monotonic() + seconds)
    except Over:
        with database.writing() as session:
            jobs.finish(session, job)
    except (jobs.Lost, Unavailable):
        raise
    except Trouble as trouble:
        _fail(work, trouble)
    except Exception:
        log.exception("job %s: an account could not be read", job.id)
        _fail(work, Broken(BROKEN))


def gave_up(database: Database, job: Job, *, clock: Callable[[], datetime] = now) -> None:
    """A step failed again and again, for a reason that is not the account's: it is a failed run."""
    try:
        _fail(Step(database, job, clock), Broken(BROKEN))
    except Over:
        with database.writing() as session:
            jobs.finish(session, job)


def _go_on(work: Step, account: "_Asking", minutes: int, *, until: float) -> None:
    with work.turn() as turn:
        runs.begin(turn)
        account.connect(turn.connection)
        listed = turn.data.get("listed") == turn.run
        stream = streams.next_up(turn) if listed else None
    if not listed:
        stream = _list(work, account)
    is_last = False
    while stream and not is_last:
        is_last = monotonic() >= until
        stream = _read(work, account, stream, is_last=is_last)
    if not stream:
        habits = account.habits()
        with work.turn() as turn:
            runs.finish(turn, habits=habits, minutes=minutes)


def _list(work: Step, account: "_Asking") -> SyncStream | None:
    """Follow the account's lists; the part that is to be read first."""
    parts, named = account.ask(lambda source: (source.streams(), source.groups()))
    habits = account.habits()
    with work.turn() as turn:
        streams.reconcile(turn, parts, habits)
        groups.reconcile(turn, named, complete=habits.lists_all_groups)
        turn.data["listed"] = turn.run
        return streams.next_up(turn)


def _read(
    work: Step, account: "_Asking", stream: SyncStream, *, is_last: bool
) -> SyncStream | None:
    """Read a page of this part, perhaps the last of the step; the part that is to be read next."""
    part = Stream(stream.remote_id, stream.name)
    token = "" if stream.whole else stream.token
    try:
        page = account.ask(lambda source: source.page(part, token=token, cursor=stream.cursor))
    except Expired:
        return _go_back(work, account, stream, is_last=is_last)
    if not page.next and not page.token:
        raise Broken("The account stopped in the middle.")
    for left in reversed(range(TRIES)):
        try:
            return _save(work, stream, page, is_last=is_last)
        except IntegrityError:
            if not left:
                raise
    return None


def _save(work: Step, stream: SyncStream, page: RemotePage, *, is_last: bool) -> SyncStream | None:
    with work.turn() as turn:
        people.write(turn, stream, page)
        streams.advance(turn, stream, page)
        following = streams.next_up(turn)
        if following and is_last:
            turn.rest(turn.now)
        return following


def _go_back(
    work: Step, account: "_Asking", stream: SyncStream, *, is_last: bool
) -> SyncStream | None:
    habits = account.habits()
    with work.turn() as turn:
        streams.expired(turn, stream, habits)
        if is_last:
            turn.rest(turn.now)
        return streams.next_up(turn)


def _fail(work: Step, trouble: Trouble) -> None:
    with work.turn() as turn:
        runs.begin(turn)
        runs.fail(turn, trouble)


class _Asking:
    """The account, asked over the network: never within a transaction. What lets Roster in is saved
    as soon as the provider has renewed it, whether it answered or not."""

    def __init__(self, work: Step, open: Open, seal: Seal) -> None:
        self._work, self._open, self._seal = work, open, seal
        self._connection: Connection | None = None
        self._source: Source | None = None

    def connect(self, connection: Connection) -> None:
        """This is the account."""
        self._connection = connection

    def habits(self) -> Habits:
        """What the provider is like."""
        return self._opened().habits

    def ask(self, question: Callable[[Source], Answer]) -> Answer:
        """The answer of the account; raises the troubles of a source."""
        source = self._opened()
        before = source.secret
        try:
            with held(self._work.database, self._work.job):
                return question(source)
        finally:
            if source.secret != before:
                with self._work.turn() as turn:
                    turn.connection.secret = self._seal(source.secret)

    def _opened(self) -> Source:
        if self._source is None:
            assert self._connection is not None
            self._source = self._open(self._connection)
        return self._source
