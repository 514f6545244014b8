"""Links: read and written by the page."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import String, cast, column, literal, table
from sqlmodel import col, select, update

from store import arriving
from store.among import among, among_texts
from store.db import insert
from store.sync.source import RemotePerson
from store.sync.turn import Turn
from store.sync_models import Link


class Said(NamedTuple):
    """A link as a page says that it is; `fields` and `groups` are JSON, as the table keeps it."""

    remote_id: str
    contact_id: int | None
    stream: str
    walk: int
    fields: str
    groups: str
    gone: bool = False
    without_email: bool = False


class Known(NamedTuple):
    """A link as it stands in the book; `fields` and `groups` are JSON."""

    id: int
    remote_id: str
    contact_id: int | None
    stream: str
    walk: int
    fields: str
    groups: str
    gone: bool
    without_email: bool


TEXTS = ("fields", "groups")
COLUMNS = tuple(
    cast(getattr(Link, name), String) if name in TEXTS else getattr(Link, name)
    for name in Known._fields
)
# Links on their way into the book: those that are there by their ids, the others in their order.
KINDS = {
    "link_id": "bigint",
    "place": "bigint",
    "remote_id": "text",
    "contact_id": "bigint",
    "stream": "text",
    "walk": "bigint",
    "fields": "json",
    "groups": "json",
    "gone": "boolean",
    "without_email": "boolean",
}
ARRIVING = table("arriving_link", *map(column, KINDS))


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
    for link in map(Known._make, turn.session.connection().execute(query).all()):
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


def add(turn: Turn, rows: Sequence[Said]) -> None:
    """New links, in this order; where one stands already, it stays."""
    if not rows:
        return
    connection, names = turn.session.connection(), Said._fields
    own = {"book_id": turn.book.id, "connection_id": turn.connection.id}
    listed = [(None, place, *row) for place, row in enumerate(rows)]
    arriving.fill(connection, ARRIVING.name, KINDS, listed)
    people = select(*map(literal, own.values()), *(ARRIVING.c[name] for name in names))
    added = insert(turn.session, Link).from_select(
        [*own, *names], people.order_by(ARRIVING.c.place), include_defaults=False
    )
    key = ["book_id", "connection_id", "remote_id"]
    connection.execute(added.on_conflict_do_nothing(index_elements=key))
    arriving.clear(connection, ARRIVING.name)


def change(turn: Turn, rows: Mapping[int, Said]) -> None:
    """Links as they are now, by their ids."""
    if not rows:
        return
    connection = turn.session.connection()
    listed = [(id, 0, *row) for id, row in rows.items()]
    arriving.fill(connection, ARRIVING.name, KINDS, listed)
    changed = (
        update(Link)
        .where(col(Link.book_id) == turn.book.id, col(Link.id) == ARRIVING.c.link_id)
        .values({name: ARRIVING.c[name] for name in Said._fields})
    )
    connection.execute(changed)
    arriving.clear(connection, ARRIVING.name)
