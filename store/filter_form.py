"""Filter form: a filter as lines under each other, the way a form shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from store.filters import EVERYBODY, And, Filter, Not, Or, Row, join_all, join_any, negate

MAX_LINES = 10


@dataclass(frozen=True)
class Line:
    """One line: a row, whether it is said not to be, and what joins it to the line before."""

    joint: Literal["and", "or"]
    negated: bool
    row: Row


Part = tuple[bool, Row]


def lines(filter: Filter) -> list[Line] | None:
    """The filter as lines, where AND binds tighter than OR; none for everybody.

    Brackets are multiplied out. None where that takes more than MAX_LINES, and for nobody.
    """
    if filter == EVERYBODY:
        return []
    sums = _sums(filter, negated=False)
    if sums is None or sum(map(len, sums)) > MAX_LINES:
        return None
    if any(row == EVERYBODY for product in sums for _, row in product):
        return None
    return [
        Line("or" if place == 0 and number else "and", negated, row)
        for number, product in enumerate(sums)
        for place, (negated, row) in enumerate(product)
    ]


def of_lines(lines: Iterable[Line]) -> Filter:
    """The filter that lines say; those whose row asks nothing are left out."""
    starts, products = 0, []
    numbered: list[tuple[int, Line]] = []
    for line in lines:
        starts += line.joint == "or"
        numbered.append((starts, line))
    for _, together in groupby(numbered, key=lambda one: one[0]):
        asked = [line for _, line in together if line.row != EVERYBODY]
        products.append(
            join_all(*(negate(line.row) if line.negated else line.row for line in asked))
        )
    return join_any(*(product for product in products if product != EVERYBODY))


def _sums(filter: Filter, *, negated: bool) -> list[list[Part]] | None:
    """The filter as alternatives, each of parts that all have to be; None for too many of them."""
    match filter:
        case Row():
            return [[(negated, filter)]]
        case Not(part):
            return _sums(part, negated=not negated)
        case And(parts) if not negated:
            return _multiplied(parts, negated=negated)
        case Or(parts) if negated:
            return _multiplied(parts, negated=negated)
        case And(parts) | Or(parts):
            return _added(parts, negated=negated)


def _added(parts: tuple[Filter, ...], *, negated: bool) -> list[list[Part]] | None:
    added: list[list[Part]] = []
    for part in parts:
        sums = _sums(part, negated=negated)
        if sums is None or len(added) + len(sums) > MAX_LINES:
            return None
        added += sums
    return added


def _multiplied(parts: tuple[Filter, ...], *, negated: bool) -> list[list[Part]] | None:
    products: list[list[Part]] = [[]]
    for part in parts:
        sums = _sums(part, negated=negated)
        if sums is None or len(products) * len(sums) > MAX_LINES:
            return None
        products = [[*product, *one] for product in products for one in sums]
    return products
