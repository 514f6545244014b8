"""The objects that elements are made of: texts, options, confirmations, filters."""

from typing import Any

from bot.playground.limits.checks import (
    Check,
    Report,
    Shape,
    boolean,
    exactly_one,
    items,
    kind,
    matching,
    no_doubles,
    one_of,
    string,
    typed,
)


def plain(most: int) -> Check:
    """A plain_text object."""
    return kind("plain_text", {"text": string(most)}, emoji=boolean)


def marked(most: int) -> Check:
    """A mrkdwn object."""
    return kind("mrkdwn", {"text": string(most)}, verbatim=boolean)


def text(most: int) -> Check:
    """A text object of either kind."""
    return typed({"plain_text": plain(most), "mrkdwn": marked(most)})


URL = matching(r"(?=.{1,3000}$)[A-Za-z][\w+.-]*:\S+", "a valid url of less than 3001 characters")
ID = string(255)
STYLE = one_of("primary", "danger")
PLACEHOLDER = plain(150)

CONFIRM = Shape(
    {"title": plain(100), "text": text(300)},
    {"confirm": plain(30), "deny": plain(30), "style": STYLE},
)
DISPATCH = Shape(
    {},
    {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)},
)
CONVERSATION_FILTER = Shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
SLACK_FILE = Shape({}, {"id": ID, "url": URL}, (exactly_one("id", "url"),))

SELECT_OPTION = Shape({"text": plain(75), "value": string(150)}, {"description": plain(75)})
TICK_OPTION = Shape({"text": text(75), "value": string(150)}, {"description": plain(75)})
MENU_OPTION = Shape(
    {"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL}
)
OPTION_GROUP = Shape({"label": plain(75), "options": items(SELECT_OPTION, 100)})


def offered(element: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every option that an element offers, with its place below the element."""
    options = [(f"/options/{n}", option) for n, option in enumerate(element.get("options", []))]
    for group_number, group in enumerate(element.get("option_groups", [])):
        for number, option in enumerate(group["options"]):
            options.append((f"/option_groups/{group_number}/options/{number}", option))
    return options


def different_values(report: Report, pointer: str, element: dict[str, Any]) -> None:
    """No two options of one element have the same value."""
    places = [(f"{pointer}{place}/value", option["value"]) for place, option in offered(element)]
    no_doubles(report, places, "the option value")


def initial_offered(report: Report, pointer: str, element: dict[str, Any]) -> None:
    """What is chosen at first is, letter for letter, one of the options."""
    options = [option for _, option in offered(element)]
    if "initial_option" in element and element["initial_option"] not in options:
        report.add(f"{pointer}/initial_option", "must be one of the provided options")
    for number, option in enumerate(element.get("initial_options", [])):
        if option not in options:
            report.add(f"{pointer}/initial_options/{number}", "must be one of the provided options")


def not_too_many_chosen(report: Report, pointer: str, element: dict[str, Any]) -> None:
    """No more is chosen at first than may be chosen at all."""
    chosen = element.get("initial_options", [])
    if len(chosen) > element.get("max_selected_items", len(chosen)):
        report.add(f"{pointer}/initial_options", "more items than max_selected_items")
