"""What an import counts: how its rows add up, before anything is written and afterwards."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from store.csv_files import ROW_LIMIT, Sheet
from store.errors import Unreadable
from store.import_rows import Person, Problem, Reader

# So many problems are kept to be shown; all are counted.
PROBLEMS_KEPT = 100
COLUMNS_KEPT = 20


@dataclass(frozen=True)
class Plan:
    """What an import would do. rows = new + known + repeated + unusable."""

    label: str
    rows: int
    new: int
    known: int
    repeated: int
    unusable: int
    problems: list[Problem]
    used: list[str]
    ignored: list[str]


@dataclass(frozen=True)
class Result:
    """What an import did. rows = added + known + repeated + unusable."""

    rows: int
    added: int
    known: int
    repeated: int
    unusable: int
    problems: list[Problem]


class Tally:
    """Counts the rows of one file while they go by."""

    def __init__(self) -> None:
        self.rows = 0
        self.repeated = 0
        self.unusable = 0
        self.problems: list[Problem] = []
        self._seen: set[str] = set()

    def people(self, reader: Reader) -> Iterator[Person]:
        """Everybody in the file once: where an email repeats, the first row is meant."""
        seen = self._seen
        for row in reader.rows():
            self.rows += 1
            if self.rows > ROW_LIMIT:
                raise Unreadable(
                    f"The file has more than {ROW_LIMIT:,} rows. Split it and drop the parts."
                )
            if isinstance(row, Problem):
                self.unusable += 1
                if self.unusable <= PROBLEMS_KEPT:
                    self.problems.append(row)
            elif row.key in seen:
                self.repeated += 1
            else:
                seen.add(row.key)
                yield row

    @property
    def different(self) -> int:
        """How many different people went by."""
        return len(self._seen)

    def plan(self, sheet: Sheet, *, known: int) -> Plan:
        """What would happen, when so many of the people are in the book already."""
        columns = sheet.columns
        return Plan(
            label=columns.label,
            rows=self.rows,
            new=self.different - known,
            known=known,
            repeated=self.repeated,
            unusable=self.unusable,
            problems=self.problems,
            used=columns.used[:COLUMNS_KEPT],
            ignored=columns.ignored[:COLUMNS_KEPT],
        )

    def result(self, *, added: int, known: int) -> Result:
        """What happened, when so many were added and so many were in the book already."""
        counts = {"rows": self.rows, "repeated": self.repeated, "unusable": self.unusable}
        return Result(added=added, known=known, problems=self.problems, **counts)


def dump(counted: Plan | Result) -> dict[str, Any]:
    """As it is kept with the job."""
    return asdict(counted)


def load_plan(kept: dict[str, Any]) -> Plan:
    """What `dump` made of a plan."""
    return Plan(**kept | {"problems": _problems(kept)})


def load_result(kept: dict[str, Any]) -> Result:
    """What `dump` made of a result."""
    return Result(**kept | {"problems": _problems(kept)})


def _problems(kept: dict[str, Any]) -> list[Problem]:
    return [Problem(line, reason) for line, reason in kept["problems"]]
