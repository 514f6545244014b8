"""The written form of a filter: a box to write it in, with the mistakes pointed at."""

from typing import Any

from handlers.state import Memory
from handlers.views.filter_form import Found, name_box, summary
from handlers.views.kit import (
    Block,
    View,
    actions,
    button,
    escape,
    field,
    message,
    modal,
    note,
    section,
    text_input,
    typed,
)
from store.books import Seat

TEXT_LIMIT = 3_000

EXAMPLES = (
    'product:"Yoga 101" status:expired payment:paid,comped',
    "product:yoga AND product:pilates",
    "status:expired AND NOT status:active",
    "group:vip added:>=today-30d",
    "domain:example.com OR company:acme",
)


def form(seat: Seat, text: str, found: Found, memory: Memory, trouble: str = "") -> View:
    """The filter as text, how many it finds, and how such a text is made."""
    edits = memory.segment is not None
    box = text_input("text", initial=text, limit=TEXT_LIMIT, lines=True)
    hint = "Side by side: one membership that is all of it. AND, OR, NOT and ( ) join more."
    return modal(
        "Edit filter" if edits else "Filter contacts",
        [
            *([section(f":warning: {escape(trouble)}")] if trouble else []),
            field("Filter", "text", box, optional=True, hint=hint),
            *([] if trouble else summary(found)),
            actions(
                [
                    button("Count", "filters.count_written"),
                    button("Use the form instead", "filters.use_form"),
                ],
                "ways",
            ),
            *_help(),
            *([] if edits else name_box(seat)),
        ],
        callback_id="filters.apply_written",
        submit="Save filter" if edits else "Show contacts",
        close="Cancel",
        memory=memory.dump(),
    )


def refused(reason: str, command: str) -> dict[str, Any]:
    """Why what was written is no filter, and what would be."""
    tried = f"`{command} find {EXAMPLES[0]}`"
    return message(f":warning: {escape(reason)}\nTry {tried}; `/segments help` says more.")


def read(view: View) -> str:
    """What was written."""
    return typed(view, "text")


def _help() -> list[Block]:
    examples = "\n".join(f"`{example}`" for example in EXAMPLES)
    return [
        note(
            f"{examples}\nFields: product, status, payment, starts, ends, group, favorite, "
            "company, domain, source, import, added."
        )
    ]
