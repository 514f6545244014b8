"""Who would go, and who would stay, where an account is disconnected or has lost very many."""

from dataclasses import dataclass

from sqlmodel import Session, and_, col, func, or_, select

from store.models import Book, Contact
from store.sync.removing import has_more
from store.sync_models import Link
from store.words import READ_ONLY


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
