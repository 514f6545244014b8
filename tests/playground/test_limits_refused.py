"""Views that Slack refuses: each just outside a limit, in one way only."""

import pytest

from bot.playground.limits import VIEW_BYTES, problems_of_view
from tests.playground.blocks import (
    ALERT,
    CARD,
    CONFIRM,
    CONTAINER,
    EMAIL,
    FILES,
    MENU,
    MOMENT,
    NUMBER,
    RADIO,
    SEARCH,
    SEVERAL,
    TICKS,
    actions,
    asks,
    button,
    context,
    home,
    marked,
    modal,
    option,
    options,
    padded,
    plain,
    section,
    select,
    table,
    without,
    written,
)

REFUSED = {
    # What slack_sdk's own models would catch as well
    "title of 25": (modal(title=plain("x" * 25)), "/view/title/text"),
    "submit of 25": (modal(submit=plain("x" * 25)), "/view/submit/text"),
    "close of 25": (modal(close=plain("x" * 25)), "/view/close/text"),
    "no blocks": ({**modal(), "blocks": []}, "/view/blocks"),
    "an empty Home": ({"type": "home", "blocks": []}, "/view/blocks"),
    "101 blocks": (home(*[section()] * 101), "/view/blocks"),
    "metadata of 3001": (home(private_metadata="x" * 3001), "/view/private_metadata"),
    "callback_id of 256": (modal(callback_id="x" * 256), "/view/callback_id"),
    "Home with submit": (home(submit=plain()), "/view"),
    "Home with close": (home(close=plain()), "/view"),
    "Home with title": (home(title=plain()), "/view"),
    "block_id of 256": (modal(section(block_id="x" * 256)), "/view/blocks/0/block_id"),
    "action_id of 256": (
        modal(actions(button(action_id="x" * 256))),
        "/view/blocks/0/elements/0/action_id",
    ),
    "26 buttons": (
        modal(actions(*[button(action_id=str(n)) for n in range(26)])),
        "/view/blocks/0/elements",
    ),
    "section of 3001": (modal(section(text=marked("x" * 3001))), "/view/blocks/0/text/text"),
    "11 fields": (modal(section(fields=[plain()] * 11)), "/view/blocks/0/fields"),
    "header of 151": (
        modal({"type": "header", "text": plain("x" * 151)}),
        "/view/blocks/0/text/text",
    ),
    "context of 11": (modal(context(*[plain()] * 11)), "/view/blocks/0/elements"),
    "button of 76": (
        modal(actions(button(text=plain("x" * 76)))),
        "/view/blocks/0/elements/0/text/text",
    ),
    "button value of 2001": (
        modal(actions(button(value="x" * 2001))),
        "/view/blocks/0/elements/0/value",
    ),
    "url of 3001": (
        modal(actions(button(url="https://e.org/" + "x" * 2987))),
        "/view/blocks/0/elements/0/url",
    ),
    "url that is none": (
        modal(actions(button(url="e.org/x"))),
        "/view/blocks/0/elements/0/url",
    ),
    "url with a blank": (
        modal(actions(button(url="https://e.org/x y"))),
        "/view/blocks/0/elements/0/url",
    ),
    "empty overflow": (
        modal(actions({**MENU, "options": []})),
        "/view/blocks/0/elements/0/options",
    ),
    "overflow of 6": (
        modal(actions({**MENU, "options": options(6)})),
        "/view/blocks/0/elements/0/options",
    ),
    "select of 101": (
        modal(actions(select(options=options(101)))),
        "/view/blocks/0/elements/0/options",
    ),
    "placeholder of 151": (
        modal(asks(written(placeholder=plain("x" * 151)))),
        "/view/blocks/0/element/placeholder/text",
    ),
    "label of 2001": (
        modal({**asks(written()), "label": plain("x" * 2001)}),
        "/view/blocks/0/label/text",
    ),
    "hint of 2001": (modal(asks(written(), hint=plain("x" * 2001))), "/view/blocks/0/hint/text"),
    "overflow in an input": (modal(asks(MENU)), "/view/blocks/0/element/type"),
    "button in an input": (modal(asks(button())), "/view/blocks/0/element/type"),
    "confirm title of 101": (
        modal(actions(button(confirm={**CONFIRM, "title": plain("x" * 101)}))),
        "/view/blocks/0/elements/0/confirm/title/text",
    ),
    "confirm text of 301": (
        modal(actions(button(confirm={**CONFIRM, "text": plain("x" * 301)}))),
        "/view/blocks/0/elements/0/confirm/text/text",
    ),
    "confirm button of 31": (
        modal(actions(button(confirm={**CONFIRM, "confirm": plain("x" * 31)}))),
        "/view/blocks/0/elements/0/confirm/confirm/text",
    ),
    "deny button of 31": (
        modal(actions(button(confirm={**CONFIRM, "deny": plain("x" * 31)}))),
        "/view/blocks/0/elements/0/confirm/deny/text",
    ),
    "alert of no level": (modal({**ALERT, "level": "loud"}), "/view/blocks/0/level"),
    "card with nothing": (home({"type": "card"}), "/view/blocks/0"),
    "carousel of nothing": (home({"type": "carousel", "elements": []}), "/view/blocks/0/elements"),
    "container of 11": (
        home({**CONTAINER, "child_blocks": [section()] * 11}),
        "/view/blocks/0/child_blocks",
    ),
    # What they would let pass (facts/slack.md 1.5)
    "modal without title": (without(modal(), "title"), "/view"),
    "input without submit": (without(modal(asks(written())), "submit"), "/view"),
    "external_id of 256": (modal(external_id="x" * 256), "/view/external_id"),
    "two equal block_ids": (
        modal(section(block_id="a"), section(block_id="a")),
        "/view/blocks/1/block_id",
    ),
    "two equal action_ids": (
        modal(actions(button(), button())),
        "/view/blocks/0/elements/1/action_id",
    ),
    "mrkdwn in a header": (
        modal({"type": "header", "text": marked()}),
        "/view/blocks/0/text/type",
    ),
    "mrkdwn in a label": (
        modal({**asks(written()), "label": marked()}),
        "/view/blocks/0/label/type",
    ),
    "mrkdwn in a button": (
        modal(actions(button(text=marked()))),
        "/view/blocks/0/elements/0/text/type",
    ),
    "empty section": (modal(section(text=marked(""))), "/view/blocks/0/text/text"),
    "section of nothing": (modal(without(section(), "text")), "/view/blocks/0"),
    "no actions": (modal(actions()), "/view/blocks/0/elements"),
    "no check boxes": (
        modal(actions({**TICKS, "options": []})),
        "/view/blocks/0/elements/0/options",
    ),
    "no options": (modal(actions(select(options=[]))), "/view/blocks/0/elements/0/options"),
    "field of 2001": (
        modal(section(fields=[plain("x" * 2001)])),
        "/view/blocks/0/fields/0/text",
    ),
    "context of 3001": (modal(context(plain("x" * 3001))), "/view/blocks/0/elements/0/text"),
    "11 check boxes": (
        modal(actions({**TICKS, "options": options(11)})),
        "/view/blocks/0/elements/0/options",
    ),
    "11 radio buttons": (
        modal(actions({**RADIO, "options": options(11)})),
        "/view/blocks/0/elements/0/options",
    ),
    "option of 76": (
        modal(actions(select(options=[option(text=plain("x" * 76))]))),
        "/view/blocks/0/elements/0/options/0/text/text",
    ),
    "option value of 151": (
        modal(actions(select(options=[option(value="x" * 151)]))),
        "/view/blocks/0/elements/0/options/0/value",
    ),
    "description of 76": (
        modal(actions({**TICKS, "options": [option(description=plain("x" * 76))]})),
        "/view/blocks/0/elements/0/options/0/description/text",
    ),
    "two equal option values": (
        modal(actions(select(options=[option(1), option(2, value="value-1")]))),
        "/view/blocks/0/elements/0/options/1/value",
    ),
    "initial option that differs": (
        modal(actions(select(initial_option=option(1, description=plain())))),
        "/view/blocks/0/elements/0/initial_option",
    ),
    "initial ticks not offered": (
        modal(actions({**TICKS, "initial_options": [option(9)]})),
        "/view/blocks/0/elements/0/initial_options/0",
    ),
    "group of 101": (
        modal(
            actions(
                without(
                    select(option_groups=[{"label": plain(), "options": options(101)}]), "options"
                )
            )
        ),
        "/view/blocks/0/elements/0/option_groups/0/options",
    ),
    "options and groups": (
        modal(actions(select(option_groups=[{"label": plain(), "options": [option(8)]}]))),
        "/view/blocks/0/elements/0",
    ),
    "neither options nor groups": (
        modal(actions(without(select(), "options"))),
        "/view/blocks/0/elements/0",
    ),
    "max_selected_items 0": (
        modal(actions({**SEVERAL, "max_selected_items": 0})),
        "/view/blocks/0/elements/0/max_selected_items",
    ),
    "min_query_length -1": (
        modal(actions({**SEARCH, "min_query_length": -1})),
        "/view/blocks/0/elements/0/min_query_length",
    ),
    "max_length 3001": (
        modal(asks(written(max_length=3001))),
        "/view/blocks/0/element/max_length",
    ),
    "min over max": (
        modal(asks(written(min_length=9, max_length=8))),
        "/view/blocks/0/element/min_length",
    ),
    "11 files": (
        modal(asks({**FILES, "max_files": 11})),
        "/view/blocks/0/element/max_files",
    ),
    "two focuses": (
        modal(asks(written(focus_on_load=True)), asks({**EMAIL, "focus_on_load": True})),
        "/view/blocks/1/element/focus_on_load",
    ),
    "text input as accessory": (
        modal(section(accessory=written())),
        "/view/blocks/0/accessory/type",
    ),
    "text input in actions": (modal(actions(written())), "/view/blocks/0/elements/0/type"),
    "alert of 201": (modal({**ALERT, "text": plain("x" * 201)}), "/view/blocks/0/text/text"),
    "card with 4 buttons": (
        home({**CARD, "actions": [button(action_id=str(n)) for n in range(4)]}),
        "/view/blocks/0/actions",
    ),
    "table of 101 rows": (home(table(101, 2)), "/view/blocks/0/rows"),
    "table of 21 cells": (home(table(1, 21)), "/view/blocks/0/rows/0"),
    "table in a modal": (modal(table(1, 1)), "/view/blocks/0/type"),
    "container in a modal": (modal(CONTAINER), "/view/blocks/0/type"),
    "context_actions in a modal": (
        modal({"type": "context_actions", "elements": []}),
        "/view/blocks/0/type",
    ),
    "alert on the Home": (home(ALERT), "/view/blocks/0/type"),
    "markdown on the Home": (home({"type": "markdown", "text": "x"}), "/view/blocks/0/type"),
    "file input on the Home": (home(asks(FILES)), "/view/blocks/0/element/type"),
    "email on the Home": (home(asks(EMAIL)), "/view/blocks/0/element/type"),
    "number on the Home": (home(asks(NUMBER)), "/view/blocks/0/element/type"),
    "moment on the Home": (home(actions(MOMENT)), "/view/blocks/0/elements/0/type"),
    "moment as accessory": (modal(section(accessory=MOMENT)), "/view/blocks/0/accessory/type"),
    "unknown block": (modal({"type": "bubble"}), "/view/blocks/0/type"),
    "unknown field": (modal(section(colour="red")), "/view/blocks/0"),
    "unknown field of a view": (modal(hash="1.x"), "/view"),
    "unknown type of view": ({"type": "workflow_step"}, "/view/type"),
    "a container in a container": (
        home({**CONTAINER, "child_blocks": [CONTAINER]}),
        "/view/blocks/0/child_blocks/0/type",
    ),
    "an id that a container repeats": (
        home(section(block_id="a"), {**CONTAINER, "child_blocks": [section(block_id="a")]}),
        "/view/blocks/1/child_blocks/0/block_id",
    ),
    "number without is_decimal_allowed": (
        modal(asks({"type": "number_input"})),
        "/view/blocks/0/element",
    ),
    "a number that is none": (
        modal(asks({**NUMBER, "min_value": "ten"})),
        "/view/blocks/0/element/min_value",
    ),
    "a day that is none": (
        home(actions({"type": "datepicker", "initial_date": "2026-02-30"})),
        "/view/blocks/0/elements/0/initial_date",
    ),
    "101 products at once": (
        home(actions({**SEARCH, "type": "multi_external_select", "initial_options": options(101)})),
        "/view/blocks/0/elements/0/initial_options",
    ),
    "a searching select with options of its own": (
        home(actions({**SEARCH, "options": options(2)})),
        "/view/blocks/0/elements/0",
    ),
    "an email on the Home tab": (
        home(asks(EMAIL)),
        "/view/blocks/0/element/type",
    ),
    "a 13th month": (
        modal(actions({"type": "datepicker", "initial_date": "2026-13-01"})),
        "/view/blocks/0/elements/0/initial_date",
    ),
    "response_url outside an input": (
        modal(actions({"type": "channels_select", "response_url_enabled": True})),
        "/view/blocks/0/elements/0/response_url_enabled",
    ),
    "an uneven data table": (
        home(
            {
                "type": "data_table",
                "caption": "c",
                "rows": [[{"type": "raw_text", "text": "x"}] * n for n in (2, 1)],
            }
        ),
        "/view/blocks/0/rows/1",
    ),
    "true as a number": (
        modal(asks(written(max_length=True))),
        "/view/blocks/0/element/max_length",
    ),
    "250 KB and one": (padded(VIEW_BYTES + 1), "/view"),
    "a list": (["modal"], "/view"),
}


@pytest.mark.parametrize(("view", "pointer"), REFUSED.values(), ids=REFUSED)
def test_slack_refuses(view, pointer):
    problems = problems_of_view(view)
    assert [problem for problem in problems if problem.endswith(f"[json-pointer:{pointer}]")]
    assert len(problems) == 1
