"""What an import counts: how its rows add up, before anything is written and afterwards."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, TypeVar

from store.import_choices import Choices, Places
from store.import_rows import Problem

# So many problems are kept to be shown; all are counted.
PROBLEMS_KEPT = 100
COLUMNS_KEPT = 20
# Of each kind of rows so many are shown, so that a person sees whom the numbers mean.
SHOWN = 3

# On which line, and who stands there: "Ann Lee · ann@x.com".
Sample = tuple[int, str]


@dataclass(frozen=True)
class Plan:
    """What an import would do. rows = new + known + repeated + further + unusable.

    `changing` of the known would be changed. The lists that end in _some are the first few of each.
    `columns` are all names, or none, and `first_values` what stands in each column first.
    `recognised` is where the fields would be read if nobody chose, `places` where they are.
    `new_groups` and `new_products` would be made, the chosen ones too; `memberships` stand in the
    file. `refused` says why it cannot be done as it was chosen; "" if it can.
    """

    label: str
    rows: int
    new: int
    known: int
    changing: int
    repeated: int
    further: int
    unusable: int
    problems: list[Problem]
    new_some: list[Sample]
    known_some: list[Sample]
    changing_some: list[Sample]
    repeated_some: list[Sample]
    columns: list[str]
    first_values: list[str]
    places: Places
    recognised: Places
    used: list[str]
    ignored: list[str]
    groups: list[str] = field(default_factory=list)
    group_count: int = 0
    new_groups: int = 0
    products: list[str] = field(default_factory=list)
    product_count: int = 0
    new_products: int = 0
    memberships: int = 0
    has_groups: bool = False
    has_memberships: bool = False
    ambiguous: bool = False
    refused: str = ""
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True)
class Result:
    """What an import did.

    rows = added + updated + known + repeated + further + unusable + unreached; these last ones
    only where it was `stopped`. `grouped`, `starred` and `given` are what was new to a contact;
    `had` memberships stood already, `refused` ones are of archived products; `closed` are places in
    groups that only change in an account.
    """

    rows: int
    added: int
    updated: int
    known: int
    repeated: int
    further: int
    unusable: int
    problems: list[Problem]
    grouped: int = 0
    starred: int = 0
    given: int = 0
    had: int = 0
    refused: int = 0
    closed: int = 0
    new_groups: int = 0
    new_products: int = 0
    stopped: bool = False
    unreached: int = 0


@dataclass(frozen=True)
class Done:
    """How far an import is: what it did up to so many rows of the file, and what it met there."""

    rows: int = 0
    repeated: int = 0
    further: int = 0
    unusable: int = 0
    added: int = 0
    updated: int = 0
    known: int = 0
    grouped: int = 0
    starred: int = 0
    given: int = 0
    had: int = 0
    refused: int = 0
    closed: int = 0
    new_groups: int = 0
    new_products: int = 0

    def plus(self, **counts: int) -> "Done":
        """The same with so many more of these."""
        return replace(self, **{name: getattr(self, name) + more for name, more in counts.items()})

    def result(self, problems: Sequence[Problem], *, rows: int) -> Result:
        """What came of it; where the file has more `rows` than were reached, it was stopped."""
        unreached = rows - self.rows
        return Result(
            **asdict(self) | {"rows": rows},
            problems=[*problems][: min(self.unusable, PROBLEMS_KEPT)],
            stopped=unreached > 0,
            unreached=unreached,
        )


Counted = TypeVar("Counted", Plan, Result)


def dump(counted: Plan | Result) -> dict[str, Any]:
    """As it is kept with the job."""
    return asdict(counted)


def load_plan(kept: dict[str, Any]) -> Plan:
    """What `dump` made of a plan."""
    some = {name: _samples(kept[name]) for name in kept if name.endswith("_some")}
    where = {name: _places(kept[name]) for name in ("places", "recognised")}
    return _load(Plan, kept, some | where | {"choices": Choices.load(kept["choices"])})


def load_result(kept: dict[str, Any]) -> Result:
    """What `dump` made of a result."""
    return _load(Result, kept, {})


def _load(kind: type[Counted], kept: dict[str, Any], read: dict[str, Any]) -> Counted:
    known = {one.name for one in fields(kind)}
    given = {name: value for name, value in kept.items() if name in known}
    problems = [Problem(*problem) for problem in kept["problems"]]
    return kind(**given | read | {"problems": problems})


def _samples(kept: Sequence[Sequence[Any]]) -> list[Sample]:
    return [(line, text) for line, text in kept]


def _places(kept: dict[str, Sequence[int]]) -> Places:
    return {name: tuple(at) for name, at in kept.items()}
