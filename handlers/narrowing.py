"""Narrowing: what the page asks of contacts, by its filter row, a segment or a filter."""

from dataclasses import replace

from sqlmodel import Session

from handlers.access import Visitor
from handlers.state import PageState
from handlers.views.screen import Narrowing
from store import filter_names, filter_text, segments
from store.errors import Rejected
from store.filters import Filter, Row, join_all
from store.models import Book, Segment
from store.scopes import Scope

GONE = "This filter asks for something that was deleted since. Change the filter, or clear it."


def read(session: Session, book: Book, state: PageState) -> Narrowing:
    """What the page asks. Raises Gone without its segment, Rejected for a forged filter."""
    segment = None
    if state.segment:
        segment = segments.get(session, book, segment_id=state.segment)
    kept = segments.filter_of(segment) if segment else filter_text.parse(state.filter)
    row = Row(
        search=state.search,
        products=None if state.product is None else (state.product,),
        statuses=(state.status,) if state.status else (),
        payments=(state.payment,) if state.payment else (),
    )
    whole = join_all(row, kept)
    names = filter_names.used_in(session, book, whole)
    return Narrowing(
        row=row,
        filter=kept,
        names=names,
        missing=filter_names.lost(whole, names),
        segment=segment,
    )


def scope(who: Visitor, state: PageState, narrowing: Narrowing) -> Scope:
    """The contacts that the whole list holds, of which the page shows a part.

    Raises Rejected where that cannot be said, for what is asked was deleted.
    """
    if narrowing.missing:
        raise Rejected("filter", GONE)
    asked = join_all(replace(narrowing.row, search=""), narrowing.filter)
    return replace(scope_of(who, state, asked), search=state.search)


def scope_of(who: Visitor, state: PageState, asked: Filter) -> Scope:
    """The contacts of the list who are found by this filter, whatever else the page asks."""
    starred_by = who.person if state.showing == "favorites" else ""
    return Scope(filter=asked, viewer=who.person, favorites_of=starred_by, group=state.group)


def segment_scope(session: Session, who: Visitor, book: Book, segment: Segment) -> Scope:
    """The contacts whom a segment means to this person; raises Rejected where that is lost."""
    state = PageState(segment=segment.id)
    return scope(who, state, read(session, book, state))
