"""Turning the keys: whatever is stored encrypted, encrypted anew under the first key."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, select

from store.db import Database
from store.install_models import Installation
from store.secrets import Secrets, Unopenable
from store.sync_models import Connection, Consent

# Every column that holds something encrypted.
SEALED: dict[type[SQLModel], str] = {
    Installation: "bot_token",
    Connection: "secret",
    Consent: "sealed",
}


@dataclass(frozen=True)
class Rotated:
    """How many are under the first key now, and how many no key opens: those stay as they are."""

    done: int
    closed: int


@dataclass(frozen=True)
class Closed:
    """How many stored tokens no present key opens: of connected accounts, and of workspaces."""

    accounts: int
    workspaces: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.accounts + self.workspaces

    def __str__(self) -> str:
        parts = [
            _counted(self.accounts, "connected account"),
            _counted(self.workspaces, "workspace"),
        ]
        return " and ".join(filter(None, parts))


def rotate(database: Database, secrets: Secrets) -> Rotated:
    """One after the other, each whole: killed half way, it can be run again from the beginning."""
    found = list(_all(database))
    done = sum(_turn(database, secrets, table, key) for table, key in found)
    with database.reading() as session:
        return Rotated(done, unreadable(session, secrets).total)


def unreadable(session: Session, secrets: Secrets) -> Closed:
    """What no present key opens; consents do not count, for they end by themselves."""
    accounts = session.exec(select(Connection.secret))
    workspaces = session.exec(select(Installation.bot_token))
    return Closed(
        accounts=sum(not _opens(secrets, token) for token in accounts),
        workspaces=sum(not _opens(secrets, token) for token in workspaces),
    )


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}" if count else ""


def _all(database: Database) -> Iterator[tuple[type[SQLModel], tuple[object, ...]]]:
    with database.reading() as session:
        for table in SEALED:
            for key in session.execute(select(*inspect(table).primary_key)):
                yield table, tuple(key)


def _turn(
    database: Database, secrets: Secrets, table: type[SQLModel], key: tuple[object, ...]
) -> bool:
    """Whether this one is under the first key now; somebody may have deleted it meanwhile."""
    with database.writing() as session:
        row = session.get(table, key, with_for_update=True)
        sealed = getattr(row, SEALED[table], None)
        if sealed is None:
            return False
        try:
            setattr(row, SEALED[table], secrets.rotate(sealed))
        except Unopenable:
            return False
    return True


def _opens(secrets: Secrets, sealed: bytes) -> bool:
    try:
        secrets.unseal(sealed)
    except Unopenable:
        return False
    return True
