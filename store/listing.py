"""Listing: a stretch of the contacts of a scope, in the order of names, and how many there are.

Where a set that somebody put together (favorites, a group, what is ticked) is small, all of it is
read. Where it is large, a glance at the next names finds a page of it, as a rule; otherwise the
database puts it in order.
"""

from sqlmodel import Session, col, func, select

from store import matching, search
from store.filters import EVERYBODY
from store.models import Book, Contact
from store.paging import Condition, Found, Stretch, walk
from store.scopes import Scope, conditions, some

# Entries that a list counts, at most: "10,000+".
CAP = 10_000
# A set that is no larger is read by its ids, whatever the database takes its size to be.
FEW = 500


def find(session: Session, book: Book, *, scope: Scope, stretch: Stretch) -> Found:
    """A stretch of the scope; counted to CAP, or as far as a search counts."""
    if scope.narrow:
        return _within(session, book, scope, stretch)
    if scope.filter != EVERYBODY:
        return walk(session, stretch, *conditions(book, scope), cap=CAP)
    if scope.words:
        return search.find(session, book, words=scope.words, stretch=stretch)
    return walk(session, stretch, Contact.book_id == book.id, cap=CAP)


def tally(session: Session, book: Book, *, scope: Scope) -> tuple[int, bool]:
    """How many contacts the scope has, counted to CAP; and whether there are even more."""
    found = find(session, book, scope=scope, stretch=Stretch(size=0))
    return found.total, found.capped


def _within(session: Session, book: Book, scope: Scope, stretch: Stretch) -> Found:
    where = conditions(book, scope)
    few = some(session, book, scope, limit=FEW + 1)
    if len(few) <= FEW:
        found = matching.keys(session, *where, col(Contact.id).in_(few))
        return Found([id for _, id in stretch.cut(found)], total=len(found))
    ids = matching.glance(session, book, stretch, *where)
    if len(ids) <= stretch.size:
        ids = matching.put_in_order(session, stretch, *where)
    total = _counted(session, where)
    return Found(ids, min(total, CAP), capped=total > CAP)


def _counted(session: Session, where: list[Condition]) -> int:
    limited = select(col(Contact.id)).where(*where).limit(CAP + 1).subquery()
    return session.exec(select(func.count()).select_from(limited)).one()
