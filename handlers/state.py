"""What a screen remembers between two clicks: written to private_metadata, read back from it."""

import hashlib
import json
import secrets
from time import time
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from store.paging import Cursor
from store.words import Payment, Status

HOME = "home"
LARGEST = 2**63


class Stored(BaseModel):
    """A small value that travels through private_metadata; what cannot be read is forgotten."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _fits(cls, found: Any) -> Any:  # noqa: ANN401 (whatever was sent)
        if _is_too_large(found):
            raise ValueError("no row has such a number")
        return found

    def dump(self) -> str:
        """As short a text as possible: Slack keeps at most 3,000 characters."""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def load(cls, text: str | None) -> Self:
        """The value in `text`; a fresh one when it is empty, foreign or of another release."""
        try:
            return cls.model_validate_json(text or "{}")
        except ValidationError:
            return cls()

    def but(self, **changes: Any) -> Self:  # noqa: ANN401 (any field may change)
        """The same value with some fields changed."""
        return self.model_copy(update=changes)


def _is_too_large(found: Any) -> bool:  # noqa: ANN401 (whatever was sent)
    """Whether a number in it is larger than databases take."""
    match found:
        case dict():
            return any(map(_is_too_large, found.values()))
        case list():
            return any(map(_is_too_large, found))
        case int():
            return not -LARGEST <= found < LARGEST
    return False


# The lists that the page can show. Those that are not of contacts have no boxes to tick.
Showing = Literal["contacts", "favorites", "groups", "segments", "memberships", "products"]


class PageState(Stored):
    """Which part of which list the contacts page shows."""

    book: int | None = None
    showing: Showing = "contacts"
    # The group that is opened; none of them while all groups are shown.
    group: int | None = None
    search: str = ""
    # The filter row that is always in sight; nothing means all.
    product: int | None = None
    status: Status | None = None
    payment: Payment | None = None
    # What else the contacts are filtered by: a segment, or a filter in its stored form.
    segment: int | None = None
    filter: str = ""
    after: Cursor | None = None
    before: Cursor | None = None
    # The first and the last contact in sight, from which the pages turn.
    edges: tuple[Cursor, Cursor] | None = None
    first: int = 1
    # A new number makes Slack forget what was typed in the search box.
    fresh: int = 0
    # Contacts are shown with boxes to tick; a new round draws the boxes as they are saved.
    selecting: bool = False
    round: int = 0

    @property
    def lists_contacts(self) -> bool:
        """Whether the page lists contacts: everybody, favorites, or those of a group."""
        if self.showing == "groups":
            return self.group is not None
        return self.showing in ("contacts", "favorites")

    @property
    def is_narrowed(self) -> bool:
        """Whether something is asked of the contacts, besides that they are in the list."""
        return bool(self.search or self.is_filtered)

    @property
    def is_filtered(self) -> bool:
        """Whether the filter row, a segment or a filter leaves somebody out."""
        return bool(self.filter) or self.segment is not None or self.is_chosen

    @property
    def is_chosen(self) -> bool:
        """Whether a product, a status or a payment type is chosen in the filter row."""
        row = (self.product, self.status, self.payment)
        return any(asked is not None for asked in row)

    def turn_to(self, showing: Showing, group: int | None = None) -> "PageState":
        """The first page of another list; what was searched for in groups means nothing there."""
        page = self.start().but(showing=showing, group=group)
        return page if page.lists_contacts and self.lists_contacts else page.forget_search()

    def forget_search(self) -> "PageState":
        """The same list whole, and the search box empty."""
        return self.start().but(search="", fresh=self.fresh + 1)

    def forget_filter(self) -> "PageState":
        """The same list with nothing asked, and the filter row as it begins."""
        row = {"product": None, "status": None, "payment": None, "segment": None, "filter": ""}
        return self.forget_search().but(**row)

    def start(self) -> "PageState":
        """The first page of the same list."""
        return self.but(after=None, before=None, edges=None, first=1)

    def next(self, size: int) -> "PageState":
        """The page after this one."""
        after = self.edges[1] if self.edges else None
        return self.start().but(after=after, first=self.first + size if after else 1)

    def previous(self, size: int) -> "PageState":
        """The page before this one."""
        before = self.edges[0] if self.edges else None
        return self.start().but(before=before, first=max(1, self.first - size))


class Memory(Stored):
    """What a modal knows of the page below it: where that page stands, and what it shows.

    `at` is "home", the id of the page's own modal, or empty when there is no page below. What the
    modal is about: a contact, a group, or those who are ticked.
    """

    at: str = ""
    page: PageState = PageState()
    book: int | None = None
    contact: int | None = None
    group: int | None = None
    product: int | None = None
    membership: int | None = None
    segment: int | None = None
    job: int | None = None
    connection: int | None = None
    ticked: bool = False
    # The rows of the filter form, by numbers that stay theirs, and whether they show all fields.
    lines: tuple[tuple[int, bool], ...] = ()
    # Whether the form took the place of a contact's memberships, and gives it back.
    over_memberships: bool = False
    # Names the ticks, or the memberships, that the person was asked about; or the form, where one
    # takes another's place.
    mark: str = ""
    version: int = 0

    def in_new_round(self) -> "Memory":
        """The same, for a page on which others are ticked than it shows.

        Rounds grow with the time, so that they can be compared over several pages.
        """
        present = int(time() * 1000)
        return self.but(page=self.page.but(round=max(present, min(self.page.round, present) + 1)))


def fresh() -> str:
    """Names a form that is drawn now: sent twice, it has the same name."""
    return secrets.token_hex(4)


def page_of(body: dict[str, Any]) -> Memory:
    """The page that a click or a submission belongs to, wherever it was made."""
    view = body.get("view")
    if not view:
        return Memory()
    if view["type"] == HOME:
        return Memory(at=HOME, page=PageState.load(view.get("private_metadata")))
    if view.get("callback_id") == "contacts.look_up":
        return Memory(at=view["id"], page=PageState.load(view.get("private_metadata")))
    return Memory.load(view.get("private_metadata"))


def stand(body: dict[str, Any]) -> str:
    """Names a view as it stood when it was clicked on: only two clicks at once have the same."""
    view = json.dumps(body.get("view"), sort_keys=True)
    return hashlib.sha256(view.encode()).hexdigest()


def address(book_id: int, id: int) -> str:
    """A contact, or a group, as the value of a button."""
    return f"{book_id}:{id}"


def chosen(body: dict[str, Any]) -> tuple[int, int]:
    """Book and contact, or group, that the clicked element stands for; 0 for what is forged."""
    action = body["actions"][0]
    value = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
    book_id, _, id = value.rpartition(" ")[2].partition(":")
    return number(book_id), number(id)


def number(text: str) -> int:
    """An id that was sent as text; 0, which nothing has, for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
