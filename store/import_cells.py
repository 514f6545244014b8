"""Cells that say what else a row brings: groups, a star, memberships."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from store import belonging_words, import_days, name_lists
from store.belonging_names import SEVERAL_PRODUCTS
from store.errors import Rejected
from store.formulas import unguard
from store.header_names import plain
from store.headers import Columns
from store.import_choices import Choices
from store.limits import GROUP_NAME_LIMIT, PRODUCT_NAME_LIMIT
from store.text import clean, fold, name_key
from store.words import Payment

# So many different cells of a column are remembered, as most rows say what others said.
REMEMBERED = 4_096
STARRED = "starred"
# What Google puts contacts into by itself.
SYSTEM_GROUPS = frozenset({"mycontacts", STARRED})
DAYS = ("starts", "ends", "cancelled")


class Wish(NamedTuple):
    """A membership that a row asks for. A day that the row does not say is None."""

    product: str
    payment: Payment
    starts: date | None
    ends: date | None
    cancelled: date | None


class Belongings(NamedTuple):
    """What a row brings beside the fields of its contact."""

    groups: tuple[str, ...]
    starred: bool
    memberships: tuple[Wish, ...]


class Cells:
    """Reads what the rows of one file bring, by its columns and as a person chose."""

    def __init__(self, columns: Columns, choices: Choices) -> None:
        self._places = columns.places
        self._choices = choices
        self._with_groups = choices.groups and not {"groups", "favorites"}.isdisjoint(self._places)
        self._with_memberships = choices.memberships and bool(
            choices.product or "products" in self._places
        )
        self.wanted = self._with_groups or self._with_memberships
        self.ambiguous = columns.ambiguous and choices.day_first is None
        known = columns.day_first
        self._day_first = choices.day_first if known is None else known
        self._several = _has_several(columns)
        self._groups_of = lru_cache(REMEMBERED)(groups_of)
        self._day_of = lru_cache(REMEMBERED)(import_days.read)

    def of(self, row: list[str]) -> Belongings:
        """What this row brings; raises Rejected for what cannot be read."""
        groups, starred = self._groups(row) if self._with_groups else ((), False)
        memberships = self._memberships(row) if self._with_memberships else ()
        return Belongings(groups, starred, memberships)

    def _groups(self, row: list[str]) -> tuple[tuple[str, ...], bool]:
        """Of several columns all count; a column may also name the star as a group, as Google's."""
        places = self._places.get("groups", ())
        found = [self._groups_of(row[place]) for place in places if place < len(row)]
        names = found[0][0] if len(found) == 1 else _once(name for one, _ in found for name in one)
        starred = any(star for _, star in found)
        return names, starred or belonging_words.yes(self._cell(row, "favorites"))

    def _memberships(self, row: list[str]) -> tuple[Wish, ...]:
        active = belonging_words.answer(self._cell(row, "active"), field="active")
        if not active and self._cell(row, "active") and not self._cell(row, "ends"):
            return ()
        comped = belonging_words.answer(self._cell(row, "comped"), field="comped")
        starts, ends, cancelled = (self._day(row, field) for field in DAYS)
        if starts and ends and ends < starts:
            raise Rejected("ends", "The last day is before the first one.")
        products = self._products(row, told=bool(active or comped or starts or ends or cancelled))
        if not products:
            return ()
        payment = Payment.comped if comped else self._payment(row)
        return tuple(Wish(product, payment, starts, ends, cancelled) for product in products)

    def _products(self, row: list[str], *, told: bool) -> tuple[str, ...]:
        """Those that the row names, or the chosen one where the file or a row that has `told` of a
        membership names none."""
        if cell := self._cell(row, "products"):
            return products_of(cell, several=self._several)
        if not told and "products" in self._places:
            return ()
        if not self._choices.product:
            raise Rejected("products", "This row has a membership, but does not say of what.")
        return (self._choices.product,)

    def _payment(self, row: list[str]) -> Payment:
        return belonging_words.payment(self._cell(row, "payment")) or self._choices.payment

    def _day(self, row: list[str], field: str) -> date | None:
        cell = self._cell(row, field)
        return self._day_of(cell, field=field, day_first=self._day_first) if cell else None

    def _cell(self, row: list[str], field: str) -> str:
        """Of several columns the first that is not empty."""
        for place in self._places.get(field, ()):
            if place < len(row) and (cell := row[place].strip()):
                return unguard(cell)
        return ""


def groups_of(cell: str) -> tuple[tuple[str, ...], bool]:
    """The groups that a cell names, and whether it says that the contact is starred."""
    names: list[str] = []
    starred = False
    for name, is_quoted in name_lists.split(unguard(cell.strip())):
        bare = name if is_quoted else name_lists.STAR.sub("", name, count=1)
        if bare != name and name_key(bare) in SYSTEM_GROUPS:
            starred |= name_key(bare) == STARRED
        else:
            names.append(_name(bare, "groups", GROUP_NAME_LIMIT))
    return _once(names), starred


def products_of(cell: str, *, several: bool) -> tuple[str, ...]:
    """The products that a cell names: one, whatever it is called, unless there are `several`."""
    names = [name for name, _ in name_lists.split(cell)] if several else [cell]
    return _once(_name(name, "products", PRODUCT_NAME_LIMIT) for name in names)


def _name(text: str, field: str, limit: int) -> str:
    name = clean(text)
    if len(name) > limit:
        raise Rejected(field, f"A name of the {field} is longer than {limit} characters.")
    return name if fold(name) else ""


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in its first spelling."""
    found: dict[str, str] = {}
    for name in names:
        if name:
            found.setdefault(name_key(name), name)
    return tuple(found.values())


def _has_several(columns: Columns) -> bool:
    """Whether the column of products holds several of them in a cell, as its name tells."""
    places = [place for place in columns.places.get("products", ()) if place < len(columns.names)]
    return bool(places) and plain(columns.names[places[0]]) in SEVERAL_PRODUCTS
