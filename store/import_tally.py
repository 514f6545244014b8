"""What an import makes of each row: a person, one who stands above already, or nothing of use."""

from collections.abc import Iterator
from functools import lru_cache

from store.csv_files import ROW_LIMIT
from store.errors import Unreadable
from store.headers import NAME_SHOWN, Columns
from store.import_cells import Belongings, Wish
from store.import_counts import PROBLEMS_KEPT, SHOWN, Sample
from store.import_rows import Person, Problem, Reader
from store.text import name_key

# A column with more different names than these holds something else than groups or products.
GROUPS_MOST = 200
PRODUCTS_MOST = 100
# So many different belongings are remembered, as most rows bring what others brought.
REMEMBERED = 4_096
NOTHING: frozenset[str | Wish] = frozenset()


class Tally:
    """Counts the rows of one file while they go by.

    `groups` and `products` are the names that occur, by their keys, each as it is written first;
    of too many not all. `memberships` counts what is asked for.
    """

    def __init__(self, reader: Reader) -> None:
        self.rows = 0
        self.repeated = 0
        self.further = 0
        self.unusable = 0
        self.memberships = 0
        self.groups: dict[str, str] = {}
        self.products: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.repeated_some: list[Sample] = []
        self._reader = reader
        self._seen: dict[str, frozenset[str | Wish]] = {}
        self._key = lru_cache(REMEMBERED)(name_key)
        self._remembered: dict[Belongings, frozenset[str | Wish]] = {}

    def people(self) -> Iterator[Person]:
        """Everybody in the file once: where an email repeats, the first row is meant.

        And again, as further, where a row below brings what those above do not.
        """
        seen = self._seen
        for row in self._reader.rows():
            self.rows += 1
            if self.rows > ROW_LIMIT:
                raise Unreadable(
                    f"The file has more than {ROW_LIMIT:,} rows. Split it and drop the parts."
                )
            if isinstance(row, Problem):
                self._refuse(row)
            elif row.key not in seen:
                seen[row.key] = self._note(row.brings) if row.brings else NOTHING
                yield row
            elif row.brings and (more := self._more(row, row.brings)):
                yield more
            else:
                self._repeat(row)

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

    def refused(self, columns: Columns) -> str:
        """Why the columns cannot be those of groups or products; "" where they can."""
        for field, names, most in (
            ("groups", self.groups, GROUPS_MOST),
            ("products", self.products, PRODUCTS_MOST),
        ):
            if len(names) > most:
                column = _called(columns, field)
                return (
                    f"{column} looks like no list of {field}: it has more than {most}. "
                    "Choose other columns."
                )
        return ""

    def _refuse(self, problem: Problem) -> None:
        self.unusable += 1
        if self.unusable <= PROBLEMS_KEPT:
            self.problems.append(Problem(problem.line, problem.reason))

    def _repeat(self, person: Person) -> None:
        self.repeated += 1
        if self.repeated <= SHOWN:
            self.repeated_some.append(self._reader.sample(person))

    def _note(self, brings: Belongings) -> frozenset[str | Wish]:
        self.memberships += len(brings.memberships)
        return self._things(brings)

    def _more(self, person: Person, brings: Belongings) -> Person | None:
        """The same person, with what no row above brought; None for nothing."""
        had = self._seen[person.key]
        new = self._things(brings) - had
        if not new:
            return None
        self.further += 1
        self._seen[person.key] = had | new
        groups = tuple(name for name in brings.groups if self._key(name) in new)
        memberships = tuple(wish for wish in brings.memberships if self._plain(wish) in new)
        self.memberships += len(memberships)
        more = Belongings(groups, brings.starred, memberships)
        return person._replace(brings=more, is_further=True)

    def _things(self, brings: Belongings) -> frozenset[str | Wish]:
        """What a row brings, however its names are written."""
        if brings in self._remembered:
            return self._remembered[brings]
        for name in brings.groups:
            if len(self.groups) <= GROUPS_MOST:
                self.groups.setdefault(self._key(name), name)
        for wish in brings.memberships:
            if len(self.products) <= PRODUCTS_MOST:
                self.products.setdefault(self._key(wish.product), wish.product)
        groups, memberships = map(self._key, brings.groups), map(self._plain, brings.memberships)
        things: frozenset[str | Wish] = frozenset([*groups, *memberships])
        if len(self._remembered) < REMEMBERED:
            self._remembered[brings] = things
        return things

    def _plain(self, wish: Wish) -> Wish:
        return wish._replace(product=self._key(wish.product))


def _called(columns: Columns, field: str) -> str:
    places = columns.places.get(field, ())
    if places and places[0] < len(columns.names):
        return f"“{columns.names[places[0]][:NAME_SHOWN]}”"
    return f"The column of {field}"
