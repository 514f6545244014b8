"""What is to be seen of connections: how much of a book each brings, and what its last runs did."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from store.models import Book, Contact
from store.sync import connections
from store.sync_models import Connection, GroupLink, Link, SyncRun

# Runs that are kept of each connection.
RUNS = 20


@dataclass(frozen=True)
class Overview:
    """A connection in the list: how many contacts and groups of the book stand in the account, and
    the last run that is over."""

    connection: Connection
    contacts: int
    groups: int
    last: SyncRun | None


def all_of(session: Session, book: Book) -> list[Overview]:
    """All connections of the book, in the order in which they were made."""
    wanted = select(Connection).where(Connection.book_id == book.id)
    return _seen(session, book, session.exec(wanted.order_by(col(Connection.id))).all())


def get(session: Session, book: Book, *, connection_id: int) -> Overview:
    """One connection; raises Gone when it is not in this book."""
    found = connections.get(session, book, connection_id=connection_id)
    return _seen(session, book, [found])[0]


def runs(session: Session, book: Book, *, connection_id: int) -> list[SyncRun]:
    """The runs that are over, the last one first; a few of them."""
    wanted = select(SyncRun).where(
        SyncRun.book_id == book.id,
        SyncRun.connection_id == connection_id,
        col(SyncRun.finished_at).is_not(None),
    )
    return [*session.exec(wanted.order_by(col(SyncRun.id).desc()).limit(RUNS))]


def _seen(session: Session, book: Book, found: Sequence[Connection]) -> list[Overview]:
    ids = [connection.id for connection in found]
    contacts, groups = _contacts(session, book, ids), _groups(session, book, ids)
    return [
        Overview(
            connection,
            contacts=contacts.get(connection.id, 0),
            groups=groups.get(connection.id, 0),
            last=next(iter(runs(session, book, connection_id=connection.id)), None),
        )
        for connection in found
    ]


def _contacts(session: Session, book: Book, ids: Sequence[int]) -> dict[int, int]:
    """How many contacts stand in each account."""
    counted = select(Link.connection_id, func.count(col(Link.contact_id).distinct())).where(
        Link.book_id == book.id,
        col(Link.connection_id).in_(ids),
        Contact.book_id == book.id,
        Contact.id == Link.contact_id,
    )
    return dict(session.exec(counted.group_by(col(Link.connection_id))).all())


def _groups(session: Session, book: Book, ids: Sequence[int]) -> dict[int, int]:
    counted = select(GroupLink.connection_id, func.count(col(GroupLink.group_id))).where(
        GroupLink.book_id == book.id, col(GroupLink.connection_id).in_(ids)
    )
    return dict(session.exec(counted.group_by(col(GroupLink.connection_id))).all())
