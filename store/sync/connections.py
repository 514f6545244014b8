"""Connections: the accounts from which a book is synced, as people see and steer them.

How an account is read stands in store/sync/engine.py, how one is left in store/sync/leaving.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session, and_, col, func, or_, select, update

from store import audit, jobs
from store.columns import now
from store.db import insert
from store.errors import Gone, Rejected
from store.models import Book, Contact
from store.sync import work
from store.sync.removing import has_more
from store.sync_models import Connection, GroupLink, Link, SyncRun, SyncStream
from store.words import READ_ONLY, ConnectionState, Provider

# An account that was not read for so long is named on the page.
STALE = timedelta(hours=24)
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


@dataclass(frozen=True)
class Departing:
    """What disconnecting does to the `total` contacts that stand in the account.

    `own` are people's own anyhow, or stand in another account too; `kept` have memberships, groups
    or notes, so that they stay as ordinary contacts; `going` are the others.
    """

    total: int
    own: int
    kept: int
    going: int


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


def all_of(session: Session, book: Book) -> list[Overview]:
    """All connections of the book, in the order in which they were made."""
    wanted = select(Connection).where(Connection.book_id == book.id)
    contacts, groups = _contacts(session, book), _groups(session, book)
    return [
        Overview(
            connection,
            contacts=contacts.get(connection.id, 0),
            groups=groups.get(connection.id, 0),
            last=next(iter(runs(session, book, connection_id=connection.id)), None),
        )
        for connection in session.exec(wanted.order_by(col(Connection.id)))
    ]


def in_workspace(session: Session, *, workspace: str) -> list[Connection]:
    """All connections of all books of a workspace."""
    here = select(Connection).join(Book, col(Book.id) == Connection.book_id)
    return [*session.exec(here.where(Book.workspace == workspace))]


def runs(session: Session, book: Book, *, connection_id: int) -> list[SyncRun]:
    """The runs that are over, the last one first; a few of them."""
    wanted = select(SyncRun).where(
        SyncRun.book_id == book.id,
        SyncRun.connection_id == connection_id,
        col(SyncRun.finished_at).is_not(None),
    )
    return [*session.exec(wanted.order_by(col(SyncRun.id).desc()).limit(RUNS))]


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


def departing(
    session: Session, book: Book, *, connection_id: int, only_gone: bool = False
) -> Departing:
    """What disconnecting would do; with `only_gone`, what removing those would do who are gone."""
    mine = (Link.book_id == book.id, Link.connection_id == connection_id)
    here = select(Link.contact_id).where(*mine, col(Link.contact_id).is_not(None))
    if only_gone:
        present = here.where(~col(Link.gone))
        here = here.where(col(Link.contact_id).not_in(present))
    elsewhere = select(Link.id).where(
        Link.book_id == book.id,
        Link.contact_id == Contact.id,
        Link.connection_id != connection_id,
    )
    own = or_(col(Contact.source).not_in(READ_ONLY), elsewhere.exists())
    kept = and_(~own, has_more(book))
    counted = select(own, kept, func.count()).where(
        Contact.book_id == book.id, col(Contact.id).in_(here)
    )
    found = {
        (bool(of_own), bool(stays)): size
        for of_own, stays, size in session.exec(counted.group_by(own, kept))
    }
    total = sum(found.values())
    return Departing(
        total,
        own=found.get((True, False), 0),
        kept=found.get((False, True), 0),
        going=found.get((False, False), 0),
    )


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


def _contacts(session: Session, book: Book) -> dict[int, int]:
    """How many contacts stand in each account."""
    counted = select(Link.connection_id, func.count(col(Link.contact_id).distinct())).where(
        Link.book_id == book.id, Contact.book_id == book.id, Contact.id == Link.contact_id
    )
    return dict(session.exec(counted.group_by(col(Link.connection_id))).all())


def _groups(session: Session, book: Book) -> dict[int, int]:
    counted = select(GroupLink.connection_id, func.count(col(GroupLink.group_id))).where(
        GroupLink.book_id == book.id
    )
    return dict(session.exec(counted.group_by(col(GroupLink.connection_id))).all())
