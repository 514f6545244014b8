"""Links: read and written by the page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import col, select, update

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


def add(turn: Turn, rows: Iterable[dict[str, Any]]) -> None:
    """New links; where one stands already, it stays."""
    same = {"book_id": turn.book.id, "connection_id": turn.connection.id}
    if values := [same | row for row in rows]:
        statement = insert(turn.session, Link).on_conflict_do_nothing(
            index_elements=["book_id", "connection_id", "remote_id"]
        )
        turn.session.connection().execute(statement, values)


def change(turn: Turn, rows: Sequence[dict[str, Any]]) -> None:
    """Links as they are now; `link_id` says which."""
    if rows:
        statement = (
            update(Link)
            .where(col(Link.book_id) == turn.book.id, col(Link.id) == bindparam("link_id"))
            .values({name: bindparam(name) for name in rows[0] if name != "link_id"})
        )
        turn.session.connection().execute(statement, rows)
