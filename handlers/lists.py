"""Lists: what the page shows of each kind, and between which entries its pages turn."""

from typing import TypedDict

from sqlmodel import Session

from handlers import narrowing
from handlers.access import Visitor
from handlers.state import PageState
from handlers.views.screen import Listed, Narrowing, SegmentLine, SegmentList
from store import (
    contacts,
    filter_names,
    filter_sentence,
    groups,
    listing,
    membership_lists,
    products,
    segments,
)
from store.books import Seat
from store.contacts import Page
from store.groups import GroupPage
from store.membership_lists import MembershipPage
from store.models import Segment
from store.paging import Cursor
from store.products import ProductPage

PAGE_SIZE = 25
# Each segment is counted when it is listed.
SEGMENTS = 10


class At(TypedDict):
    """Where a page begins."""

    after: Cursor | None
    before: Cursor | None
    size: int


def size(state: PageState) -> int:
    """How many entries a page of this list has."""
    return SEGMENTS if state.showing == "segments" else PAGE_SIZE


def page(session: Session, who: Visitor, seat: Seat, state: PageState, asked: Narrowing) -> Listed:
    """The part of the list that the page shows."""
    book, search = seat.book, state.search
    at: At = {"after": state.after, "before": state.before, "size": size(state)}
    match state.showing:
        case "memberships":
            return membership_lists.find(
                session,
                book,
                search=search,
                product=state.product,
                status=state.status,
                payment=state.payment,
                **at,
            )
        case "products":
            return products.find(session, book, search=search, **at)
        case "segments":
            return _segments(session, who, seat, state, at)
        case "groups" if not state.lists_contacts:
            return groups.find(session, book, search=search, **at)
    if asked.missing:
        return Page(rows=[], total=0, capped=False, has_previous=False, has_next=False)
    where = narrowing.scope(who, state, asked)
    return contacts.find(session, book, person=who.person, scope=where, **at)


def edges(page: Listed) -> tuple[Cursor, Cursor] | None:
    """The places of the first and the last entry in sight."""
    places = _places(page)
    return (places[0], places[-1]) if places else None


def _places(page: Listed) -> list[Cursor]:
    match page:
        case Page():
            return [contacts.cursor(row.contact) for row in page.rows]
        case GroupPage():
            return [groups.cursor(row.group) for row in page.rows]
        case SegmentList():
            return [segments.cursor(line.segment) for line in page.rows]
        case MembershipPage():
            return [membership_lists.cursor(entry) for entry in page.rows]
        case ProductPage():
            return [products.cursor(row.product) for row in page.rows]


def _segments(session: Session, who: Visitor, seat: Seat, state: PageState, at: At) -> SegmentList:
    found = segments.find(session, seat.book, search=state.search, **at)
    return SegmentList(
        rows=[_line(session, who, seat, segment) for segment in found.rows],
        total=found.total,
        capped=found.capped,
        has_previous=found.has_previous,
        has_next=found.has_next,
    )


def _line(session: Session, who: Visitor, seat: Seat, segment: Segment) -> SegmentLine:
    """The segment with whom it means, and how many those are."""
    asked = segments.filter_of(segment)
    names = filter_names.used_in(session, seat.book, asked)
    sentence = filter_sentence.say(asked, names)
    if filter_names.lost(asked, names):
        return SegmentLine(segment, sentence, lost=True)
    where = narrowing.scope_of(who, PageState(), asked)
    size, capped = listing.tally(session, seat.book, scope=where)
    return SegmentLine(segment, sentence, size, capped)
