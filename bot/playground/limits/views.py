"""Views: what a modal and a Home tab are made of."""

import json
from typing import Any

from bot.playground.limits.checks import HOME, MODAL, Check, Report, Shape, boolean, one_of, string
from bot.playground.limits.objects import plain
from bot.playground.limits.surfaces import check_blocks, walk

VIEW_BYTES = 250 * 1000
BLOCKS = 100


def _any(_report: Report, _pointer: str, _value: object) -> None:
    """The blocks, which are checked together."""


_COMMON: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_HOME = Shape({"type": one_of(HOME), "blocks": _any}, _COMMON)
_MODAL = Shape(
    {"type": one_of(MODAL), "title": plain(24), "blocks": _any},
    {
        **_COMMON,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)


def problems_of_view(view: object) -> list[str]:
    """Say all that keeps Slack from showing this modal or Home tab; nothing when it would."""
    if not isinstance(view, dict):
        return ["must be an object [json-pointer:/view]"]
    if view.get("type") not in (MODAL, HOME):
        return ["must be a valid enum value [json-pointer:/view/type]"]
    report = Report(view["type"])
    (_MODAL if view["type"] == MODAL else _HOME)(report, "/view", view)
    if "blocks" in view:
        check_blocks(report, "/view/blocks", view["blocks"], BLOCKS, 1)
    if view["type"] == MODAL and "submit" not in view and _asks(view.get("blocks")):
        report.add("/view", "missing required field: submit (there is an input block)")
    if size(view) > VIEW_BYTES:
        report.add("/view", f"must be less than {VIEW_BYTES + 1} bytes")
    return report.problems


def size(view: dict[str, Any]) -> int:
    """How many bytes a view has as JSON."""
    return len(json.dumps(view, separators=(",", ":"), ensure_ascii=False).encode(errors="replace"))


def _asks(blocks: object) -> bool:
    return isinstance(blocks, list) and any(b.get("type") == "input" for _, b in walk("", blocks))
