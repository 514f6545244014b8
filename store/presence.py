"""Who is alive on a database file: what a killed process had in hand is taken up at once.

Each process holds a lock on a file beside the database; the system lets go of it with the process,
however that ends. Where no other process lives, all leases are those of dead ones. On a server, and
where there are no such locks, leases run out by themselves.
"""

import os
from contextlib import suppress
from pathlib import Path

from store import jobs
from store.db import Database

try:
    import fcntl
except ImportError:  # Windows has other locks
    fcntl = None  # type: ignore[assignment]


def enter(database: Database, file: Path) -> int:
    """Show that this process lives, until the handle that is handed out is closed; call it before
    any work is taken. Jobs that dead processes had in hand are free."""
    handle = os.open(f"{file}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    if fcntl is not None and _is_alone(handle):
        with database.writing() as session:
            jobs.free(session)
    if fcntl is not None:
        with suppress(OSError):
            # waits for whoever just looks whether they are alone
            fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def _is_alone(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
