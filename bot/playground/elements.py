"""What stands in the blocks of a view or message: the elements a person can use, their kinds."""

import copy
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from bot.playground.json_types import JSON
from bot.playground.limits.surfaces import elements_of, walk

# type of element -> (where its initial value is, where its value goes in the state, sort of value)
KINDS = {
    "plain_text_input": ("initial_value", "value", "text"),
    "email_text_input": ("initial_value", "value", "text"),
    "url_text_input": ("initial_value", "value", "text"),
    "number_input": ("initial_value", "value", "text"),
    "rich_text_input": ("initial_value", "rich_text_value", "rich"),
    "static_select": ("initial_option", "selected_option", "option"),
    "external_select": ("initial_option", "selected_option", "option"),
    "radio_buttons": ("initial_option", "selected_option", "option"),
    "multi_static_select": ("initial_options", "selected_options", "options"),
    "multi_external_select": ("initial_options", "selected_options", "options"),
    "checkboxes": ("initial_options", "selected_options", "options"),
    "users_select": ("initial_user", "selected_user", "one"),
    "conversations_select": ("initial_conversation", "selected_conversation", "one"),
    "channels_select": ("initial_channel", "selected_channel", "one"),
    "multi_users_select": ("initial_users", "selected_users", "several"),
    "multi_conversations_select": ("initial_conversations", "selected_conversations", "several"),
    "multi_channels_select": ("initial_channels", "selected_channels", "several"),
    "datepicker": ("initial_date", "selected_date", "one"),
    "timepicker": ("initial_time", "selected_time", "one"),
    "datetimepicker": ("initial_date_time", "selected_date_time", "one"),
    "file_input": ("", "files", "files"),
}
_NAMED = frozenset(KINDS) | {"button", "overflow", "feedback_buttons", "icon_button"}


@dataclass(frozen=True)
class Placed:
    """One element in its block."""

    block: JSON
    element: JSON

    @property
    def key(self) -> tuple[str, str]:
        """What Slack calls it: block_id and action_id."""
        return self.block["block_id"], self.element["action_id"]

    @property
    def kind(self) -> str:
        """The type of the element."""
        return str(self.element["type"])

    @property
    def searches(self) -> bool:
        """Whether its options come from the app, asked for while somebody types."""
        return self.kind.endswith("external_select")

    @property
    def is_input(self) -> bool:
        """Whether it stands in an input block, to be submitted."""
        return bool(self.block["type"] == "input")


def usable(blocks: list[JSON]) -> Iterator[Placed]:
    """Every element that a person can click or type in."""
    for _, block in walk("", blocks):
        for _, element in elements_of(block):
            if element["type"] in _NAMED:
                yield Placed(block, element)


def stateful(blocks: list[JSON]) -> Iterator[Placed]:
    """Every element that holds a value."""
    return (placed for placed in usable(blocks) if placed.kind in KINDS)


def find(blocks: list[JSON], block_id: str, action_id: str) -> Placed | None:
    """The element with these two ids."""
    key = (block_id, action_id)
    return next((placed for placed in usable(blocks) if placed.key == key), None)


def options_of(element: JSON) -> list[JSON]:
    """The options that stand in an element: offered, or chosen at first."""
    offered: list[JSON] = [*element.get("options", [])]
    for group in element.get("option_groups", []):
        offered += group["options"]
    return [*offered, *chosen_at_first(element)]


def chosen_at_first(element: JSON) -> list[JSON]:
    """The options with which an element starts."""
    first = [element["initial_option"]] if "initial_option" in element else []
    return [*first, *element.get("initial_options", [])]


def filled(blocks: list[JSON]) -> list[JSON]:
    """The blocks as Slack keeps them: every id there, every text with all of its fields."""
    blocks = copy.deepcopy(blocks)
    for _, block in walk("", blocks):
        block.setdefault("block_id", _short_id())
        for _, element in elements_of(block):
            if element["type"] in _NAMED:
                element.setdefault("action_id", _short_id())
    complete_texts(blocks)
    return blocks


def complete_texts(part: object) -> None:
    """Add what Slack adds to every text object below this part."""
    if isinstance(part, list):
        for inner in part:
            complete_texts(inner)
    elif isinstance(part, dict):
        if part.get("type") == "plain_text":
            part.setdefault("emoji", True)
        elif part.get("type") == "mrkdwn":
            part.setdefault("verbatim", False)
        for inner in part.values():
            complete_texts(inner)


def _short_id() -> str:
    return secrets.token_urlsafe(4)[:5]
