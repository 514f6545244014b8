"""What the contacts page shows: one value, put together by a handler and drawn by the views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from handlers.narrowing import Narrowing
from handlers.state import PageState
from handlers.views.ticks import Ticked
from store.books import Seat
from store.contacts import Page
from store.groups import GroupPage
from store.membership_lists import MembershipPage
from store.models import Group, Segment
from store.products import ProductPage
from store.standings import Standing


@dataclass(frozen=True)
class SegmentLine:
    """A segment in a list: whom it means, in words, and how many they are.

    `lost` says that it asks for something that was deleted: then it means nobody.
    """

    segment: Segment
    sentence: str
    size: int = 0
    capped: bool = False
    lost: bool = False


@dataclass(frozen=True)
class SegmentList:
    """A part of the list of segments, as it is shown."""

    rows: list[SegmentLine]
    total: int
    capped: bool
    has_previous: bool
    has_next: bool


Listed: TypeAlias = Page | GroupPage | SegmentList | MembershipPage | ProductPage


@dataclass(frozen=True)
class Screen:
    """All that the page shows: contacts, or another list of the book."""

    seat: Seat
    seats: Sequence[Seat]
    page: Listed
    state: PageState
    narrowing: Narrowing
    notice: str = ""
    group: Group | None = None
    ticked: Ticked | None = None
    # The memberships of the contacts in sight.
    standings: Mapping[int, Standing] = field(default_factory=dict)
