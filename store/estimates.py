"""Estimates: about how many rows a query finds, without finding them all."""

import json
from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ClauseElement, Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import Session, func, select


def rows(session: Session, query: Select[Any], *, most: int) -> int:
    """What PostgreSQL's planner expects. SQLite has no idea, and counts as far as `most`, and
    one more."""
    if session.get_bind().dialect.name == "postgresql":
        plan = session.execute(_Explain(query)).scalar_one()
        return int((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"])
    ahead = query.limit(most + 1).subquery()
    return session.scalar(select(func.count()).select_from(ahead)) or 0


class _Explain(Executable, ClauseElement):
    """How PostgreSQL would answer a query."""

    inherit_cache = False

    def __init__(self, query: Select[Any]) -> None:
        self.query = query


@compiles(_Explain)
def _explain(element: _Explain, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.query, **options)}"
