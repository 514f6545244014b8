"""Filter names: how products, groups and imports of a filter are called, and which are gone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal, get_args

from sqlmodel import Session, col, select

from store import imports
from store.filters import Filter, rows_of
from store.models import Book, Group, Product
from store.paging import Condition
from store.text import clean, fold, name_key

Kind = Literal["product", "group", "import"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TABLES: dict[Kind, type[Product] | type[Group]] = {"product": Product, "group": Group}

# What somebody meant is looked for among so many names at most.
LOOKED_AT = 2_000
# So alike, of 1, is a name that somebody may have meant.
ALIKE = 0.6


@dataclass(frozen=True)
class Names:
    """The names of products, groups and imports, by their ids."""

    products: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    imports: dict[int, str] = field(default_factory=dict)

    def product(self, id: int) -> str | None:
        """How the product is called; None for one that is not known."""
        return self.products.get(id)

    def group(self, id: int) -> str | None:
        """How the group is called; None for one that is not known."""
        return self.groups.get(id)

    def import_(self, id: int) -> str | None:
        """How the import is called; None for one that is not known."""
        return self.imports.get(id)

    def of(self, kind: Kind) -> dict[int, str]:
        """All names of a kind."""
        return {"product": self.products, "group": self.groups, "import": self.imports}[kind]

    def find(self, kind: Kind, text: str) -> list[int]:
        """Whom a name may mean: the one called so; otherwise those who begin so or have it within.

        Several mean that more has to be written.
        """
        key, folded = name_key(clean(text)), fold(clean(text))
        known = self._keys[kind]
        ways: list[Callable[[str, str], bool]] = [
            lambda own_key, _: own_key == key,
            lambda _, name: name == folded,
            lambda _, name: name.startswith(folded),
            lambda _, name: folded in name,
        ]
        for is_meant in ways if folded else ways[:1]:
            if found := [id for id, own in known.items() if is_meant(*own)]:
                return found
        return []

    def close(self, kind: Kind, text: str) -> list[str]:
        """The names, up to three, that look like this one; the most alike first."""
        folded = fold(clean(text))[:100]
        some = list(self._keys[kind].items())[:LOOKED_AT] if folded else []
        matcher = SequenceMatcher(b=folded, autojunk=False)
        alike = [
            (_likeness(matcher, len(folded), name), self.of(kind)[id]) for id, (_, name) in some
        ]
        best = sorted((one for one in alike if one[0] >= ALIKE), key=lambda one: (-one[0], one[1]))
        return [name for _, name in best[:3]]

    @cached_property
    def _keys(self) -> dict[Kind, dict[int, tuple[str, str]]]:
        """The key and the folded form of each name, found out once."""
        return {
            kind: {id: (name_key(name), fold(name)) for id, name in self.of(kind).items()}
            for kind in KINDS
        }


@dataclass(frozen=True)
class Missing:
    """How many of what a filter mentions are not in the book any more."""

    products: int = 0
    groups: int = 0
    imports: int = 0

    def __bool__(self) -> bool:
        return bool(self.products or self.groups or self.imports)


def all_of(session: Session, book: Book) -> Names:
    """Every name of the book, to read what somebody writes."""
    return Names(*(_named(session, book, kind) for kind in KINDS))


def used_in(session: Session, book: Book, filter: Filter) -> Names:
    """The names that the filter mentions, as far as they are still there."""
    asked = mentioned(filter)
    return Names(*(_named(session, book, kind, ids) if ids else {} for kind, ids in asked.items()))


def missing(session: Session, book: Book, filter: Filter) -> Missing:
    """Whether the filter mentions what was deleted; it finds nobody by that any more."""
    return lost(filter, used_in(session, book, filter))


def lost(filter: Filter, names: Names) -> Missing:
    """The same, told from the names that are used in the filter."""
    asked = mentioned(filter)
    return Missing(*(len(ids - names.of(kind).keys()) for kind, ids in asked.items()))


def mentioned(filter: Filter) -> dict[Kind, set[int]]:
    """The ids of each kind in the filter."""
    rows = list(rows_of(filter))
    return {
        "product": {id for row in rows for id in row.products or ()},
        "group": {id for row in rows for id in row.groups or ()},
        "import": {id for row in rows for id in row.imports or ()},
    }


def _named(session: Session, book: Book, kind: Kind, ids: set[int] | None = None) -> dict[int, str]:
    if kind == "import":
        return imports.named(session, book, ids=ids)
    table = TABLES[kind]
    where: list[Condition] = [col(table.book_id) == book.id]
    if ids is not None:
        where.append(col(table.id).in_(ids))
    by_name = select(table.id, table.name).where(*where).order_by(col(table.sort_key))
    return dict(session.exec(by_name).all())


def _likeness(matcher: SequenceMatcher[str], length: int, name: str) -> float:
    """How much a text of that length looks like a name, its beginning or a word of it."""
    best = 0.0
    for part in {name, name[:length], *name.split()}:
        matcher.set_seq1(part)
        # Most names are ruled out by what costs less.
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
            best = max(best, matcher.ratio())
    return best
