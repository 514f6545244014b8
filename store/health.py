"""Whether the database answers, and how its tables stand to this code."""

from enum import StrEnum
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from store.db import Database
from store.errors import Unavailable


class Standing(StrEnum):
    """The tables, seen from this version of Roster."""

    unreachable = "unreachable"
    empty = "empty"
    older = "older"
    current = "current"
    newer = "newer"


def answers(database: Database) -> bool:
    """Whether a question gets an answer."""
    try:
        with database.reading() as session:
            session.connection().execute(text("SELECT 1"))
    except (SQLAlchemyError, Unavailable):
        return False
    return True


def standing(database: Database) -> Standing:
    """What starting would find; changes nothing."""
    try:
        with database.reading() as session:
            present = MigrationContext.configure(session.connection()).get_current_revision()
    except (SQLAlchemyError, Unavailable):
        return Standing.unreachable
    known = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    if present is None:
        return Standing.empty
    if present == known.get_current_head():
        return Standing.current
    is_known = present in {script.revision for script in known.walk_revisions()}
    return Standing.older if is_known else Standing.newer
