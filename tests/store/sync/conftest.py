"""A book with accounts, of both kinds of database."""

import pytest

from store import books
from tests.store.sync.syncing import Syncing


@pytest.fixture
def syncing(database, book):
    return Syncing(database, book)


@pytest.fixture
def sqlite_syncing(sqlite):
    """On SQLite only, for what has nothing to do with the database."""
    with sqlite.writing() as session:
        return Syncing(sqlite, books.team(session, workspace="T1"))
