"""Filters: conditions over contacts, as one model from which form, text, sentence and SQL are made.

A filter is a row, or rows joined by AND, OR and NOT. All that one row says about memberships is
about one and the same membership.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from store.words import Payment, Source, Status

# Products, groups or imports, by their ids: one of these. Nothing in it means any at all.
Ids = tuple[int, ...]
ANY: Ids = ()


@dataclass(frozen=True)
class Day:
    """A day, or one that is told from today by so many months and then days."""

    on: date | None = None
    months: int = 0
    days: int = 0


@dataclass(frozen=True)
class Days:
    """The days from the first to the last, both of them too; None leaves that side open."""

    first: Day | None = None
    last: Day | None = None


@dataclass(frozen=True)
class Row:
    """One line of the form: a contact that is all of this. Where nothing is given, it asks nothing.

    Of several products, statuses and so on one is enough.
    """

    search: str = ""
    products: Ids | None = None
    statuses: tuple[Status, ...] = ()
    payments: tuple[Payment, ...] = ()
    starts: Days | None = None
    ends: Days | None = None
    groups: Ids | None = None
    favorite: bool | None = None
    companies: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    imports: Ids | None = None
    added: Days | None = None

    @property
    def asks_for_membership(self) -> bool:
        """Whether somebody has to have a membership to be found."""
        given = (self.statuses, self.payments, self.starts, self.ends)
        return self.products is not None or any(given)


@dataclass(frozen=True)
class Not:
    """Everybody else."""

    part: "Filter"


@dataclass(frozen=True)
class And:
    """Those who are in every part; there are two parts at least, none of them an And itself."""

    parts: "tuple[Filter, ...]"


@dataclass(frozen=True)
class Or:
    """Those who are in some part; there are two parts at least, none of them an Or itself."""

    parts: "tuple[Filter, ...]"


Filter = Row | Not | And | Or
EVERYBODY = Row()


def rows_of(filter: Filter) -> Iterator[Row]:
    """Every row of the filter, from left to right."""
    match filter:
        case Row():
            yield filter
        case Not(part):
            yield from rows_of(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from rows_of(part)


def join_all(*filters: Filter) -> Filter:
    """Those who are in all of the filters; those that ask nothing are left out."""
    parts = [part for part in filters if part != EVERYBODY]
    flat = [one for part in parts for one in (part.parts if isinstance(part, And) else (part,))]
    return And(tuple(flat)) if len(flat) > 1 else flat[0] if flat else EVERYBODY


def join_any(*filters: Filter) -> Filter:
    """Those who are in some of the filters: everybody, where one of them asks nothing."""
    if not filters or EVERYBODY in filters:
        return EVERYBODY
    flat = [one for part in filters for one in (part.parts if isinstance(part, Or) else (part,))]
    return Or(tuple(flat)) if len(flat) > 1 else flat[0]


def negate(filter: Filter) -> Filter:
    """Everybody else; what is said not to be twice is said plainly."""
    return filter.part if isinstance(filter, Not) else Not(filter)
