"""What came of undoing an import, counted while it goes on."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

# So many of the contacts that were kept are named; all are counted.
NAMES_KEPT = 10


@dataclass(frozen=True)
class Undone:
    """What was taken back, and what was not.

    `deleted` contacts had come with the import; `restored` ones have fields as before again. `kept`
    are the first of the contacts that somebody changed since: they stay, or some of their fields
    do. `ungrouped` and `unstarred` count contacts out of groups and stars, `taken` memberships;
    `memberships_kept` were changed since.
    """

    deleted: int = 0
    restored: int = 0
    kept: list[str] = field(default_factory=list)
    kept_count: int = 0
    ungrouped: int = 0
    unstarred: int = 0
    taken: int = 0
    memberships_kept: int = 0
    groups_deleted: int = 0
    products_deleted: int = 0

    def __add__(self, other: "Undone") -> "Undone":
        numbers = {name: getattr(self, name) + getattr(other, name) for name in _NUMBERS}
        return Undone(kept=[*self.kept, *other.kept][:NAMES_KEPT], **numbers)

    def dump(self) -> dict[str, Any]:
        """As it is kept with the job."""
        return asdict(self)

    @property
    def counts(self) -> dict[str, int]:
        """As it is kept with the import: nobody's name."""
        return {name: getattr(self, name) for name in _NUMBERS}


@dataclass(frozen=True)
class Chunk:
    """What one transaction did: how much it looked at, and what came of it; `last` is the contact
    behind which the next one goes on."""

    size: int = 0
    undone: Undone = field(default_factory=Undone)
    last: int = 0


_NUMBERS = [one.name for one in fields(Undone) if one.name != "kept"]
