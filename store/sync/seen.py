"""Whom a round that reads the whole has seen, so that it knows at its end who is gone.

A link that is new or changed says so itself. Of those who are as they were only the ids are noted,
by the page: nothing is written to them.
"""

from collections.abc import Sequence

from sqlalchemy import BigInteger, ColumnElement, cast, func
from sqlmodel import and_, col, delete, select

from store.sync.turn import Turn
from store.sync_models import Link, SyncSeen, SyncStream


def note(turn: Turn, stream: SyncStream, *, links: Sequence[int]) -> None:
    """These links were on this page of the stream, and are as they were."""
    if links and stream.whole:
        turn.session.add(
            SyncSeen(
                book_id=turn.book.id,
                connection_id=turn.connection.id,
                stream=stream.remote_id,
                walk=stream.walk,
                page=stream.pages,
                links=[*links],
            )
        )
        turn.session.flush()


def unseen(turn: Turn, stream: SyncStream) -> ColumnElement[bool]:
    """That a link of the stream was not on any page of this walk."""
    on_sqlite = turn.session.get_bind().dialect.name == "sqlite"
    each = func.json_each if on_sqlite else func.json_array_elements_text
    ids = each(SyncSeen.links).table_valued("value", joins_implicitly=True)
    pages = select(cast(ids.c.value, BigInteger)).select_from(SyncSeen, ids)
    noted = pages.where(*_of(turn, stream), col(SyncSeen.walk) == stream.walk)
    return and_(col(Link.walk) != stream.walk, col(Link.id).not_in(noted))


def forget(turn: Turn, stream: SyncStream) -> None:
    """The walk is over, and all before it."""
    dropped = delete(SyncSeen).where(*_of(turn, stream))
    turn.session.exec(dropped.execution_options(synchronize_session=False))


def _of(turn: Turn, stream: SyncStream) -> tuple[ColumnElement[bool], ...]:
    return (
        col(SyncSeen.book_id) == turn.book.id,
        col(SyncSeen.connection_id) == turn.connection.id,
        col(SyncSeen.stream) == stream.remote_id,
    )
