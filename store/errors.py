"""What a store function raises when it cannot do what was asked, in words a person can read."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.memberships import Entry
    from store.models import Contact, Group, Product, Segment

ACCOUNTS = {"google": "Google Contacts", "microsoft": "Office 365"}


class StoreError(Exception):
    """Anything below; its text is a sentence fit for a person."""


class Rejected(StoreError):
    """A value that the person can mend: `field` names it, `reason` says what is wrong."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class Known(Rejected):
    """The email belongs to a contact that is already in the book; `contact` is that one."""

    def __init__(self, contact: "Contact") -> None:
        super().__init__("email", f"{contact.email} is already in this book.")
        self.contact = contact


class Taken(Rejected):
    """The name belongs to a group, product or segment of the book; `taken` is that one."""

    def __init__(self, taken: "Group | Product | Segment") -> None:
        kind = type(taken).__name__.lower()
        super().__init__("name", f"There is already a {kind} called {taken.name}.")
        self.taken: Any = taken


class Holding(Rejected):
    """The contact has the product already, or had it in those days; `entry` says until when."""

    def __init__(self, entry: "Entry") -> None:
        super().__init__("product", f"{entry.contact.name} {entry.told}.")
        self.entry = entry


class Mistake(Rejected):
    """A written filter that cannot be read: `wrong` stands at `at` of the text, and `suggestion`,
    where there is one, could stand there instead."""

    def __init__(self, reason: str, *, at: int, wrong: str = "", suggestion: str = "") -> None:
        super().__init__("filter", reason)
        self.at = at
        self.wrong = wrong
        self.suggestion = suggestion

    def mended(self, text: str) -> str:
        """The same text with the suggestion, if any, in its place."""
        if not self.suggestion:
            return text
        return text[: self.at] + self.suggestion + text[self.at + len(self.wrong) :]


class Changed(StoreError):
    """Somebody changed the contact since it was read; `contact` holds the present values."""

    def __init__(self, contact: "Contact") -> None:
        super().__init__("This contact was changed meanwhile.")
        self.contact = contact


class MembershipChanged(StoreError):
    """Somebody changed the membership since it was read; `entry` holds how it is now."""

    def __init__(self, entry: "Entry") -> None:
        super().__init__("Somebody changed this membership meanwhile.")
        self.entry = entry


class SegmentChanged(StoreError):
    """Somebody changed the segment's filter since it was read; `segment` is how it is now."""

    def __init__(self, segment: "Segment") -> None:
        super().__init__(f"Somebody changed the segment {segment.name} meanwhile.")
        self.segment = segment


class Gone(StoreError):
    """What was asked for is not in this book: deleted, or never there."""


class NotAllowed(StoreError):
    """The person may not do this in this book."""


class ReadOnly(NotAllowed):
    """The contact follows the account that it comes from; `done` is what it takes to do there."""

    def __init__(self, contact: "Contact", done: str) -> None:
        account = ACCOUNTS[contact.source]
        super().__init__(f"{contact.name} comes from {account} and can only be {done} there.")
        self.contact = contact


class ReadOnlyGroup(NotAllowed):
    """The group follows the account that it comes from; `done` is what it takes to do there."""

    def __init__(self, group: "Group", done: str) -> None:
        account = ACCOUNTS[group.source]
        super().__init__(f"{group.name} comes from {account} and can only be {done} there.")
        self.group = group


class Unreadable(StoreError):
    """A file that cannot be read as contacts; the text says why and what to do."""


class Unavailable(StoreError):
    """The database does not answer, or others write for too long; the cause says which."""

    def __init__(self) -> None:
        super().__init__(
            "Roster cannot reach its data just now. Nothing was saved; "
            "please try again in a minute."
        )


class Newer(StoreError):
    """The database is ahead of this code."""
