"""What the contacts page shows: one value, put together by a handler and drawn by the views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from handlers.state import PageState
from handlers.views.ticks import Ticked
from store import filter_sentence
from store.books import Seat
from store.contacts import Page
from store.filter_names import Missing, Names
from store.filters import EVERYBODY, Filter, Row, join_all
from store.groups import GroupPage
from store.membership_lists import MembershipPage
from store.models import Group, Segment
from store.products import ProductPage
from store.standings import Standing
from store.sync_models import Connection


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
    # Whether there are accounts, or can be; and those that are not synced as they should be.
    can_sync: bool = False
    troubled: Sequence[Connection] = ()
    # The memberships of the contacts in sight.
    standings: Mapping[int, Standing] = field(default_factory=dict)
