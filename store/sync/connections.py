"""Connections: the accounts from which a book is synced, as people see and steer them.

How an account is read stands in store/sync/engine.py, how one is left in store/sync/leaving.py,
and what is to be seen of them in store/sync/overviews.py.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session, and_, col, func, or_, select, update

from store import audit, jobs
from store.columns import now
from store.db import insert
from store.errors import Gone, Rejected
from store.models import Book
from store.sync import work
from store.sync_models import Connection, GroupLink, Link, SyncStream
from store.words import ConnectionState, Provider

# An account that was not read for so long is named on the page.
STALE = timedelta(hours=24)


def connect(
    session: Session,
    book: Book,
    *,
    person: str,
    provider: Provider,
    account: str,
    email: str,
    secret: bytes,
    chosen: Sequence[str] | None,
    place: dict[str, Any],
) -> Connection:
    """An account from now on, or one of the book's accounts again, with a new secret.

    `chosen` are the groups whose people are wanted; None for everybody. `place` is where the person
    is told how the first run went.
    """
    connection = _found_or_added(session, book, provider, account)
    if connection.state is ConnectionState.leaving:
        raise Rejected("account", f"{email} is just being disconnected. Try again in a minute.")
    connection.email, connection.person, connection.secret = email, person, secret
    connection.state, connection.failures = ConnectionState.active, 0
    connection.trouble, connection.troubled_at, connection.told_at = "", None, None
    _choose(session, connection, chosen)
    work.begin(session, book, connection, {"place": place})
    audit.record(session, book, person=person, action="connection.added")
    return connection


def get(session: Session, book: Book, *, connection_id: int, lock: bool = False) -> Connection:
    """The connection with this id; raises Gone when it is not in this book.

    With `lock` nobody else can change it before this transaction is over.
    """
    wanted = select(Connection).where(Connection.book_id == book.id, Connection.id == connection_id)
    if lock:
        wanted = wanted.with_for_update()
    found = session.exec(wanted.execution_options(populate_existing=True)).first()
    if found is None:
        raise Gone("This account is not connected any more.")
    return found


def are_there(session: Session, book: Book) -> bool:
    """Whether the book has any."""
    wanted = select(Connection.id).where(Connection.book_id == book.id)
    return session.exec(wanted.limit(1)).first() is not None


def in_workspace(session: Session, *, workspace: str) -> list[Connection]:
    """All connections of all books of a workspace."""
    here = select(Connection).join(Book, col(Book.id) == Connection.book_id)
    return [*session.exec(here.where(Book.workspace == workspace))]


def groups_of(session: Session, book: Book, *, connection_id: int) -> list[GroupLink]:
    """The groups of the account, by name, whether they are chosen or not."""
    wanted = select(GroupLink).where(
        GroupLink.book_id == book.id, GroupLink.connection_id == connection_id
    )
    return sorted(session.exec(wanted), key=lambda group: (group.name.casefold(), group.remote_id))


def links_of(session: Session, book: Book, *, contact_id: int) -> list[tuple[Link, Connection]]:
    """Where a contact stands in accounts; the account that it follows comes first."""
    wanted = select(Link, Connection).where(
        Link.book_id == book.id,
        Link.contact_id == contact_id,
        Connection.book_id == book.id,
        Connection.id == Link.connection_id,
    )
    return [*session.exec(wanted.order_by(col(Link.gone), col(Link.id)))]


def trouble(session: Session, book: Book) -> list[Connection]:
    """Those that somebody ought to look at: ended, held, or not synced for a day."""
    last = func.coalesce(Connection.synced_at, Connection.connected_at)
    stale = and_(Connection.state == ConnectionState.active, last < now() - STALE)
    stopped = col(Connection.state).in_((ConnectionState.ended, ConnectionState.held))
    wanted = select(Connection).where(Connection.book_id == book.id, or_(stopped, stale))
    return [*session.exec(wanted.order_by(col(Connection.id)))]


def sync_now(
    session: Session, book: Book, *, connection_id: int, place: dict[str, Any] | None = None
) -> bool:
    """Let the account be read now; `place` is where it is told how that went.

    False when that was asked for or done within the last minute, is being done, or when the account
    wants to be left alone.
    """
    connection = get(session, book, connection_id=connection_id, lock=True)
    if connection.state not in (ConnectionState.active, ConnectionState.held):
        return False
    job = work.of(session, book, connection)
    if job is None:
        work.begin(session, book, connection, {"place": place} if place else {})
        return True
    if not work.is_open(session, book, connection, job):
        return False
    if place:
        job.data = job.data | {"place": place}
    jobs.hurry(session, job)
    connection.next_at = job.due_at
    session.flush()
    return True


def choose(
    session: Session,
    book: Book,
    *,
    person: str,
    connection_id: int,
    chosen: Sequence[str] | None,
    place: dict[str, Any] | None = None,
) -> Connection:
    """Want the people of these groups only; None for everybody. Who is not wanted any more goes at
    the next run, which is due now: it is the person's own wish. `place` is where it is told how
    that run went."""
    connection = get(session, book, connection_id=connection_id, lock=True)
    if connection.state is ConnectionState.leaving:
        raise Gone("This account is not connected any more.")
    _choose(session, connection, chosen)
    if connection.state is not ConnectionState.ended:
        work.begin(session, book, connection, {"place": place} if place else {})
    audit.record(session, book, person=person, action="connection.chosen")
    return connection


def decide(session: Session, book: Book, *, person: str, connection_id: int, decision: str) -> bool:
    """What is to be done with the very many who are gone: "remove" or "keep". False when that is
    no question any more."""
    if decision not in ("remove", "keep"):
        raise ValueError(decision)
    connection = get(session, book, connection_id=connection_id, lock=True)
    if connection.state is not ConnectionState.held or connection.decision:
        return False
    connection.decision = decision
    work.begin(session, book, connection, {})
    audit.record(session, book, person=person, action=f"connection.{decision}")
    return True


def leave(
    session: Session,
    book: Book,
    *,
    person: str,
    connection_id: int,
    keep: bool,
    place: dict[str, Any] | None = None,
) -> Connection:
    """Disconnect the account: from now on nothing comes from it any more. A job removes the
    contacts that only it knows, or keeps them as ordinary ones; `place` is where it tells."""
    connection = get(session, book, connection_id=connection_id, lock=True)
    if connection.state is ConnectionState.leaving:
        return connection
    connection.state = ConnectionState.leaving
    connection.decision = "keep" if keep else "remove"
    data = {"keep": keep, "place": place or {}, "person": person}
    work.begin(session, book, connection, data, step=work.LEAVE)
    audit.record(session, book, person=person, action="connection.left")
    return connection


def _found_or_added(session: Session, book: Book, provider: Provider, account: str) -> Connection:
    """The connection to this account, held until this transaction is over."""
    values = Connection(
        book_id=book.id, provider=provider, account=account, email="", person="", secret=b""
    )
    session.exec(
        insert(session, Connection)
        .values(values.model_dump(exclude={"id"}))
        .on_conflict_do_nothing(index_elements=["book_id", "provider", "account"])
    )
    wanted = select(Connection).where(
        Connection.book_id == book.id,
        Connection.provider == provider,
        Connection.account == account,
    )
    return session.exec(wanted.with_for_update().execution_options(populate_existing=True)).one()


def _choose(session: Session, connection: Connection, chosen: Sequence[str] | None) -> None:
    """Where other people are wanted than before, everything is read anew."""
    wanted = None if chosen is None else sorted(set(chosen))
    if wanted != connection.chosen:
        connection.chosen, connection.decision = wanted, "remove"
        mine = (
            col(SyncStream.book_id) == connection.book_id,
            col(SyncStream.connection_id) == connection.id,
        )
        anew = update(SyncStream).where(*mine).values(token="", cursor="", done_run=0)
        session.exec(anew.execution_options(synchronize_session=False))
    session.flush()
