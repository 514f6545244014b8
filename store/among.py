"""Among: that a number or text is one of very many, all of them one value of the statement."""

import json
from collections.abc import Iterable

from sqlalchemy import ARRAY, BigInteger, ColumnElement, String, any_, func, literal
from sqlalchemy.orm import Mapped
from sqlmodel import Session, select


def among(
    session: Session, column: Mapped[int] | Mapped[int | None], ids: Iterable[int]
) -> ColumnElement[bool]:
    """That the column holds one of these ids, however many there are."""
    if session.get_bind().dialect.name == "sqlite":
        listed = func.json_each(json.dumps([*ids])).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(literal([*ids], ARRAY(BigInteger)))


def among_texts(session: Session, column: Mapped[str], texts: Iterable[str]) -> ColumnElement[bool]:
    """That the column holds one of these texts, however many there are."""
    if session.get_bind().dialect.name == "sqlite":
        listed = func.json_each(json.dumps([*texts])).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(literal([*texts], ARRAY(String)))
