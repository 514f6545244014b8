"""Listed: many pairs of numbers as one value of a statement, to be read like a table."""

import json
from collections.abc import Sequence

from sqlalchemy import ARRAY, BigInteger, FromClause, Integer, column, func, literal, select
from sqlmodel import Session


def pairs(session: Session, rows: Sequence[tuple[int, int]]) -> FromClause:
    """These pairs, in columns called a and b."""
    if session.get_bind().dialect.name == "sqlite":
        each = func.json_each(json.dumps(rows)).table_valued("value")
        first, second = (func.json_extract(each.c.value, f"$[{n}]") for n in (0, 1))
        return select(first.label("a"), second.label("b")).subquery()
    numbers = ARRAY(BigInteger)
    arrays = [literal([row[n] for row in rows], numbers) for n in (0, 1)]
    listed = func.unnest(*arrays).table_valued(column("a", Integer), column("b", Integer))
    return listed.render_derived()
