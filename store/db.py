"""The database: how it is opened, what a transaction is, and bringing it up to date."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import OperationalError as SQLiteError
from time import monotonic, sleep
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, SQLModel

from store.errors import Newer, Unavailable
from store.spots import start_of_name
from store.turns import Turns

# A person is answered within 3 seconds: a writer that waits longer for its turn has to say so.
PATIENCE = 2.5
# Another process may be bringing a large database up to date.
MIGRATION_PATIENCE = 600
# Any number will do, as long as all processes that migrate this database use the same.
MIGRATION_LOCK = 7_076_783_721

# Every thread that answers a click or works behind it may have a connection. No value of a
# statement stands in an error, which may be logged.
POOL: dict[str, Any] = {
    "pool_size": 16,
    "max_overflow": 48,
    "pool_timeout": PATIENCE,
    "hide_parameters": True,
}


class Database:
    """One database and its connections. Each `with` block below is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.dialect = engine.dialect.name
        self._turns = Turns()
        self._readers = engine.execution_options(roster_reads=True, postgresql_readonly=True)
        self._writers = engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data and cannot change it."""
        with _explained(), Session(self._readers, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits when its block ends, and takes everything back when it fails."""
        with (
            _explained(),
            self._turn(PATIENCE),
            Session(self._writers, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def connecting(self, *, patience: float = PATIENCE) -> Iterator[Connection]:
        """One writing transaction below the level of models, for migrations and bulk work."""
        engine = self._writers.execution_options(roster_patience=patience)
        with self._turn(patience), engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._writers.dispose()

    def _turn(self, patience: float) -> AbstractContextManager[None]:
        """PostgreSQL lets everybody write at once; its locks queue up by themselves."""
        return self._turns.taking(patience=patience) if self.dialect == "sqlite" else nullcontext()


def connect(url: str) -> Database:
    """Open the database at this address; nothing is read or written yet."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, connect_args={"timeout": PATIENCE}, **POOL)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return Database(engine)
    # pool_pre_ping: a restarted server costs nobody an error. No prepared statements: PostgreSQL
    # plans each search for the words in it.
    address = address.set(drivername="postgresql+psycopg")
    return Database(
        create_engine(address, pool_pre_ping=True, connect_args={"prepare_threshold": None}, **POOL)
    )


@contextmanager
def _explained() -> Iterator[None]:
    """Say in words that a person can read that the database cannot be used just now."""
    try:
        yield
    except (OperationalError, NoConnection, TimeoutError) as error:
        raise Unavailable from error


def insert(session: Session, table: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say what to do about a row that is already there."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def settle(session: Session, table: type[SQLModel]) -> None:
    """After very many rows came in: let PostgreSQL learn what the table has, not guess.

    It would do so by itself within minutes, and until then it may plan as for a few rows.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"ANALYZE {table.__tablename__}"))


def _prepare_sqlite(connection: SQLiteConnection, _: ConnectionPoolEntry) -> None:
    # Python's driver would begin transactions at moments of its own choosing.
    connection.isolation_level = None
    _write_ahead(connection)
    # What a person was told is saved survives a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("start_of_name", 1, start_of_name, deterministic=True)


def _write_ahead(connection: SQLiteConnection) -> None:
    """Turn on SQLite's log, beside which people read while somebody writes.

    Where another process does the same to a new file, SQLite does not wait, it fails.
    """
    deadline = monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except SQLiteError:
            if monotonic() > deadline:
                raise
            sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when somebody else wrote
    # between, whatever the patience: writers queue up from their beginning.
    options = connection.get_execution_options()
    reads, patience = options.get("roster_reads", False), options.get("roster_patience", PATIENCE)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads else 'OFF'}")
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def migrate(database: Database) -> None:
    """Bring the tables up to date, all or nothing; raises Newer when they are ahead of the code.

    A process that is killed on the way leaves the database as it was, and a second process
    that starts at the same time waits for the first.
    """
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    with database.connecting(patience=MIGRATION_PATIENCE) as connection:
        if database.dialect == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        _refuse_newer(connection, ScriptDirectory.from_config(config))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _refuse_newer(connection: Connection, known: ScriptDirectory) -> None:
    present = MigrationContext.configure(connection).get_current_revision()
    if present and present not in {script.revision for script in known.walk_revisions()}:
        raise Newer(
            "This database was written by a newer Roster. "
            "Start that version, or restore a backup that is as old as this one."
        )
