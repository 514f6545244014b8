"""Small valid blocks and elements, to be spoilt one at a time by the tests of the limits."""

import json


def plain(text="Text"):
    return {"type": "plain_text", "text": text}


def marked(text="Text"):
    return {"type": "mrkdwn", "text": text}


def option(number=1, **more):
    return {"text": plain(f"Option {number}"), "value": f"value-{number}", **more}


def options(count):
    return [option(number) for number in range(count)]


def button(**more):
    return {"type": "button", "text": plain("Go"), "action_id": "go", **more}


def select(**more):
    return {"type": "static_select", "action_id": "choose", "options": options(2), **more}


def written(**more):
    return {"type": "plain_text_input", "action_id": "write", **more}


def section(**more):
    return {"type": "section", "text": marked(), **more}


def actions(*elements, **more):
    return {"type": "actions", "elements": list(elements), **more}


def asks(element, **more):
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def context(*elements):
    return {"type": "context", "elements": list(elements)}


def modal(*blocks, **more):
    return {
        "type": "modal",
        "title": plain("Title"),
        "submit": plain("Save"),
        "blocks": list(blocks) or [section()],
        **more,
    }


def home(*blocks, **more):
    return {"type": "home", "blocks": list(blocks) or [section()], **more}


def without(thing, *names):
    return {name: value for name, value in thing.items() if name not in names}


def table(rows, cells):
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


CARD = {"type": "card", "title": plain()}
EMAIL, FILES = {"type": "email_text_input"}, {"type": "file_input"}
MOMENT = {"type": "datetimepicker", "action_id": "when"}
NUMBER = {"type": "number_input", "is_decimal_allowed": True}
TICKS = {"type": "checkboxes", "action_id": "tick", "options": options(3)}
RADIO = {"type": "radio_buttons", "action_id": "tick", "options": options(3)}
MENU = {"type": "overflow", "action_id": "menu", "options": options(2)}
SEVERAL = {"type": "multi_static_select", "action_id": "several", "options": options(3)}
SEARCH = {"type": "external_select", "action_id": "search"}
CONTAINER = {"type": "container", "title": plain(), "child_blocks": [section()]}
CONFIRM = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()}
ALERT = {"type": "alert", "text": plain(), "level": "success"}
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}
IMAGE = {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "x"}
GROUPS = [{"label": plain("A"), "options": options(2)}]


def padded(size):
    """A Home tab of exactly so many bytes."""
    rows = [section(text=marked("x" * 3000)) for _ in range(80)]
    rest = size - len(_json(home(*rows, section(text=marked("")))))
    return home(*rows, section(text=marked("x" * min(rest, 3000))), *_more(rest - 3000))


def _more(rest):
    frame = len(_json(section(text=marked("")))) + 1
    while rest > 0:
        yield section(text=marked("x" * min(max(rest - frame, 1), 3000)))
        rest -= frame + 3000


def _json(view):
    return json.dumps(view, separators=(",", ":"))
