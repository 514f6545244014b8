"""Holding: whoever asks an account keeps its job for as long as the account takes to answer."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from store import jobs
from store.db import Database
from store.errors import Unavailable
from store.work_models import Job

# In seconds; a lease outlives several signs of life that come late.
EVERY = 10.0


@contextmanager
def held(database: Database, job: Job) -> Iterator[None]:
    """Nobody else takes the job while this block lasts. Where somebody has it already, the next
    turn says so."""
    over = threading.Event()
    thread = threading.Thread(target=_hold, args=(database, job, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()  # for a late sign of life would hold what was let go


def _hold(database: Database, job: Job, over: threading.Event) -> None:
    while not over.wait(EVERY):
        with suppress(Unavailable):
            try:
                with database.writing() as session:
                    jobs.prolong(session, job)
            except jobs.Lost:
                return
