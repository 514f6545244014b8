"""Narrowing: what the page asks of contacts, by its filter row, a segment or a filter."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from handlers.access import Visitor
from handlers.state import PageState
from store import filter_names, filter_sentence, filter_text, segments
from store.errors import Rejected
from store.filter_names import Missing, Names
from store.filters import EVERYBODY, Filter, Row, join_all
from store.models import Book, Segment
from store.scopes import Scope

GONE = "This filter asks for something that was deleted since. Change the filter, or clear it."


@dataclass(frozen=True)
class Narrowing:
    """What is asked: the row in sight, and beside it a filter that may have a name.

    `missing` are products and groups that it names and that are gone; then it means nobody.
    """

    row: Row
    filter: Filter
    names: Names
    missing: Missing
    segment: Segment | None = None

    @property
    def whole(self) -> Filter:
        """All of it as one filter, what is searched for among it."""
        return join_all(self.row, self.filter)

    @property
    def sentence(self) -> str:
        """All of it in words, as plain text; empty where nothing is asked."""
        return self.say(self.whole)

    def say(self, filter: Filter) -> str:
        """A part of it in words."""
        return "" if filter == EVERYBODY else filter_sentence.say(filter, self.names)


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
    return Narrowing(
        row=row,
        filter=kept,
        names=filter_names.used_in(session, book, whole),
        missing=filter_names.missing(session, book, whole),
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
