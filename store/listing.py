"""Listing: a stretch of the contacts of a scope, in the order of names, and how many there are.

Where a set that somebody put together (favorites, a group, what is ticked) is small, all of it is
read. Where it is large, a glance at the next names finds a page of it, as a rule; otherwise the
database puts it in order. With a filter it is the same; its set is read along the shortest way.
"""

from typing import Any

from sqlalchemy import Select as AnySelect
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from store import filter_ways, matching, search
from store.filter_sql import asked
from store.filter_ways import Way
from store.filters import EVERYBODY, Filter, Row, join_all
from store.models import Book, Contact
from store.paging import Found, Key, Stretch, walk
from store.scopes import Scope, conditions, some

# Entries that a list counts, at most: "10,000+".
CAP = 10_000
# A set that is no larger is read by its ids, whatever the database takes its size to be.
FEW = 500
# A way to those who meet a filter that is no longer is walked whole, before any glance.
SHORT = 3_000
# So is one that is no longer, where a glance did not find a page.
LONG = 20_000


def find(session: Session, book: Book, *, scope: Scope, stretch: Stretch) -> Found:
    """A stretch of the scope; counted to CAP, or as far as a search counts."""
    if scope.narrow:
        return _within(session, book, scope, stretch)
    if scope.filter != EVERYBODY:
        return _filtered(session, book, scope, stretch)
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
    if scope.filter != EVERYBODY:
        return _filtered(session, book, scope, stretch)
    ids = matching.glance(session, book, stretch, *where)
    if len(ids) <= stretch.size:
        ids = matching.put_in_order(
            session, stretch, select(Contact.sort_key, Contact.id).where(*where)
        )
    return _found(ids, _counted(session, select(col(Contact.id)).where(*where)))


def _filtered(session: Session, book: Book, scope: Scope, stretch: Stretch) -> Found:
    way = filter_ways.shortest(session, asked(book, scope.viewer), _whole(scope))
    if way and way.size <= SHORT:
        return _read(session, book, scope, stretch, way)
    ids: list[int] = []
    if stretch.size:
        where = conditions(book, scope)
        ids = matching.glance(session, book, stretch, *where)
        if len(ids) <= stretch.size and way and way.size <= LONG:
            return _read(session, book, scope, stretch, way)
        if len(ids) <= stretch.size:
            ids = matching.put_in_order(session, stretch, _along(book, scope, way))
    return _found(ids, _counted(session, _along(book, scope, way)))


def _whole(scope: Scope) -> Filter:
    """The filter of the scope, and what else of it can be said as one."""
    groups = None if scope.group is None else (scope.group,)
    return join_all(scope.filter, Row(search=scope.search), Row(groups=groups))


def _read(session: Session, book: Book, scope: Scope, stretch: Stretch, way: Way) -> Found:
    """Everybody there is, put in order here."""
    found = [(key, id) for key, id in session.exec(_along(book, scope, way))]
    return _found([id for _, id in stretch.cut(found)], len(found))


def _along(book: Book, scope: Scope, way: Way | None) -> Select[*Key]:
    """The keys of everybody in the scope: along the way, or else in the order of ids."""
    query = select(Contact.sort_key, Contact.id)
    if way is None:
        return query.where(*conditions(book, scope)).order_by(col(Contact.id))
    ids = way.ids.distinct().subquery()
    return query.where(*conditions(book, scope, by_id=True), Contact.id == ids.c[0])


def _counted(session: Session, query: AnySelect[*tuple[Any, ...]]) -> int:
    limited = query.limit(CAP + 1).subquery()
    return session.exec(select(func.count()).select_from(limited)).one()


def _found(ids: list[int], total: int) -> Found:
    return Found(ids, min(total, CAP), capped=total > CAP)
