"""Every block: its fields, and the surfaces that show it."""

from dataclasses import dataclass
from typing import Any

from bot.playground.limits.checks import (
    HOME,
    MESSAGE,
    MODAL,
    Check,
    Report,
    Rule,
    Shape,
    at_least_one,
    boolean,
    exactly_one,
    items,
    no_doubles,
    one_of,
    string,
)
from bot.playground.limits.elements import element_of
from bot.playground.limits.objects import ID, SLACK_FILE, URL, plain, text
from bot.playground.limits.rich_text import RICH_TEXT
from bot.playground.limits.tables import DATA_TABLE, TABLE, VISUALIZATION
from bot.playground.limits.tasks import PLAN, TASK_CARD

EVERYWHERE = frozenset({MODAL, HOME, MESSAGE})
_FLAT = frozenset({HOME, MESSAGE})
_MESSAGE = frozenset({MESSAGE})


@dataclass(frozen=True)
class Block:
    """One type of block."""

    shape: Check
    surfaces: frozenset[str] = EVERYWHERE


def _shape(required: dict[str, Check], *rules: Rule, **optional: Check) -> Shape:
    own: dict[str, Check] = {"type": string(50), **required}
    return Shape(own, {"block_id": ID, **optional}, rules)


def _different_actions(report: Report, pointer: str, block: dict[str, Any]) -> None:
    """No two elements of one block share an action_id."""
    pairs = [
        (f"{pointer}/elements/{number}/action_id", element["action_id"])
        for number, element in enumerate(block["elements"])
        if "action_id" in element
    ]
    no_doubles(report, pairs, "the action_id")


def _context_part(report: Report, pointer: str, value: object) -> None:
    """A text or an image in a context block."""
    written = isinstance(value, dict) and value.get("type") in ("plain_text", "mrkdwn")
    check = text(3000) if written else element_of("context")
    check(report, pointer, value)


def _card(report: Report, pointer: str, value: object) -> None:
    """A card in a carousel: nothing else may ride there."""
    if isinstance(value, dict) and value.get("type") == "card":
        _CARD(report, pointer, value)
    else:
        report.add(pointer, "must be a card")


def _child(report: Report, pointer: str, value: object) -> None:
    """A block in a container: containers do not nest, and some blocks stay outside."""
    if isinstance(value, dict) and value.get("type") in _CHILDREN:
        check_block(report, pointer, value)
    else:
        report.add(f"{pointer}/type", "unsupported type in container")


def _no_divider_when_collapsible(report: Report, pointer: str, block: dict[str, Any]) -> None:
    if block.get("is_collapsible") and "has_header_divider" in block:
        report.add(f"{pointer}/has_header_divider", "not allowed when is_collapsible is true")


_CHILDREN = frozenset(
    [
        "section",
        "actions",
        "context",
        "divider",
        "header",
        "image",
        "input",
        "rich_text",
        "table",
        "video",
        "file",
    ]
)
_IMAGE = element_of("context")
_CARD = _shape(
    {},
    at_least_one("hero_image", "title", "actions", "body"),
    hero_image=_IMAGE,
    icon=_IMAGE,
    title=text(150),
    subtitle=text(150),
    body=text(200),
    actions=items(element_of("card"), 3),
)
_CONTAINER = _shape(
    {"child_blocks": items(_child, 10)},
    at_least_one("title", "rich_text_title"),
    _no_divider_when_collapsible,
    title=text(150),
    rich_text_title=RICH_TEXT,
    subtitle=text(150),
    icon=_IMAGE,
    width=one_of("narrow", "standard", "wide", "full"),
    is_collapsible=boolean,
    default_collapsed=boolean,
    has_header_divider=boolean,
)
_VIDEO = _shape(
    {
        "alt_text": string(2000),
        "video_url": URL,
        "thumbnail_url": URL,
        "title": plain(199),
    },
    title_url=URL,
    description=plain(200),
    provider_icon_url=URL,
    provider_name=string(255),
    author_name=string(49),
)

BLOCKS: dict[str, Block] = {
    "section": Block(
        _shape(
            {},
            at_least_one("text", "fields"),
            text=text(3000),
            fields=items(text(2000), 10),
            accessory=element_of("section"),
            expand=boolean,
        )
    ),
    "actions": Block(_shape({"elements": items(element_of("actions"), 25)}, _different_actions)),
    "input": Block(
        _shape(
            {"label": plain(2000), "element": element_of("input")},
            hint=plain(2000),
            dispatch_action=boolean,
            optional=boolean,
        )
    ),
    "context": Block(_shape({"elements": items(_context_part, 10)})),
    "header": Block(_shape({"text": plain(150)})),
    "divider": Block(_shape({})),
    "image": Block(
        _shape(
            {"alt_text": string(2000)},
            exactly_one("image_url", "slack_file"),
            image_url=URL,
            slack_file=SLACK_FILE,
            title=plain(2000),
        )
    ),
    "rich_text": Block(RICH_TEXT),
    "video": Block(_VIDEO),
    "alert": Block(
        _shape({"text": text(200)}, level=one_of("default", "info", "warning", "error", "success")),
        frozenset({MODAL}),
    ),
    "card": Block(_CARD),
    "carousel": Block(_shape({"elements": items(_card, 10)}), _FLAT),
    "container": Block(_CONTAINER, _FLAT),
    "table": Block(TABLE, _FLAT),
    "data_table": Block(DATA_TABLE, _FLAT),
    "data_visualization": Block(VISUALIZATION, _FLAT),
    "markdown": Block(_shape({"text": string(12_000)}), _MESSAGE),
    "context_actions": Block(
        _shape({"elements": items(element_of("context_actions"), 5)}, _different_actions),
        _MESSAGE,
    ),
    "plan": Block(PLAN, _MESSAGE),
    "task_card": Block(TASK_CARD, _MESSAGE),
}


def check_block(report: Report, pointer: str, value: object) -> None:
    """Check one block of a view or a message."""
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        report.add(pointer, "must be a block with a type")
        return
    block = BLOCKS.get(value["type"])
    if block is None:
        report.add(f"{pointer}/type", f"unsupported type: {value['type']}")
    elif report.surface not in block.surfaces:
        report.add(f"{pointer}/type", f"unsupported type on a {report.surface}: {value['type']}")
    else:
        block.shape(report, pointer, value)
