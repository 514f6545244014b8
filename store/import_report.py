"""The report of an import: the rows that could not be used, as a file to mend and drop again."""

from store.db import Database
from store.spooling import Spooled
from store.work_models import Job


def spool(database: Database, job: Job) -> Spooled | None:
    """A CSV file of these rows: line, reason, and the cells as they were. None for no such rows.

    Once it is mended it imports without a question. Whoever asks for it closes it.
    """
    raise NotImplementedError
