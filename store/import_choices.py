"""What a person chooses for an import: what becomes of people who are there already, and so on."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from store.words import Existing, Payment

# Where each field of a contact is read from: of several columns the first that is not empty.
Places = dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Choices:
    """How a file is brought in. `places` is None for the columns as they were recognised.

    `group` and `star` are for everybody in the file; `groups` and `memberships` say whether the
    columns of those are read. `product` and `payment` hold where the file says nothing of them.
    `day_first` tells 3/4/2026 from 4/3/2026, for a file that does not.
    """

    existing: Existing = Existing.skip
    places: Places | None = None
    groups: bool = True
    group: str = ""
    star: bool = False
    memberships: bool = False
    product: str = ""
    payment: Payment = Payment.paid
    day_first: bool | None = None

    def dump(self) -> dict[str, Any]:
        """As it is kept with the job."""
        return asdict(self)

    @classmethod
    def load(cls, kept: dict[str, Any]) -> "Choices":
        """What `dump` made; what is not known any more is left out."""
        known = {one.name for one in fields(cls)}
        given = {name: value for name, value in kept.items() if name in known}
        if given.get("places") is not None:
            given["places"] = {field: tuple(at) for field, at in given["places"].items()}
        words = {"existing": Existing, "payment": Payment}
        return cls(
            **given | {name: kind(given[name]) for name, kind in words.items() if name in given}
        )
