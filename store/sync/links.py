"""Links: read and written by the page."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, BigInteger, FromClause, column, func, literal, true
from sqlmodel import Session, col, select, update

from store.among import among, among_texts
from store.db import insert
from store.sync.source import RemotePerson
from store.sync.turn import Turn
from store.sync_models import Link


class Known(NamedTuple):
    """A link as it stands in the book."""

    id: int
    remote_id: str
    contact_id: int | None
    stream: str
    walk: int
    fields: dict[str, str]
    groups: list[str]
    gone: bool
    without_email: bool


COLUMNS = tuple(getattr(Link, name) for name in Known._fields)
# What changes with a page.
SAID = tuple(name for name in Known._fields if name != "id")


def of(turn: Turn, people: Mapping[str, RemotePerson]) -> dict[str, Known]:
    """The links of these people, by their present remote ids, under whichever id they stand."""
    now_called = {former: one.remote_id for one in people.values() for former in one.formerly}
    now_called |= {id: id for id in people}
    found: dict[str, Known] = {}
    query = select(*COLUMNS).where(
        Link.book_id == turn.book.id,
        Link.connection_id == turn.connection.id,
        among_texts(turn.session, col(Link.remote_id), now_called),
    )
    for link in map(Known._make, turn.session.execute(query)):
        present = now_called[link.remote_id]
        if present not in found or link.remote_id == present:
            found[present] = link
    return found


def gone(turn: Turn, *, stream: str, remote_ids: Sequence[str]) -> int:
    """These are not in this part any more; how many were."""
    if not remote_ids:
        return 0
    mine = (
        col(Link.book_id) == turn.book.id,
        col(Link.connection_id) == turn.connection.id,
        col(Link.stream) == stream,
        among_texts(turn.session, col(Link.remote_id), remote_ids),
    )
    changed = update(Link).where(*mine).values(gone=True, without_email=False)
    return turn.session.exec(changed.execution_options(synchronize_session=False)).rowcount


def mark(turn: Turn, *, ids: Sequence[int]) -> None:
    """These are as good as gone."""
    if ids:
        mine = (col(Link.book_id) == turn.book.id, among(turn.session, col(Link.id), ids))
        changed = update(Link).where(*mine).values(gone=True, without_email=False)
        turn.session.exec(changed.execution_options(synchronize_session=False))


def seen(turn: Turn, *, ids: Sequence[int], walk: int) -> None:
    """Nothing is new about these, but that they are there."""
    if ids:
        mine = (col(Link.book_id) == turn.book.id, among(turn.session, col(Link.id), ids))
        changed = update(Link).where(*mine).values(walk=walk)
        turn.session.exec(changed.execution_options(synchronize_session=False))


def add(turn: Turn, rows: Sequence[dict[str, Any]]) -> None:
    """New links, in this order; where one stands already, it stays."""
    if not rows:
        return
    listed = _listed(turn.session, rows)
    own = {"book_id": turn.book.id, "connection_id": turn.connection.id}
    people = select(*map(literal, own.values()), *(listed.c[name] for name in SAID))
    added = insert(turn.session, Link).from_select(
        [*own, *SAID], people.where(true()), include_defaults=False
    )
    key = ["book_id", "connection_id", "remote_id"]
    turn.session.connection().execute(added.on_conflict_do_nothing(index_elements=key))


def change(turn: Turn, rows: Sequence[dict[str, Any]]) -> None:
    """Links as they are now; `link_id` says which."""
    if not rows:
        return
    listed = _listed(turn.session, rows)
    changed = (
        update(Link)
        .where(col(Link.book_id) == turn.book.id, col(Link.id) == listed.c.link_id)
        .values({name: listed.c[name] for name in SAID})
    )
    turn.session.connection().execute(changed)


def _listed(session: Session, rows: Sequence[dict[str, Any]]) -> FromClause:
    """These rows as one value of a statement, to be read like a table."""
    kinds = {"link_id": BigInteger()} | {name: getattr(Link, name).type for name in SAID}
    if session.get_bind().dialect.name == "sqlite":
        each = func.json_each(json.dumps(rows)).table_valued("key", "value")
        said = (func.json_extract(each.c.value, f"$.{name}").label(name) for name in kinds)
        return select(*said).order_by(each.c.key).subquery()
    columns = [column(name, kind) for name, kind in kinds.items()]
    listed = func.json_to_recordset(literal(rows, JSON)).table_valued(*columns)
    return listed.render_derived(with_types=True)
