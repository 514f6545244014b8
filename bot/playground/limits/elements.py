"""Every interactive element: its fields, the blocks that may hold it, the surfaces that show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.playground.limits.checks import (
    HOME,
    MESSAGE,
    MODAL,
    Check,
    Report,
    Rule,
    Shape,
    boolean,
    exactly_one,
    items,
    matching,
    one_of,
    string,
    whole,
)
from bot.playground.limits.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    ID,
    MENU_OPTION,
    OPTION_GROUP,
    PLACEHOLDER,
    SELECT_OPTION,
    SLACK_FILE,
    STYLE,
    TICK_OPTION,
    URL,
    different_values,
    initial_offered,
    not_too_many_chosen,
    plain,
)
from bot.playground.limits.rich_text import RICH_TEXT

EVERYWHERE = frozenset({MODAL, HOME, MESSAGE})
CHOICE = frozenset({"section", "actions", "input"})
NUMBER = matching(r"-?\d+(\.\d+)?", "a number, written as a string")
ONE_OF_IMAGES = exactly_one("image_url", "slack_file")


@dataclass(frozen=True)
class Element:
    """One type of element."""

    shape: Shape
    parents: frozenset[str]
    surfaces: frozenset[str] = EVERYWHERE


def _shape(required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Rule) -> Shape:
    """The shape of an interactive element; `type` is known by then."""
    own = {"type": string(50), **required}
    return Shape(own, {"action_id": ID, **optional}, rules)


def _choice(required: Mapping[str, Check], *rules: Rule, **optional: Check) -> Element:
    """Something to choose from: wherever a choice may stand."""
    common: dict[str, Check] = {"confirm": CONFIRM, "focus_on_load": boolean, **optional}
    return Element(_shape(required, common, *rules), CHOICE)


def _select(*rules: Rule, **optional: Check) -> Element:
    return _choice({}, *rules, placeholder=PLACEHOLDER, **optional)


def _multi(*rules: Rule, **optional: Check) -> Element:
    return _select(*rules, max_selected_items=whole(1, 1000), **optional)


def _written(surfaces: frozenset[str], *rules: Rule, **optional: Check) -> Element:
    """Something to write into: it stands in an input block only."""
    common: dict[str, Check] = {
        "placeholder": PLACEHOLDER,
        "dispatch_action_config": DISPATCH,
        "focus_on_load": boolean,
        **optional,
    }
    return Element(_shape({}, common, *rules), frozenset({"input"}), surfaces)


def _day(report: Report, pointer: str, value: object) -> None:
    """A day that the calendar has."""
    before = len(report.problems)
    _DATE(report, pointer, value)
    if len(report.problems) == before:
        try:
            date.fromisoformat(str(value))
        except ValueError:
            report.add(pointer, "must be a valid date")


def _lengths_in_order(report: Report, pointer: str, element: dict[str, Any]) -> None:
    if element.get("min_length", 0) > element.get("max_length", 3000):
        report.add(f"{pointer}/min_length", "must not be greater than max_length")


def _numbers_in_order(report: Report, pointer: str, element: dict[str, Any]) -> None:
    both = "min_value" in element and "max_value" in element
    if both and float(element["min_value"]) > float(element["max_value"]):
        report.add(f"{pointer}/min_value", "must not be greater than max_value")


_OPTIONS = {"options": items(SELECT_OPTION, 100), "option_groups": items(OPTION_GROUP, 100)}
_STATIC = (exactly_one("options", "option_groups"), different_values, initial_offered)
_DATE = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date as YYYY-MM-DD")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:mm")
_ONE, _SEVERAL = SELECT_OPTION, items(SELECT_OPTION, 100)
_IDS = items(ID, 1000)
_MODAL = frozenset({MODAL})

_NUMBER_INPUT = _shape(
    {"is_decimal_allowed": boolean},
    {
        "initial_value": NUMBER,
        "min_value": NUMBER,
        "max_value": NUMBER,
        "placeholder": PLACEHOLDER,
        "dispatch_action_config": DISPATCH,
        "focus_on_load": boolean,
    },
    _numbers_in_order,
)
_BUTTON = _shape(
    {"text": plain(75)},
    {
        "value": string(2000, 0),
        "url": URL,
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
_FEEDBACK = Shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
_ICON_BUTTON = _shape(
    {"icon": one_of("trash"), "text": plain(75)},
    {
        "value": string(2000),
        "accessibility_label": string(75),
        "confirm": CONFIRM,
        "visible_to_user_ids": items(ID, 10),
    },
)
_IMAGE = Shape(
    {"type": one_of("image"), "alt_text": string(2000)},
    {"image_url": URL, "slack_file": SLACK_FILE},
    (ONE_OF_IMAGES,),
)

ELEMENTS: dict[str, Element] = {
    "button": Element(_BUTTON, frozenset({"section", "actions", "card"})),
    "overflow": Element(
        _shape({"options": items(MENU_OPTION, 5)}, {"confirm": CONFIRM}, different_values),
        frozenset({"section", "actions"}),
    ),
    "checkboxes": _choice(
        {"options": items(TICK_OPTION, 10)},
        different_values,
        initial_offered,
        initial_options=items(TICK_OPTION, 10),
    ),
    "radio_buttons": _choice(
        {"options": items(TICK_OPTION, 10)},
        different_values,
        initial_offered,
        initial_option=TICK_OPTION,
    ),
    "static_select": _select(*_STATIC, **_OPTIONS, initial_option=_ONE),
    "multi_static_select": _multi(
        *_STATIC, not_too_many_chosen, **_OPTIONS, initial_options=_SEVERAL
    ),
    "external_select": _select(initial_option=_ONE, min_query_length=whole(0, 3000)),
    "multi_external_select": _multi(
        not_too_many_chosen, initial_options=_SEVERAL, min_query_length=whole(0, 3000)
    ),
    "users_select": _select(initial_user=ID),
    "multi_users_select": _multi(initial_users=_IDS),
    "channels_select": _select(initial_channel=ID, response_url_enabled=boolean),
    "multi_channels_select": _multi(initial_channels=_IDS),
    "conversations_select": _select(
        initial_conversation=ID,
        response_url_enabled=boolean,
        default_to_current_conversation=boolean,
        filter=CONVERSATION_FILTER,
    ),
    "multi_conversations_select": _multi(
        initial_conversations=_IDS,
        default_to_current_conversation=boolean,
        filter=CONVERSATION_FILTER,
    ),
    "datepicker": _select(initial_date=_day),
    "timepicker": _select(initial_time=_TIME, timezone=string(100)),
    "datetimepicker": Element(
        _shape(
            {},
            {
                "initial_date_time": whole(1_000_000_000, 9_999_999_999),
                "confirm": CONFIRM,
                "focus_on_load": boolean,
            },
        ),
        frozenset({"actions", "input"}),
        frozenset({MODAL, MESSAGE}),
    ),
    "plain_text_input": _written(
        EVERYWHERE,
        _lengths_in_order,
        initial_value=string(3000, 0),
        multiline=boolean,
        min_length=whole(0, 3000),
        max_length=whole(1, 3000),
    ),
    "email_text_input": _written(_MODAL, initial_value=string(3000, 0)),
    "url_text_input": _written(_MODAL, initial_value=string(3000, 0)),
    "number_input": Element(_NUMBER_INPUT, frozenset({"input"}), _MODAL),
    "file_input": Element(
        _shape({}, {"filetypes": items(string(50), 100), "max_files": whole(1, 10)}),
        frozenset({"input"}),
        _MODAL,
    ),
    "rich_text_input": _written(
        frozenset({MODAL, HOME}),
        initial_value=RICH_TEXT,
        min_lines=whole(1, 100),
        max_lines=whole(1, 100),
    ),
    "feedback_buttons": Element(
        _shape({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {}),
        frozenset({"context_actions"}),
        frozenset({MESSAGE}),
    ),
    "icon_button": Element(_ICON_BUTTON, frozenset({"context_actions"}), frozenset({MESSAGE})),
    "image": Element(_IMAGE, frozenset({"section", "context"})),
}


def element_of(parent: str) -> Check:
    """An element that may stand in this kind of block, on the surface at hand."""

    def check(report: Report, pointer: str, value: object) -> None:
        if not isinstance(value, dict) or not isinstance(value.get("type"), str):
            report.add(pointer, "must be an element with a type")
            return
        element = ELEMENTS.get(value["type"])
        if element is None or parent not in element.parents:
            report.add(f"{pointer}/type", f"unsupported type in {parent}: {value['type']}")
        elif report.surface not in element.surfaces:
            report.add(
                f"{pointer}/type", f"unsupported type on a {report.surface}: {value['type']}"
            )
        else:
            element.shape(report, pointer, value)
            if value.get("response_url_enabled") and (parent, report.surface) != ("input", MODAL):
                report.add(f"{pointer}/response_url_enabled", "only in an input block of a modal")

    return check
