"""Scopes: which contacts are meant, with one meaning for lists, counts, ticks and bulk work."""

from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from store.filter_sql import asked, meets
from store.filters import EVERYBODY, Filter
from store.matching import contain
from store.models import Book, Contact, Favorite, GroupContact
from store.paging import Condition
from store.text import search_words
from store.tick_models import Tick
from store.unindexed import unindexed

# A row that puts one contact into a set.
Entry = type[Favorite] | type[GroupContact] | type[Tick]


@dataclass(frozen=True)
class Scope:
    """The contacts that are all of this; without anything, the whole book.

    `favorites_of` is a person, the others are ids; those of another book mean nobody. A filter may
    ask for favorites: those of `viewer`.
    """

    search: str = ""
    filter: Filter = EVERYBODY
    viewer: str = ""
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


def conditions(
    book: Book, scope: Scope, *, ids: range | None = None, by_id: bool = False
) -> list[Condition]:
    """What makes a contact of the book one of the scope, and its id one of these.

    They may join tables to that of the contacts, always by their whole key: nobody is met twice.
    With `by_id` contacts are looked up by ids that the query has from elsewhere.
    """
    of_book = unindexed(col(Contact.book_id)) if by_id else col(Contact.book_id)
    found: list[Condition] = [of_book == book.id, *contain(scope.words)]
    if scope.filter != EVERYBODY:
        found.append(meets(asked(book, scope.viewer), scope.filter))
    if scope.contact is not None:
        found.append(Contact.id == scope.contact)
    limited = col(Contact.id)
    for entry, own in _sets(scope):
        # Few of a set may be in a wide range: the database is not to look at everybody else in it.
        limited = col(entry.contact_id)
        found += [own, entry.book_id == book.id, limited == Contact.id]
    return found if ids is None else [*found, limited >= ids.start, limited < ids.stop]


def some(session: Session, book: Book, scope: Scope, *, limit: int) -> list[int]:
    """So many ids at most of the set that a narrow scope lies within; some may be gone."""
    if scope.contact is not None:
        return [scope.contact]
    entry, own = _sets(scope)[0]
    within = select(entry.contact_id).where(own, entry.book_id == book.id)
    return [*session.exec(within.limit(limit))]


def _sets(scope: Scope) -> list[tuple[Entry, Condition]]:
    """The tables that list the contacts of the scope, each with what its rows have to be."""
    star, member, tick = aliased(Favorite), aliased(GroupContact), aliased(Tick)
    listed: list[tuple[Entry, Condition, bool]] = [
        (star, star.person == scope.favorites_of, bool(scope.favorites_of)),
        (member, member.group_id == scope.group, scope.group is not None),
        (tick, tick.selection_id == scope.selection, scope.selection is not None),
    ]
    return [(entry, own) for entry, own, asked in listed if asked]


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
