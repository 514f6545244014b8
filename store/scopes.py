"""Scopes: which contacts are meant, with one meaning for lists, counts, ticks and bulk work."""

from dataclasses import dataclass

from sqlalchemy.orm import aliased
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


def conditions(book: Book, scope: Scope) -> list[Condition]:
    """What makes a contact of the book one of the scope. They may join tables to it, by their keys:
    nobody is met twice."""
    found = holds(book, scope.words)
    if scope.contact is not None:
        found.append(Contact.id == scope.contact)
    if scope.favorites_of:
        star = aliased(Favorite)
        found += [star.book_id == book.id, star.person == scope.favorites_of]
        found.append(star.contact_id == Contact.id)
    if scope.group is not None:
        member = aliased(GroupContact)
        found += [member.book_id == book.id, member.group_id == scope.group]
        found.append(member.contact_id == Contact.id)
    if scope.selection is not None:
        tick = aliased(Tick)
        found += [tick.book_id == book.id, tick.selection_id == scope.selection]
        found.append(tick.contact_id == Contact.id)
    return found


def ids_of(book: Book, scope: Scope, *, ids: range | None = None) -> SelectOfScalar[int]:
    """The contacts of the scope, or those in a range of ids, in the order of ids."""
    chosen = select(Contact.id).where(*conditions(book, scope)).order_by(col(Contact.id))
    if ids is not None:
        chosen = chosen.where(Contact.id >= ids.start, Contact.id < ids.stop)
    return chosen.correlate(None)


def count(session: Session, book: Book, scope: Scope) -> int:
    """How many contacts the scope has, exactly."""
    query = select(func.count()).select_from(Contact).where(*conditions(book, scope))
    return session.exec(query).one()
