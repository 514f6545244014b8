"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones; this puts the zone back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 (SQLAlchemy's signature)
        """Refuse a moment without a zone, store the others as UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 (SQLAlchemy's signature)
        """Hand out an aware moment, whatever the database kept."""
        if value is None or value.tzinfo:
            return value
        return value.replace(tzinfo=UTC)
