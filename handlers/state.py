"""What a screen remembers between two clicks: written to private_metadata, read back from it."""

import hashlib
import json
from time import time
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from store.paging import Cursor

HOME = "home"


class Stored(BaseModel):
    """A small value that travels through private_metadata; what cannot be read is forgotten."""

    model_config = ConfigDict(frozen=True, extra="ignore")

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


class PageState(Stored):
    """Which part of which list the contacts page shows."""

    book: int | None = None
    showing: Literal["contacts", "favorites", "groups"] = "contacts"
    # The group that is opened; none of them while all groups are shown.
    group: int | None = None
    search: str = ""
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
    def lists_groups(self) -> bool:
        """Whether the page lists groups, and not contacts."""
        return self.showing == "groups" and self.group is None

    def turn_to(self, showing: str, group: int | None = None) -> "PageState":
        """The first page of another list; what was searched for in groups means nothing there."""
        page = self.start().but(showing=showing, group=group)
        return page.forget_search() if "groups" in (showing, self.showing) else page

    def forget_search(self) -> "PageState":
        """The same list whole, and the search box empty."""
        return self.start().but(search="", fresh=self.fresh + 1)

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
    ticked: bool = False
    # Names the ticks that the person was asked about.
    mark: str = ""
    version: int = 0

    def in_new_round(self) -> "Memory":
        """The same, for a page on which others are ticked than it shows.

        Rounds grow with the time, so that they can be compared over several pages.
        """
        present = int(time() * 1000)
        return self.but(page=self.page.but(round=max(present, min(self.page.round, present) + 1)))


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
