"""The filter row of the page: product, status, payment type and segment, always in sight; below it
what is asked in words, and what can be done with it."""

from collections.abc import Sequence
from typing import Any

from handlers.state import PageState, number
from handlers.views.kit import (
    Block,
    View,
    actions,
    button,
    escape,
    option,
    picked,
    plain,
    searched,
    section,
    select,
)
from handlers.views.memberships import PAYMENTS, STATUSES
from handlers.views.screen import Screen
from store.limits import PRODUCT_NAME_LIMIT
from store.models import Product, Segment
from store.text import fold
from store.words import Payment, Role, Status

SELECT_LIMIT = 100
ALL = "all"
ALL_PRODUCTS = option("All products", ALL)
ALL_SEGMENTS = option("All segments", ALL)


def row(screen: Screen) -> list[Block]:
    """The filter row, where there is something to filter."""
    state = screen.state
    if not state.lists_contacts and state.showing != "memberships":
        return []
    return [actions(_choices(screen), f"filter:{state.fresh}"), *_asked(screen)]


def read(view: View, state: PageState) -> dict[str, Any]:
    """What stands in the row, for a page whose row is in sight: it may say more than the page was
    drawn for, where somebody chose twice before it was drawn again."""
    block = f"filter:{state.fresh}"
    if block not in view.get("state", {}).get("values", {}):
        return {}
    status = picked(view, block, "filter_row.choose_status")
    payment = picked(view, block, "filter_row.choose_payment")
    asked: dict[str, Any] = {
        "product": number(picked(view, block, "filter_row.choose_product")) or None,
        "status": Status(status) if status in {*Status} else None,
        "payment": Payment(payment) if payment in {*Payment} else None,
    }
    if state.showing == "memberships":
        return asked
    segment = number(picked(view, block, "segments.choose")) or None
    return asked | {"segment": segment} | ({"filter": ""} if segment else {})


def named(name: str, value: str) -> Block:
    """A choice with a name that somebody gave it."""
    return {"text": plain(name, PRODUCT_NAME_LIMIT), "value": value}


def product_choices(products: Sequence[Product], text: str) -> list[Block]:
    """The products as choices; all of them together first, unless somebody types a name."""
    every = [ALL_PRODUCTS] if sounds_like(text, "All products") else []
    return [*every, *(product_choice(product) for product in products)][:SELECT_LIMIT]


def segment_choices(segments: Sequence[Segment], text: str) -> list[Block]:
    """The segments as choices; all contacts first, unless somebody types a name."""
    every = [ALL_SEGMENTS] if sounds_like(text, "All segments") else []
    return [*every, *(named(one.name, str(one.id)) for one in segments)][:SELECT_LIMIT]


def sounds_like(text: str, choice: str) -> bool:
    """Whether somebody who typed this may look for one of Roster's own choices."""
    return fold(text) in fold(choice)


def product_choice(product: Product) -> Block:
    """A product to choose."""
    archived = " (archived)" if product.archived_at else ""
    return named(product.name + archived, str(product.id))


def _choices(screen: Screen) -> list[Block]:
    state = screen.state
    statuses, payments = _of(STATUSES, "All statuses"), _of(PAYMENTS, "All payment types")
    chosen = [
        _product(screen),
        select(statuses, "filter_row.choose_status", chosen=state.status or ALL, hint="Status"),
        select(payments, "filter_row.choose_payment", chosen=state.payment or ALL, hint="Payment"),
    ]
    if state.showing == "memberships":
        return chosen
    text = "Change filter" if state.filter or state.segment else "Add filter"
    return [*chosen, _segment(screen), button(text, "filters.open")]


def _product(screen: Screen) -> Block:
    product = screen.state.product
    element = searched("filter_row.choose_product", hint="Product")
    if product is None:
        return element | {"initial_option": ALL_PRODUCTS}
    name = screen.narrowing.names.product(product) or "A deleted product"
    return element | {"initial_option": named(name, str(product))}


def _segment(screen: Screen) -> Block:
    segment = screen.narrowing.segment
    element = searched("segments.choose", hint="Segment")
    if segment is None:
        return element | {"initial_option": ALL_SEGMENTS}
    return element | {"initial_option": named(segment.name, str(segment.id))}


def _of(words: dict[Status, str] | dict[Payment, str], everything: str) -> list[Block]:
    return [option(everything, ALL), *(option(text, word) for word, text in words.items())]


def _asked(screen: Screen) -> list[Block]:
    """What is asked in words; a click less for what is asked often."""
    state = screen.state
    if not (state.is_filtered if state.lists_contacts else state.is_chosen):
        return []
    ways = [button("Clear filter", "filter_row.clear")]
    if _can_save(screen, state):
        ways.insert(0, button("Save as segment", "segments.ask_name"))
    told = section(f":mag: People who {escape(screen.narrowing.sentence)}")
    return [*([told] if state.lists_contacts else []), actions(ways, "asked")]


def _can_save(screen: Screen, state: PageState) -> bool:
    """A segment as it was saved needs no other name; what narrows it further makes a new one."""
    only_segment = state.segment and not (state.product or state.status or state.payment)
    return (
        state.lists_contacts
        and screen.seat.role.allows(Role.editor)
        and not screen.narrowing.missing
        and not (only_segment and not state.search)
    )
