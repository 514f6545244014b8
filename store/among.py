"""Among: that a number is one of very many, all of which are one value of the statement."""

import json
from collections.abc import Iterable

from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, func, literal
from sqlalchemy.orm import Mapped
from sqlmodel import Session, select


def among(session: Session, column: Mapped[int], ids: Iterable[int]) -> ColumnElement[bool]:
    """That the column holds one of these ids, however many there are."""
    if session.get_bind().dialect.name == "sqlite":
        listed = func.json_each(json.dumps([*ids])).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(literal([*ids], ARRAY(BigInteger)))
