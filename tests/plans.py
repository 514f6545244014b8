"""What the database plans to do for the queries of some work, for tests and benchmarks."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event, text

from store.db import Database

Query = tuple[str, Any]


def recorded(work: Callable[[], object]) -> list[Query]:
    """The queries that the work sends to the database, with their values."""
    queries: list[Query] = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            queries.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    work()
    event.remove(Engine, "before_cursor_execute", note)
    return queries


def plan(database: Database, query: Query, *, indexed: bool = False) -> list[str]:
    """The steps of one query; `indexed` forbids PostgreSQL what is quickest in a small table."""
    statement, parameters = query
    with database.connecting() as connection:
        if database.dialect == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            return [row[3] for row in rows]
        connection.execute(text(f"SET LOCAL enable_seqscan = {'off' if indexed else 'on'}"))
        return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]


def reads_all(steps: list[str]) -> bool:
    """Whether a step reads the whole table of contacts, or a whole index of it."""
    return any(
        f"{step} ".startswith("SCAN contact ") or "Seq Scan on contact" in step for step in steps
    )
