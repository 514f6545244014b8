"""How a file is brought in: the form for people already there, a group, stars and memberships."""

from dataclasses import replace

from handlers.state import Memory
from handlers.views.filter_row import SELECT_LIMIT
from handlers.views.kit import (
    Block,
    View,
    all_picked,
    boxes,
    field,
    modal,
    option,
    plain,
    searched,
    section,
    select,
    short,
    typed,
)
from store.import_choices import Choices
from store.importing import Plan
from store.limits import GROUP_NAME_LIMIT
from store.words import Existing, Payment

EXISTING = {
    Existing.skip: "Leave them as they are",
    Existing.fill: "Fill in what is empty",
    Existing.update: "Update them from the file",
}
PAYMENTS = {Payment.paid: "Paid", Payment.free: "Free", Payment.comped: "Comped"}
ORDERS = {"day": "The day first: 3 April", "month": "The month first: March 4"}
STAR, GROUPS, MEMBERSHIPS = "star", "groups", "memberships"


def form(plan: Plan, memory: Memory) -> View:
    """Asks how the file shall be brought in, with what is chosen so far."""
    chosen = plan.choices
    known = select(
        [option(text, value) for value, text in EXISTING.items()], "known", chosen=chosen.existing
    )
    parts = [
        field("People who are there already", "known", known, hint="An empty cell erases nothing."),
        _named("Put everybody into a group", "group", chosen.group),
        field("Also", "also", _boxes(plan), optional=True),
        section("*Memberships* say who has which product, from when until when."),
        _named("Product, where the file names none", "product", chosen.product),
        field("Payment type, where the file says nothing", "payment", _payments(chosen)),
        *(_order(chosen) if plan.ambiguous or chosen.day_first is not None else []),
    ]
    return modal(
        "How to import",
        parts,
        callback_id="import_choices.choose",
        submit="Show what happens",
        close="Cancel",
        memory=memory.dump(),
    )


def read(view: View, before: Choices) -> Choices:
    """What the form says; what it does not ask stays."""
    ticked = all_picked(view, "also", "also")
    order = typed(view, "order")
    return replace(
        before,
        existing=Existing(typed(view, "known") or before.existing),
        group=typed(view, "group"),
        star=STAR in ticked,
        groups=GROUPS in ticked,
        memberships=MEMBERSHIPS in ticked,
        product=typed(view, "product"),
        payment=Payment(typed(view, "payment") or before.payment),
        day_first=order == "day" if order else before.day_first,
    )


def names(found: list[str], new: str, kind: str) -> list[Block]:
    """Names as options of a choice, each meaning itself; first the one that is typed, if new."""
    known = [{"text": plain(name, GROUP_NAME_LIMIT), "value": name} for name in found]
    made = option(f"➕ New {kind}: {new}", short(new, GROUP_NAME_LIMIT))
    return ([made] if new else []) + known[: SELECT_LIMIT - 1]


def _named(label: str, block_id: str, chosen: str) -> Block:
    element = searched(f"import_choices.suggest_{block_id}", hint="Type part of its name")
    if chosen:
        element["initial_option"] = {"text": plain(chosen, GROUP_NAME_LIMIT), "value": chosen}
    return field(label, block_id, element, optional=True)


def _boxes(plan: Plan) -> Block:
    """What applies to everybody, or to whole columns of the file."""
    chosen = plan.choices
    offered = {STAR: ("Star everybody", chosen.star)}
    if plan.has_groups:
        offered[GROUPS] = ("Put people into the groups that the file names", chosen.groups)
    offered[MEMBERSHIPS] = ("Give memberships", chosen.memberships)
    options = [option(text, value) for value, (text, _) in offered.items()]
    return boxes(options, "also", ticked=[value for value, (_, is_on) in offered.items() if is_on])


def _payments(chosen: Choices) -> Block:
    options = [option(text, value) for value, text in PAYMENTS.items()]
    return select(options, "payment", chosen=chosen.payment)


def _order(chosen: Choices) -> list[Block]:
    """Asked where nothing in the file tells days from months."""
    first = {None: "", True: "day", False: "month"}[chosen.day_first]
    options = [option(text, value) for value, text in ORDERS.items()]
    picked = select(options, "order", chosen=first, hint="Day or month?")
    return [field("Days such as 03/04/2026", "order", picked, optional=True)]
