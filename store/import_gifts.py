"""What an import gave people, taken back: groups, stars, memberships, and what it made for that."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, exists, func, select, tuple_
from sqlmodel.sql.expression import SelectOfScalar

from store import segments
from store.among import among
from store.filter_names import Kind, mentioned
from store.import_undone import Chunk, Undone
from store.models import Book, Contact, Favorite, Group, GroupContact, Membership, Product, Segment
from store.words import Gift
from store.work_models import Import, ImportGift

# Groups and products that are looked at in one transaction, each by itself.
THINGS = 50
Pairs = list[tuple[int, int]]


def take(session: Session, book: Book, of: Import, *, limit: int) -> Chunk:
    """Take back so many gifts, of which each kind has its turn. Contacts are locked first.

    What is taken back is forgotten: the next call goes on with what is left.
    """
    for kind, act in ((Gift.group, _ungroup), (Gift.star, _unstar), (Gift.membership, _take)):
        if pairs := _next(session, of, kind, limit):
            lock(session, book, [contact for contact, _ in pairs])
            done = act(session, book, of, pairs)
            _forget(session, of, kind, pairs[-1])
            return Chunk(len(pairs), done)
    return Chunk()


def clear_away(session: Session, book: Book, of: Import, *, limit: int) -> Chunk:
    """Delete some of the groups and products that the import made, where nobody needs them."""
    limit = min(limit, THINGS)
    if pairs := _next(session, of, Gift.new_group, limit):
        groups = _unused(session, book, Group, [thing for _, thing in pairs])
        _forget(session, of, Gift.new_group, pairs[-1])
        gone = _delete(session, book, Group, groups)
        return Chunk(len(pairs), Undone(groups_deleted=gone))
    if pairs := _next(session, of, Gift.new_product, limit):
        products = _unused(session, book, Product, [thing for _, thing in pairs])
        _forget(session, of, Gift.new_product, pairs[-1])
        gone = _delete(session, book, Product, products)
        return Chunk(len(pairs), Undone(products_deleted=gone))
    return Chunk()


def lock(session: Session, book: Book, ids: Sequence[int]) -> None:
    """Nobody else changes, gives to or deletes these contacts before this transaction is over."""
    held = select(Contact.id).where(
        Contact.book_id == book.id, among(session, col(Contact.id), {*ids})
    )
    held = held.order_by(col(Contact.id)).with_for_update()
    session.exec(select(func.count()).select_from(held.subquery())).one()


def count(session: Session, of: Import) -> int:
    """How many gifts are left."""
    return session.exec(select(func.count()).select_from(ImportGift).where(*_of(of))).one()


def _next(session: Session, of: Import, kind: Gift, limit: int) -> Pairs:
    """The next contacts with what each was given, in the order in which contacts are locked."""
    order = (col(ImportGift.contact_id), col(ImportGift.thing))
    some = select(ImportGift.contact_id, ImportGift.thing).where(*_of(of), ImportGift.kind == kind)
    return [(contact, thing) for contact, thing in session.exec(some.order_by(*order).limit(limit))]


def _forget(session: Session, of: Import, kind: Gift, last: tuple[int, int]) -> None:
    place = tuple_(col(ImportGift.contact_id), col(ImportGift.thing))
    gone = delete(ImportGift).where(*_of(of), col(ImportGift.kind) == kind, place <= last)
    session.exec(gone.execution_options(synchronize_session=False))


def _of(of: Import) -> list[ColumnElement[bool]]:
    return [col(ImportGift.book_id) == of.book_id, col(ImportGift.import_id) == of.id]


def _ungroup(session: Session, book: Book, _: Import, pairs: Pairs) -> Undone:
    inside: dict[int, list[int]] = {}
    for contact, group in pairs:
        inside.setdefault(group, []).append(contact)
    _hold(session, book, Group, [*inside])
    taken = 0
    for group, ids in sorted(inside.items()):
        out = delete(GroupContact).where(
            col(GroupContact.book_id) == book.id,
            col(GroupContact.group_id) == group,
            among(session, col(GroupContact.contact_id), ids),
        )
        taken += session.exec(out.execution_options(synchronize_session=False)).rowcount
    return Undone(ungrouped=taken)


def _unstar(session: Session, book: Book, of: Import, pairs: Pairs) -> Undone:
    stars = delete(Favorite).where(
        col(Favorite.book_id) == book.id,
        col(Favorite.person) == of.person,
        among(session, col(Favorite.contact_id), [contact for contact, _ in pairs]),
    )
    taken = session.exec(stars.execution_options(synchronize_session=False)).rowcount
    return Undone(unstarred=taken)


def _take(session: Session, book: Book, _: Import, pairs: Pairs) -> Undone:
    """Memberships that are as they were given; those that somebody changed since are left."""
    given = [
        col(Membership.book_id) == book.id,
        among(session, col(Membership.id), [membership for _, membership in pairs]),
    ]
    _hold(session, book, Product, select(Membership.product_id).where(*given).distinct())
    unchanged = delete(Membership).where(*given, col(Membership.version) == 1)
    taken = session.exec(unchanged.execution_options(synchronize_session=False)).rowcount
    left = session.exec(select(func.count()).select_from(Membership).where(*given)).one()
    return Undone(taken=taken, memberships_kept=left)


def _hold(
    session: Session,
    book: Book,
    table: type[Group | Product],
    ids: Sequence[int] | SelectOfScalar[int],
) -> None:
    """Nobody deletes these before this transaction is over, with all that hangs on them."""
    held = select(table.id).where(col(table.book_id) == book.id, col(table.id).in_(ids))
    session.exec(held.order_by(col(table.id)).with_for_update(read=True, key_share=True)).all()


def _unused(
    session: Session, book: Book, table: type[Group | Product], ids: Sequence[int]
) -> list[int]:
    """Those that nobody has and no segment asks for; nobody can be given them any more."""
    held = select(table.id).where(col(table.book_id) == book.id, col(table.id).in_(ids))
    session.exec(held.order_by(col(table.id)).with_for_update()).all()
    owned = GroupContact if table is Group else Membership
    thing = col(GroupContact.group_id) if table is Group else col(Membership.product_id)
    has_somebody = exists().where(col(owned.book_id) == book.id, thing == table.id)
    asked_for = _asked_for(session, book, "group" if table is Group else "product")
    return [id for id in session.exec(held.where(~has_somebody)) if id not in asked_for]


def _asked_for(session: Session, book: Book, kind: Kind) -> set[int]:
    """What segments mention: somebody works with it."""
    kept = session.exec(select(Segment).where(Segment.book_id == book.id))
    return {id for one in kept for id in mentioned(segments.filter_of(one))[kind]}


def _delete(session: Session, book: Book, table: type[Group | Product], ids: Sequence[int]) -> int:
    gone = delete(table).where(col(table.book_id) == book.id, col(table.id).in_(ids))
    return session.exec(gone.execution_options(synchronize_session=False)).rowcount
