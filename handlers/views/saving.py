"""Saving people from a message: those whom it names, with boxes to tick, and what came of it."""

import json
from collections.abc import Sequence

from handlers.state import Memory
from handlers.views.groups import people
from handlers.views.kit import (
    Block,
    View,
    actions,
    all_picked,
    box,
    boxes,
    button,
    escape,
    field,
    modal,
    note,
    section,
    strong,
)
from store.models import Contact
from store.people_in_text import Someone

TITLE = "Save to contacts"
# Slack's limits: boxes of a list, characters of what a box stands for.
BOXES = 10
VALUE_LIMIT = 150
NAMED = 10


def form(found: Sequence[Someone], known: Sequence[Contact], memory: Memory) -> View:
    """Asks who of those in the message shall be saved; all are ticked."""
    there = _already(known)
    if not found:
        told = "" if known else "There is no email address in this message."
        return modal(TITLE, [section(line) for line in (told, there) if line])
    lists = [found[at : at + BOXES] for at in range(0, len(found), BOXES)]
    asked = [_list(some, number) for number, some in enumerate(lists)]
    return modal(
        TITLE,
        [section("Who shall be a contact?"), *asked, *([note(there)] if there else [])],
        callback_id="saving.save",
        submit="Save",
        close="Cancel",
        memory=memory.dump(),
    )


def read(view: View) -> list[Someone]:
    """Those who are ticked."""
    blocks = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    return [_someone(value) for block in blocks for value in all_picked(view, block, "people")]


def saved(names: Sequence[str], known: Sequence[Contact]) -> View:
    """What came of it."""
    told = f":white_check_mark: {strong(f'{people(len(names))} saved')}"
    if names:
        told += f": {_listed(names)}"
    there = _already(known)
    lines = [section(line) for line in (told, there) if line]
    return modal(TITLE, [*lines, actions([button("Open contacts", "contacts.open_page")])])


def _list(some: Sequence[Someone], number: int) -> Block:
    options = [box(_shown(one), _value(one)) for one in some]
    ticked = [option["value"] for option in options]
    label = "People in this message" if number == 0 else "And"
    return field(label, f"people{number}", boxes(options, "people", ticked=ticked), optional=True)


def _shown(one: Someone) -> str:
    name = f"{one.first_name} {one.last_name}".strip()
    return f"{name} · {one.email}" if name else one.email


def _value(one: Someone) -> str:
    """All that is known of somebody; where that is too long, the name is left out."""
    told = json.dumps(one, ensure_ascii=False, separators=(",", ":"))
    return told if len(told) <= VALUE_LIMIT else one.email[:VALUE_LIMIT]


def _someone(value: str) -> Someone:
    if not value.startswith("["):
        return Someone(value, "", "")
    try:
        email, first, last = map(str, json.loads(value))
    except ValueError:
        return Someone(value, "", "")
    return Someone(email, first, last)


def _already(known: Sequence[Contact]) -> str:
    return f"Already there: {_listed([contact.name for contact in known])}" if known else ""


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(map(escape, names[:NAMED])) + more
