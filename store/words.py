"""The few words that columns hold: of books, roles, sources, memberships, imports and sync."""

from enum import StrEnum


class Kind(StrEnum):
    """Whose book it is."""

    team = "team"
    personal = "personal"


class Role(StrEnum):
    """What a person may do in a book: a viewer sees, an editor changes, an owner lets people in."""

    viewer = "viewer"
    editor = "editor"
    owner = "owner"

    def allows(self, needed: "Role") -> bool:
        """Whether this role may do what `needed` may."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class Source(StrEnum):
    """Where a contact came from."""

    hand = "hand"
    csv = "csv"
    membership = "membership"
    google = "google"
    microsoft = "microsoft"


class Payment(StrEnum):
    """How a membership is paid for; comped is given away on purpose."""

    paid = "paid"
    free = "free"
    comped = "comped"


class Status(StrEnum):
    """Where a membership stands on a day: never kept, always found out from its days."""

    active = "active"
    expired = "expired"
    upcoming = "upcoming"


class Happening(StrEnum):
    """What somebody did with a membership. That it expired is found out from its days."""

    added = "added"
    extended = "extended"
    renewed = "renewed"
    changed = "changed"
    cancelled = "cancelled"


class Existing(StrEnum):
    """What an import does to people who are in the book already."""

    skip = "skip"
    fill = "fill"
    update = "update"


class ImportState(StrEnum):
    """How far an import is, or how far it is taken back."""

    writing = "writing"
    stopping = "stopping"
    done = "done"
    undoing = "undoing"
    undone = "undone"


class Provider(StrEnum):
    """Where an account is. The words are those of `Source`."""

    google = "google"
    microsoft = "microsoft"


class ConnectionState(StrEnum):
    """Whether an account is read: `ended` waits to be connected again, `held` for a decision about
    a mass removal, `leaving` is being disconnected."""

    active = "active"
    held = "held"
    ended = "ended"
    leaving = "leaving"


class Gift(StrEnum):
    """What an import gave a contact, or made for that."""

    group = "group"
    star = "star"
    membership = "membership"
    new_group = "new_group"
    new_product = "new_product"


# Only an account knows these contacts: there they are changed, here they follow.
READ_ONLY = (Source.google, Source.microsoft)
