"""Listing: a stretch of the contacts of a scope, in the order of names, and how many there are.

Where a set that somebody put together (favorites, a group, what is ticked) is small, all of it is
read. Where it is large, a glance at the next names finds a page of it, as a rule; otherwise the
database puts it in order. With a filter it is the same; its set is read along the shortest way.
"""

from dataclasses import replace

from sqlalchemy import Select as AnySelect
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from store import filter_ways, matching, search
from store.filter_sql import asked, is_about_contacts, meets
from store.filter_ways import Way
from store.filters import EVERYBODY, Filter, Row, join_all
from store.models import Book, Contact
from store.paging import Found, Key, Stretch, walk
from store.scopes import Scope, conditions, some
from store.unindexed import unindexed

# Entries that a list counts, at most: "10,000+".
CAP = 10_000
# A set that is no larger is read by its ids, whatever the database takes its size to be.
FEW = 500
# A way to those who meet a filter that is no longer is walked whole, without a glance before.
SHORT = 3_000


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
    if way is None or way.size > SHORT:
        if not stretch.size:
            return _found([], _counted(session, _ids(book, scope, way)))
        ids = matching.glance(session, book, stretch, *conditions(book, scope))
        if len(ids) > stretch.size:
            return _found(ids, _counted(session, _ids(book, scope, way)))
    everybody = _keys(book, scope, way)
    found = [(key, id) for key, id in session.exec(everybody.limit(CAP + 1))]
    if len(found) > CAP:
        return _found(matching.put_in_order(session, stretch, everybody), len(found))
    return _found([id for _, id in stretch.cut(found)], len(found))


def _whole(scope: Scope) -> Filter:
    """The filter of the scope, and what else of it can be said as one."""
    groups = None if scope.group is None else (scope.group,)
    return join_all(scope.filter, Row(search=scope.search), Row(groups=groups))


def _ids(book: Book, scope: Scope, way: Way | None) -> AnySelect[int]:
    """Everybody in the scope, one by one: whoever wants a few only does not wait for the others."""
    if way is None:
        return select(Contact.id).where(*conditions(book, scope)).order_by(col(Contact.id))
    ids = select(way.ids.subquery().c[0])
    if not way.once:
        ids = ids.distinct()
    rest = replace(scope, search="", group=None, filter=way.rest)
    if rest == Scope(viewer=scope.viewer):
        return ids
    # In the order of ids, what is looked up next lies beside what was looked up last.
    ahead = ids.order_by(ids.selected_columns[0]).subquery()
    if not rest.narrow and not is_about_contacts(rest.filter):
        return select(ahead.c[0]).where(meets(asked(book, scope.viewer), rest.filter, ahead.c[0]))
    is_in = select(Contact.id).where(Contact.id == ahead.c[0], *conditions(book, rest, by_id=True))
    return select(ahead.c[0]).where(is_in.exists())


def _keys(book: Book, scope: Scope, way: Way | None) -> Select[*Key]:
    """Where everybody in the scope stands in the order of names."""
    query = select(Contact.sort_key, Contact.id)
    if way is None:
        return query.where(*conditions(book, scope))
    ids = _ids(book, scope, way).subquery()
    return query.where(Contact.id == ids.c[0], unindexed(col(Contact.book_id)) == book.id)


def _counted(session: Session, ids: AnySelect[int]) -> int:
    limited = ids.limit(CAP + 1).subquery()
    return session.exec(select(func.count()).select_from(limited)).one()


def _found(ids: list[int], total: int) -> Found:
    return Found(ids, min(total, CAP), capped=total > CAP)
