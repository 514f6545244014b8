"""Who is gone from an account: the contact goes too, unless something else holds it.

A run that would remove very many removes nobody, and lets a person decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, delete, func, or_, select, update

from store import search
from store.among import among
from store.models import Book, Contact, Group, GroupContact, Membership
from store.sync import groups
from store.sync.following import follow
from store.sync.turn import Turn
from store.sync_models import Link
from store.words import READ_ONLY, Source

# So many may go without a question, or this part of all. Where everybody was removed, that is asked
# about as soon as there were more than a few.
MANY, PART, FEW = 20, 0.3, 3
# Contacts that are let go in one transaction.
CHUNK = 1_000


@dataclass(frozen=True)
class Loss:
    """How many of the account's contacts are gone."""

    gone: int
    total: int

    @property
    def is_all(self) -> bool:
        """Whether nobody is left."""
        return self.gone == self.total

    @property
    def is_much(self) -> bool:
        """Whether it is more than what happens on any day."""
        is_all = self.is_all and self.gone > FEW
        return is_all or (self.gone > MANY and self.gone > PART * self.total)


def has_more(book: Book) -> ColumnElement[bool]:
    """Whether a contact has what no account knows: memberships, groups of Roster's own, notes."""
    membership = select(Membership.id).where(
        Membership.book_id == book.id, Membership.contact_id == Contact.id
    )
    grouped = select(GroupContact.group_id).where(
        GroupContact.book_id == book.id,
        GroupContact.contact_id == Contact.id,
        Group.book_id == book.id,
        Group.id == GroupContact.group_id,
        Group.source == Source.hand,
    )
    return or_(membership.exists(), grouped.exists(), Contact.notes != "")


def loss(turn: Turn) -> Loss:
    """What the account has lost, before it is let go; the total only where that is anything. Where
    somebody else in the account leads to the contact, nothing is lost."""
    other = aliased(Link)
    live = select(other.id).where(
        other.book_id == turn.book.id,
        other.contact_id == Link.contact_id,
        other.connection_id == turn.connection.id,
        ~col(other.gone),
    )
    gone = _count(turn, and_(col(Link.gone)), ~live.exists())
    return Loss(gone, _count(turn) if gone else 0)


def let_go(turn: Turn, *, keep: bool) -> bool:
    """Let some of those go who are gone, counting them; whether all are gone now.

    With `keep` no contact is deleted: each becomes an ordinary one.
    """
    mine = (Link.book_id == turn.book.id, Link.connection_id == turn.connection.id, col(Link.gone))
    found = select(Link.id, Link.contact_id, Link.without_email).where(*mine)
    rows = turn.session.exec(found.order_by(col(Link.id)).limit(CHUNK)).all()
    if not rows:
        return True
    _forget(turn, [id for id, _, mute in rows if not mute], [id for id, _, mute in rows if mute])
    contacts = sorted({contact for _, contact, _ in rows if contact})
    removed, kept = release(turn.session, turn.book, ids=contacts, keep=keep, at=turn.now)
    turn.count(removed=removed, kept=kept)
    there = among(turn.session, col(Contact.id), contacts)
    left = select(Contact.id).where(Contact.book_id == turn.book.id, there)
    groups.settle(turn, turn.session.exec(left.with_for_update(read=True)).all())
    return len(rows) < CHUNK


def release(
    session: Session, book: Book, *, ids: Sequence[int], keep: bool, at: datetime
) -> tuple[int, int]:
    """Contacts that have lost a link: who has another follows that; of the others how many were
    deleted, and how many became ordinary contacts."""
    if not ids:
        return 0, 0
    held = select(Contact.id).where(
        Contact.book_id == book.id,
        among(session, col(Contact.id), ids),
        col(Contact.source).in_(READ_ONLY),
    )
    meant = set(session.exec(held.order_by(col(Contact.id)).with_for_update()).all())
    linked = select(Link.contact_id).where(
        Link.book_id == book.id, among(session, col(Link.contact_id), meant)
    )
    elsewhere = {id for id in session.exec(linked.distinct()) if id}
    follow(session, book, ids=sorted(elsewhere), at=at)
    bare = meant - elsewhere
    staying = bare if keep else _with_more(session, book, bare)
    _make_ordinary(session, book, staying, at)
    _delete(session, book, bare - staying)
    return len(bare - staying), len(staying)


def _count(turn: Turn, *where: ColumnElement[bool]) -> int:
    """How many contacts the account's links lead to."""
    counted = select(func.count(col(Link.contact_id).distinct())).where(
        Link.book_id == turn.book.id,
        Link.connection_id == turn.connection.id,
        Contact.book_id == turn.book.id,
        Contact.id == Link.contact_id,
        *where,
    )
    return turn.session.exec(counted).one()


def _forget(turn: Turn, gone: Sequence[int], mute: Sequence[int]) -> None:
    """Who is gone has no link any more; who has no email is nobody's contact."""
    if gone:
        those = (col(Link.book_id) == turn.book.id, among(turn.session, col(Link.id), gone))
        dropped = delete(Link).where(*those)
        turn.session.exec(dropped.execution_options(synchronize_session=False))
    if mute:
        those = (col(Link.book_id) == turn.book.id, among(turn.session, col(Link.id), mute))
        freed = update(Link).where(*those).values(gone=False, contact_id=None)
        turn.session.exec(freed.execution_options(synchronize_session=False))


def _with_more(session: Session, book: Book, ids: set[int]) -> set[int]:
    if not ids:
        return set()
    wanted = select(Contact.id).where(
        Contact.book_id == book.id, among(session, col(Contact.id), ids), has_more(book)
    )
    return set(session.exec(wanted).all())


def _make_ordinary(session: Session, book: Book, ids: set[int], at: datetime) -> None:
    if ids:
        those = (col(Contact.book_id) == book.id, among(session, col(Contact.id), ids))
        freed = update(Contact).where(*those)
        freed = freed.values(source=Source.hand, updated_at=at, version=Contact.version + 1)
        session.exec(freed.execution_options(synchronize_session=False))


def _delete(session: Session, book: Book, ids: set[int]) -> None:
    if ids:
        those = (col(Contact.book_id) == book.id, among(session, col(Contact.id), ids))
        going = select(Contact.id).where(*those)
        with search.forgetting(session, going):
            dropped = delete(Contact).where(*those)
            session.exec(dropped.execution_options(synchronize_session=False))
