"""Views that Slack shows: each just inside a limit."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.playground.limits import VIEW_BYTES, problems_of_view
from tests.playground.blocks import (
    ALERT,
    CARD,
    CONTAINER,
    EMAIL,
    FILES,
    GROUPS,
    IMAGE,
    MENU,
    MOMENT,
    NUMBER,
    RICH,
    SEARCH,
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

SHOWN = {
    "a bare modal": modal(),
    "a bare Home": home(),
    "titles of 24": modal(title=plain("x" * 24), submit=plain("x" * 24), close=plain("x" * 24)),
    "100 blocks": home(*[section()] * 100),
    "metadata of 3000": modal(private_metadata="x" * 3000),
    "ids of 255": modal(callback_id="x" * 255, external_id="x" * 255),
    "empty ids": modal(callback_id="", external_id="", private_metadata=""),
    "the switches of a modal": modal(
        clear_on_close=True, notify_on_close=False, submit_disabled=True
    ),
    "block_id of 255": modal(section(block_id="x" * 255)),
    "action_id of 255": modal(actions(button(action_id="x" * 255))),
    "25 buttons": modal(actions(*[button(action_id=str(n)) for n in range(25)])),
    "section of 3000": modal(section(text=plain("x" * 3000))),
    "10 fields of 2000": modal(without(section(fields=[plain("x" * 2000)] * 10), "text")),
    "header of 150": modal({"type": "header", "text": plain("x" * 150)}),
    "context of 10": modal(context(*[marked("x" * 3000)] * 9, IMAGE)),
    "button at its limits": modal(
        actions(
            button(text=plain("x" * 75), value="x" * 2000, url="https://example.com/" + "x" * 2980)
        )
    ),
    "overflow of 5": modal(
        section(accessory={**MENU, "options": [option(n, url="https://e.org") for n in range(5)]})
    ),
    "overflow of 1": modal(actions({**MENU, "options": options(1)})),
    "select of 100": modal(actions(select(options=options(100)))),
    "100 groups": modal(
        actions(
            without(
                select(
                    option_groups=[
                        {"label": plain("G"), "options": [option(n)]} for n in range(100)
                    ]
                ),
                "options",
            )
        )
    ),
    "option at its limits": modal(
        actions(
            select(
                options=[
                    {"text": plain("x" * 75), "value": "x" * 150, "description": plain("x" * 75)}
                ]
            )
        )
    ),
    "placeholder of 150": modal(asks(select(placeholder=plain("x" * 150)))),
    "label and hint of 2000": modal(
        asks(written(), hint=plain("x" * 2000), **{"label": plain("x" * 2000)})
    ),
    "confirm at its limits": modal(
        actions(
            button(
                confirm={
                    "title": plain("x" * 100),
                    "text": marked("x" * 300),
                    "confirm": plain("x" * 30),
                    "deny": plain("x" * 30),
                    "style": "danger",
                }
            )
        )
    ),
    "10 check boxes": modal(actions({**TICKS, "options": options(10)})),
    "mrkdwn in a check box": modal(actions({**TICKS, "options": [option(text=marked())]})),
    "an initial option": modal(actions(select(initial_option=option(1)))),
    "an initial option in a group": modal(
        actions(without(select(option_groups=GROUPS, initial_option=option(1)), "options"))
    ),
    "typed search with its own initial option": modal(
        actions({**SEARCH, "initial_option": option(7), "min_query_length": 0})
    ),
    "input lengths": modal(asks(written(min_length=0, max_length=3000, initial_value="x" * 3000))),
    "10 files": modal(asks({**FILES, "max_files": 10, "filetypes": ["csv"]})),
    "modal-only inputs": modal(
        *[asks(element) for element in (EMAIL, FILES, NUMBER, {"type": "url_text_input"})]
    ),
    "one focus": modal(asks(written(focus_on_load=True)), asks(EMAIL)),
    "an alert in a modal": modal({**ALERT, "text": marked("x" * 200)}),
    "blocks of the Home": home(table(100, 20), CONTAINER, {"type": "carousel", "elements": [CARD]}),
    "a card": home({**CARD, "actions": [button(action_id=str(n)) for n in range(3)]}),
    "rich text": home(RICH, {"type": "divider"}, {**IMAGE, "title": plain()}),
    "a date": home(actions({"type": "datepicker", "initial_date": "2026-02-28"})),
    "a moment in a modal": modal(actions(MOMENT)),
    "people and places": modal(
        actions(
            {"type": "users_select", "initial_user": "U1"},
            {"type": "conversations_select", "filter": {"include": ["im"]}},
        )
    ),
    "an input on the Home": home(asks(written(), dispatch_action=True)),
    "a data table": home(
        {
            "type": "data_table",
            "caption": "c",
            "page_size": 100,
            "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 101,
        }
    ),
    "exactly 250 KB": padded(VIEW_BYTES),
}


@pytest.mark.parametrize("view", SHOWN.values(), ids=SHOWN)
def test_slack_shows(view):
    assert problems_of_view(view) == []


@pytest.mark.parametrize("view", SHOWN.values(), ids=SHOWN)
def test_slacks_own_models_agree(view):
    if "data_table" not in str(view):  # they do not know it
        View(**view).to_dict()


PATHS = st.lists(st.integers(0, 30), min_size=1, max_size=8)
JUNK = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({})


@given(view=st.sampled_from(list(SHOWN.values())), path=PATHS, junk=JUNK)
def test_junk_anywhere_is_refused_or_harmless_but_never_an_exception(view, path, junk):
    view = copy.deepcopy(view)
    spoil(view, path, junk)
    for problem in problems_of_view(view):
        assert "[json-pointer:/view" in problem


def spoil(thing, path, junk):
    """Walk down by the numbers of the path, and put the junk where it ends."""
    for step in path:
        keys = list(thing) if isinstance(thing, dict) else list(range(len(thing)))
        if not keys:
            return
        inner = thing[keys[step % len(keys)]]
        if step is path[-1] or not isinstance(inner, dict | list):
            thing[keys[step % len(keys)]] = junk
            return
        thing = inner
