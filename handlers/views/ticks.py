"""Ticks: the boxes in place of rows, and what can be done with those who are ticked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from handlers.state import PageState, number
from handlers.views.kit import Block, View, actions, box, boxes, button, field, note
from store.books import Seat
from store.contacts import Row
from store.words import Role

BOXES = 10  # Slack's limit for one input


@dataclass(frozen=True)
class Ticked:
    """How many contacts are ticked in the whole book, and which of those on the page."""

    count: int
    here: Collection[int] = ()


def bar(
    seat: Seat, state: PageState, ticked: Ticked, everyone: str, *, can_take_out: bool
) -> list[Block]:
    """How many are ticked, and what can be done with them; `everyone` counts the list, in words."""
    ways = [
        *([button(f"Select all {everyone}", "ticks.add_all")] if everyone else []),
        button("Clear ticks", "ticks.clear"),
        button("Done", "ticks.end"),
    ]
    told = f"☑ *{ticked.count:,} ticked*"
    has_boxes = state.lists_contacts
    if has_boxes:
        told += "  ·  what you tick or untick below counts from your next click"
    deeds = (
        [actions(_deeds(seat, can_take_out=can_take_out), "ticked")]
        if has_boxes or ticked.count
        else []
    )
    return [note(told), actions(ways, "ticking"), *deeds]


def rows(state: PageState, people: Sequence[Row], ticked: Ticked) -> list[Block]:
    """The contacts of the page with a box each, ten to an input.

    Nothing is sent when somebody ticks; whatever is clicked next brings all boxes along. Slack
    keeps them as they are for as long as the round is the same.
    """
    left = iter(people)
    blocks: list[Block] = []
    while some := list(islice(left, BOXES)):
        number = len(blocks)
        first = state.first + number * BOXES
        chosen = [str(row.contact.id) for row in some if row.contact.id in ticked.here]
        element = boxes([_box(row) for row in some], "box", ticked=chosen)
        label = f"{first:,}–{first + len(some) - 1:,}" if len(some) > 1 else f"{first:,}"
        blocks.append(field(label, f"boxes:{state.round}:{number}", element, optional=True))
    return blocks


def read(view: View) -> tuple[int, list[int], list[int]]:
    """The round of the page, the contacts that have a box on it, and who of them is ticked now."""
    round = 0
    shown: list[int] = []
    ticked: list[int] = []
    values = view.get("state", {}).get("values", {})
    for block in view.get("blocks", []):
        if not block.get("block_id", "").startswith("boxes:"):
            continue
        round = number(block["block_id"].split(":")[1])
        shown += _ids(block["element"]["options"])
        chosen = values.get(block["block_id"], {}).get("box", {}).get("selected_options")
        ticked += _ids(chosen or [])
    return round, shown, ticked


def _deeds(seat: Seat, *, can_take_out: bool) -> list[Block]:
    star = button("Add to favorites", "ticks.star")
    if not seat.role.allows(Role.editor):
        return [star]
    leave = [button("Remove from group", "ticks.take_out")] if can_take_out else []
    return [
        button("Add to existing group", "grouping.choose_for_ticked"),
        button("Create group", "groups.add_with_ticked"),
        star,
        *leave,
        button("Invite to an event", "inviting.ask_ticked"),
        button("Export ticked", "exporting.ticked"),
        button("Delete contacts", "ticks.ask_delete", style="danger"),
    ]


def _box(row: Row) -> Block:
    contact = row.contact
    email = contact.email if contact.name != contact.email else ""
    details = "  ·  ".join(part for part in (email, contact.company) if part)
    name = f"⭐ {contact.name}" if row.starred else contact.name
    return box(name, str(contact.id), details)


def _ids(options: Sequence[Block]) -> list[int]:
    return [number(str(option.get("value", ""))) for option in options]
