"""What an import makes of each row: a person, one who stands above already, or nothing of use."""

from collections.abc import Iterator

from store.csv_files import ROW_LIMIT
from store.errors import Unreadable
from store.import_counts import PROBLEMS_KEPT, SHOWN, Sample
from store.import_rows import Person, Problem, Reader


class Tally:
    """Counts the rows of one file while they go by."""

    def __init__(self, reader: Reader) -> None:
        self.rows = 0
        self.repeated = 0
        self.further = 0
        self.unusable = 0
        self.problems: list[Problem] = []
        self.repeated_some: list[Sample] = []
        self._reader = reader
        self._seen: set[str] = set()

    def people(self) -> Iterator[Person]:
        """Everybody in the file once: where an email repeats, the first row is meant."""
        seen = self._seen
        for row in self._reader.rows():
            self.rows += 1
            if self.rows > ROW_LIMIT:
                raise Unreadable(
                    f"The file has more than {ROW_LIMIT:,} rows. Split it and drop the parts."
                )
            if isinstance(row, Problem):
                self._refuse(row)
            elif row.key in seen:
                self._repeat(row)
            else:
                seen.add(row.key)
                yield row

    @property
    def different(self) -> int:
        """How many different people went by."""
        return len(self._seen)

    def above(self) -> dict[str, int]:
        """How many rows went by so far, and how many of them are no people."""
        return {
            "rows": self.rows,
            "repeated": self.repeated,
            "further": self.further,
            "unusable": self.unusable,
        }

    def _refuse(self, problem: Problem) -> None:
        self.unusable += 1
        if self.unusable <= PROBLEMS_KEPT:
            self.problems.append(Problem(problem.line, problem.reason))

    def _repeat(self, person: Person) -> None:
        self.repeated += 1
        if self.repeated <= SHOWN:
            self.repeated_some.append(self._reader.sample(person))
