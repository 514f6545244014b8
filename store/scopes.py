"""Scopes: which contacts are meant, with one meaning for lists, counts, ticks and bulk work."""

from dataclasses import dataclass

from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from store.matching import holds
from store.models import Book, Contact, Favorite, GroupContact, Tick
from store.paging import Condition
from store.text import search_words


@dataclass(frozen=True)
class Scope:
    """The contacts that are all of this; without anything, the whole book.

    `favorites_of` is a person, the others are ids; those of another book mean nobody.
    """

    search: str = ""
    favorites_of: str = ""
    group: int | None = None
    selection: int | None = None
    contact: int | None = None

    @property
    def words(self) -> list[str]:
        """The folded words that all have to be found."""
        return search_words(self.search)

    @property
    def narrow(self) -> bool:
        """Whether it is a set that somebody put together, and not only a search of the book."""
        given = (self.group, self.selection, self.contact)
        return bool(self.favorites_of) or any(id is not None for id in given)


def conditions(book: Book, scope: Scope, *, ids: range | None = None) -> list[Condition]:
    """What makes a contact of the book one of the scope, and its id one of these.

    They may join tables to that of the contacts, always by their whole key: nobody is met twice.
    """
    found = holds(book, scope.words)
    if scope.contact is not None:
        found.append(Contact.id == scope.contact)
    sets = _sets(book, scope, ids)
    if ids is not None and not sets:
        found += _between(col(Contact.id), ids)
    return [*found, *sets]


def _sets(book: Book, scope: Scope, ids: range | None) -> list[Condition]:
    """That the contact is in each set. The ids of a set are limited there: few may be in a wide
    range, and the database is not to look at everybody in it."""
    star, member, tick = aliased(Favorite), aliased(GroupContact), aliased(Tick)
    found: list[Condition] = []
    if scope.favorites_of:
        found += [star.person == scope.favorites_of, *_is_in(star, book, ids)]
    if scope.group is not None:
        found += [member.group_id == scope.group, *_is_in(member, book, ids)]
    if scope.selection is not None:
        found += [tick.selection_id == scope.selection, *_is_in(tick, book, ids)]
    return found


def some(session: Session, book: Book, scope: Scope, *, limit: int) -> list[int]:
    """So many ids at most of the set that a narrow scope lies within; some may be gone."""
    if scope.contact is not None:
        return [scope.contact]
    if scope.favorites_of:
        mine = select(Favorite.contact_id).where(Favorite.person == scope.favorites_of)
        wanted = mine.where(Favorite.book_id == book.id)
    elif scope.group is not None:
        inside = select(GroupContact.contact_id).where(GroupContact.group_id == scope.group)
        wanted = inside.where(GroupContact.book_id == book.id)
    else:
        ticked = select(Tick.contact_id).where(Tick.selection_id == scope.selection)
        wanted = ticked.where(Tick.book_id == book.id)
    return [*session.exec(wanted.limit(limit))]


def _is_in(
    entry: type[Favorite | GroupContact | Tick], book: Book, ids: range | None
) -> list[Condition]:
    contact_id = col(entry.contact_id)
    limits = [] if ids is None else _between(contact_id, ids)
    return [entry.book_id == book.id, contact_id == Contact.id, *limits]


def _between(id: Mapped[int], ids: range) -> list[Condition]:
    return [id >= ids.start, id < ids.stop]


def ids_of(book: Book, scope: Scope, *, ids: range | None = None) -> SelectOfScalar[int]:
    """The contacts of the scope, or those in a range of ids, in the order of ids."""
    chosen = select(Contact.id).where(*conditions(book, scope, ids=ids))
    return chosen.order_by(col(Contact.id)).correlate(None)


def count(session: Session, book: Book, scope: Scope) -> int:
    """How many contacts the scope has, exactly."""
    query = select(func.count()).select_from(Contact).where(*conditions(book, scope))
    return session.exec(query).one()


def hold(
    session: Session, book: Book, scope: Scope, *, ids: range | None = None, to_delete: bool = False
) -> int:
    """How many contacts the scope has (of those ids), all of whom are still there when this
    transaction ends, unless it deletes them itself; then nobody else changes them either."""
    chosen = ids_of(book, scope, ids=ids)
    keep = {} if to_delete else {"read": True, "key_share": True}
    held = chosen.with_for_update(of=Contact, **keep).subquery()
    return session.exec(select(func.count()).select_from(held)).one()
