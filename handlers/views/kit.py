"""The bricks of every view: Block Kit dicts, with people's text made harmless and short enough.

Limits are Slack's, from its Block Kit reference. Text from people goes into plain
text wherever Slack allows it, and through `escape` where it does not.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]

TITLE_LIMIT = 24
BUTTON_LIMIT = 75
OPTION_LIMIT = 75
HEADER_LIMIT = 150
SECTION_LIMIT = 3000
FIELD_LIMIT = 2000
ALT_LIMIT = 75

# Overriding the direction of writing can make one text look like another.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Slack formats *, _, ~ and ` only at the edge of a word, and :names: anywhere.
_FORMATTING = re.compile(r"(?<![^\W_])[*_~`]|[*_~`](?![^\W_])|:(?=[\w+'-]+:)")
_INVISIBLE = "\u2060"


def short(text: str, limit: int) -> str:
    """Cut to `limit` characters, the last of them an ellipsis."""
    text = _DIRECTION.sub("", text)
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def escape(text: str) -> str:
    """Text from people, for mrkdwn: no mention, link, emoji or formatting comes alive in it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _FORMATTING.sub(lambda found: _INVISIBLE + found.group() + _INVISIBLE, text)


def strong(sentence: str) -> str:
    """Escaped text in bold, unless it holds an asterisk, which would end the bold part."""
    return sentence if "*" in sentence else f"*{sentence}*"


def bold(text: str) -> str:
    """Text from people in bold."""
    return strong(escape(text))


def plain(text: str, limit: int) -> Block:
    """Text shown to the letter. Slack refuses empty text, hence the blank."""
    return {"type": "plain_text", "text": short(text, limit) or " ", "emoji": False}


def words(text: str, limit: int = BUTTON_LIMIT) -> Block:
    """Roster's own words, in which :emoji: names come alive."""
    return {"type": "plain_text", "text": short(text, limit), "emoji": True}


def mrkdwn(text: str, limit: int = SECTION_LIMIT) -> Block:
    """Roster's own sentence; what people wrote in it must have gone through `escape`."""
    return {"type": "mrkdwn", "text": short(text, limit), "verbatim": True}


def header(text: str) -> Block:
    """A large title."""
    return {"type": "header", "text": plain(text, HEADER_LIMIT)}


def section(text: str, accessory: Block | None = None, block_id: str = "") -> Block:
    """A paragraph in mrkdwn, with at most one element at its right."""
    return _named(
        {"type": "section", "text": mrkdwn(text)} | ({"accessory": accessory} if accessory else {}),
        block_id,
    )


def verbatim(text: str) -> Block:
    """A paragraph shown to the letter, line breaks included."""
    return {"type": "section", "text": plain(text, SECTION_LIMIT)}


def fields(pairs: Sequence[tuple[str, str]]) -> Block:
    """Label and value side by side, at most five pairs, values to the letter."""
    return {
        "type": "section",
        "fields": [
            part
            for label, value in pairs[:5]
            for part in (mrkdwn(f"*{label}*"), plain(value, FIELD_LIMIT))
        ],
    }


def note(text: str) -> Block:
    """A small grey line in Roster's own words."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def actions(elements: Sequence[Block], block_id: str = "") -> Block:
    """A row of buttons and menus."""
    return _named({"type": "actions", "elements": list(elements)}, block_id)


def button(
    text: str, action_id: str, *, value: str = "", style: str = "", label: str = "", url: str = ""
) -> Block:
    """A button; `label` is what a screen reader says instead of the text."""
    extras = {"value": value, "style": style, "url": url}
    made: Block = {"type": "button", "text": words(text), "action_id": action_id}
    if label:
        made["accessibility_label"] = short(label, ALT_LIMIT)
    return made | {name: given for name, given in extras.items() if given}


def confirmed(element: Block, *, title: str, text: str, yes: str) -> Block:
    """An element that asks first whether it is meant."""
    asked = {"title": words(title, 100), "text": words(text, 300), "confirm": words(yes, 30)}
    return element | {"confirm": asked | {"deny": words("Cancel", 30), "style": "danger"}}


def option(text: str, value: str) -> Block:
    """One choice of a menu or select."""
    return {"text": words(text, OPTION_LIMIT), "value": value}


def menu(options: Sequence[Block], action_id: str) -> Block:
    """The ⋮ menu: one to five options."""
    return {"type": "overflow", "options": list(options), "action_id": action_id}


def select(options: Sequence[Block], action_id: str, *, chosen: str = "", hint: str = "") -> Block:
    """A drop-down list; `chosen` is the value that is picked already."""
    made: Block = {"type": "static_select", "options": list(options), "action_id": action_id}
    picked = [one for one in options if one["value"] == chosen]
    if picked:
        made["initial_option"] = picked[0]
    if hint:
        made["placeholder"] = words(hint, 150)
    return made


def radio(options: Sequence[Block], action_id: str, *, chosen: str = "") -> Block:
    """One of a few choices, all of them in sight."""
    return select(options, action_id, chosen=chosen) | {"type": "radio_buttons"}


def boxes(options: Sequence[Block], action_id: str, *, ticked: Sequence[str] = ()) -> Block:
    """One to ten check boxes; `ticked` are the values of those that are set already."""
    made: Block = {"type": "checkboxes", "action_id": action_id, "options": list(options)}
    initial = [one for one in options if one["value"] in ticked]
    return made | ({"initial_options": initial} if initial else {})


def box(text: str, value: str, details: str = "") -> Block:
    """One check box with people's text, shown to the letter, and a small line below it."""
    made = {"text": plain(text, OPTION_LIMIT), "value": value}
    return made | ({"description": plain(details, OPTION_LIMIT)} if details else {})


def several(
    options: Sequence[Block], action_id: str, *, chosen: Sequence[str] = (), hint: str
) -> Block:
    """A list of which one can choose several; `chosen` are the values that are picked already."""
    made: Block = {"type": "multi_static_select", "options": list(options), "action_id": action_id}
    picked = [one for one in options if one["value"] in chosen]
    return (
        made | {"placeholder": words(hint, 150)} | ({"initial_options": picked} if picked else {})
    )


def day_input(action_id: str, *, initial: date | None = None, hint: str = "") -> Block:
    """A calendar to pick a day from."""
    made: Block = {"type": "datepicker", "action_id": action_id}
    if initial:
        made["initial_date"] = initial.isoformat()
    return made | ({"placeholder": words(hint, 150)} if hint else {})


def searched(action_id: str, *, hint: str, chosen: Sequence[Block] | None = None) -> Block:
    """A select whose options are asked for while somebody types, and at once when it opens.

    Of several, where `chosen` are given: those that are picked already.
    """
    made: Block = {
        "type": "external_select" if chosen is None else "multi_external_select",
        "action_id": action_id,
        "placeholder": words(hint, 150),
        "min_query_length": 0,
    }
    return made | ({"initial_options": list(chosen)} if chosen else {})


def field(
    label: str, block_id: str, element: Block, *, optional: bool = False, hint: str = ""
) -> Block:
    """An input with its label. Slack keeps what was typed as long as `block_id` stays."""
    made: Block = {
        "type": "input",
        "block_id": block_id,
        "label": words(label, 2000),
        "element": element,
        "optional": optional,
    }
    return made | ({"hint": words(hint, 2000)} if hint else {})


def text_input(
    action_id: str, *, initial: str = "", limit: int = 300, hint: str = "", lines: bool = False
) -> Block:
    """A text box of at most `limit` characters."""
    made: Block = {"type": "plain_text_input", "action_id": action_id, "max_length": limit}
    if lines:
        made["multiline"] = True
    return _prefilled(made, short(initial, limit), hint)


def email_input(action_id: str, *, initial: str = "", hint: str = "") -> Block:
    """An email box; Slack offers it in modals only."""
    return _prefilled({"type": "email_text_input", "action_id": action_id}, initial, hint)


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str = "",
    submit: str = "",
    close: str = "Close",
    memory: str = "",
) -> View:
    """A modal; `memory` comes back with every click in it."""
    made: View = {
        "type": "modal",
        "title": words(title, TITLE_LIMIT),
        "close": words(close, TITLE_LIMIT),
        "blocks": list(blocks),
        "private_metadata": memory,
    }
    if callback_id:
        made["callback_id"] = callback_id
    if submit:
        made["submit"] = words(submit, TITLE_LIMIT)
    return made


def message(text: str, blocks: Sequence[Block] = ()) -> dict[str, Any]:
    """Arguments of a message; `text` is what a notification shows."""
    shown = list(blocks) or [section(text)]
    return {
        "text": _DIRECTION.sub("", text),
        "blocks": shown,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def typed(view: View, block_id: str) -> str:
    """What stands in the one input of a block, trimmed; empty when nothing does."""
    block = view.get("state", {}).get("values", {}).get(block_id, {})
    return _typed(next(iter(block.values()), {}))


def picked(view: View, block_id: str, action_id: str) -> str:
    """What is chosen in one element of a row of them; empty when nothing is."""
    block = view.get("state", {}).get("values", {}).get(block_id, {})
    return _typed(block.get(action_id) or {})


def all_picked(view: View, block_id: str, action_id: str) -> list[str]:
    """All that is chosen in an element of which one can choose several."""
    block = view.get("state", {}).get("values", {}).get(block_id, {})
    chosen = (block.get(action_id) or {}).get("selected_options") or []
    return [str(one.get("value", "")) for one in chosen]


def _typed(element: Block) -> str:
    chosen = element.get("selected_option") or {}
    given = (element.get("value"), chosen.get("value"), element.get("selected_date"))
    return str(next(filter(None, given), None) or element.get("selected_user") or "").strip()


def _named(block: Block, block_id: str) -> Block:
    return block | ({"block_id": block_id} if block_id else {})


def _prefilled(element: Block, initial: str, hint: str) -> Block:
    if initial:
        element["initial_value"] = initial
    if hint:
        element["placeholder"] = words(hint, 150)
    return element
