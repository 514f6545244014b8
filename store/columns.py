"""Columns that mean the same on SQLite and PostgreSQL: their types, numbers and ties."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Identity,
    Integer,
    String,
)
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# Constraints with names can be changed by later migrations, on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "%(table_name)s_by_%(column_0_N_name)s",
    "uq": "%(table_name)s_has_one_%(column_0_N_name)s",
    "fk": "%(table_name)s_of_%(referred_table_name)s",
    "pk": "%(table_name)s_key",
}

# SQLite numbers rows by itself only in a column that is called INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")

# Both databases compare these texts byte by byte, so that they order alike.
Sorted = String().with_variant(String(collation="C"), "postgresql")


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def serial() -> Any:  # noqa: ANN401 (as SQLModel's own Field)
    """A number that the database gives, and never gives again."""
    return Field(
        default=None,
        primary_key=True,
        sa_type=Id,
        sa_column_args=[Identity()],
        sa_column_kwargs={"autoincrement": True},
    )


def tie(column: str, to: str) -> ForeignKeyConstraint:
    """A row goes with what it belongs to, which is in the same book."""
    return ForeignKeyConstraint(
        ["book_id", column], [f"{to}.book_id", f"{to}.id"], ondelete="CASCADE"
    )


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones; this puts the zone back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 (SQLAlchemy's signature)
        """Refuse a moment without a zone, store the others as UTC."""
        if value and value.tzinfo is None:
            raise ValueError(f"{value!r} does not say its time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 (SQLAlchemy's signature)
        """Hand out an aware moment, whatever the database kept."""
        moment: datetime | None = value
        if moment is None:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


class Word(TypeDecorator[StrEnum]):
    """One of a few words, kept as plain text: a new word needs no migration."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002 (SQLAlchemy's signature)
        """Refuse a word that is not in the list."""
        return None if value is None else str(self.words(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:  # noqa: ANN401, ARG002 (SQLAlchemy's signature)
        """Give the word its type back."""
        return None if value is None else self.words(value)
