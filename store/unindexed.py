"""Unindexed: a column that SQLite is not to look rows up by.

Without statistics SQLite takes every index that begins with the book to find a handful of rows,
and may read a whole book for each contact. PostgreSQL knows better and is not told anything.
"""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import ReturnTypeFromArgs


class unindexed(ReturnTypeFromArgs[Any]):  # noqa: N801 (a function of SQL)
    """The same value as the column."""

    inherit_cache = True


@compiles(unindexed)
def _itself(element: unindexed, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
    return compiler.process(element.clauses, **options)


@compiles(unindexed, "sqlite")
def _behind_plus(element: unindexed, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
    return f"+{compiler.process(element.clauses, **options)}"
