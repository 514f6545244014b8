"""Messages that Slack posts and refuses, and the options that it takes for a typed search."""

import pytest

from bot.playground.limits import MESSAGE_CHARACTERS, problems_of_message, problems_of_options
from tests.playground.blocks import (
    ALERT,
    CONTAINER,
    FILES,
    MOMENT,
    actions,
    asks,
    marked,
    option,
    options,
    section,
    table,
    written,
)

MARKDOWN = {"type": "markdown", "text": "x" * 6000}
TASK = {"type": "task_card", "task_id": "1", "title": "t"}
FEEDBACK = {
    "type": "feedback_buttons",
    "positive_button": option(1),
    "negative_button": option(2),
}


def sections(characters):
    full, rest = divmod(characters, 3000)
    return [section(text=marked("x" * 3000))] * full + [section(text=marked("x" * rest))]


POSTED = {
    "a text": {"text": "Hello"},
    "blocks without a text": {"blocks": [section()]},
    "50 blocks": {"text": "x", "blocks": [section()] * 50},
    "text of 40,000": {"text": "x" * 40_000},
    "blocks as long as can be": {"blocks": sections(MESSAGE_CHARACTERS)},
    "two markdown blocks": {"blocks": [MARKDOWN, MARKDOWN]},
    "what only messages show": {
        "blocks": [{"type": "context_actions", "elements": [FEEDBACK]}, table(100, 20), CONTAINER]
    },
    "an input": {"blocks": [asks(written())]},
    "a moment": {"blocks": [actions(MOMENT)]},
    "tasks": {
        "blocks": [
            {
                "type": "plan",
                "title": "p",
                "tasks": [{"type": "task_card", "task_id": "1", "title": "t"}],
            }
        ]
    },
}
REFUSED = {
    "nothing": ({}, ""),
    "an empty text": ({"text": ""}, ""),
    "51 blocks": ({"blocks": [section()] * 51}, "/blocks"),
    "an alert": ({"blocks": [ALERT]}, "/blocks/0/type"),
    "a file input": ({"blocks": [asks(FILES)]}, "/blocks/0/element/type"),
    "blocks too long in all": ({"blocks": sections(MESSAGE_CHARACTERS + 1)}, "/blocks"),
    "three markdown blocks": ({"blocks": [MARKDOWN] * 3}, "/blocks"),
    "text of 40,001": ({"text": "x" * 40_001}, "/text"),
    "tables too long": (
        {"blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 5001}] * 2]}]},
        "/blocks",
    ),
    "101 attachments": ({"attachments": [{}] * 101}, "/attachments"),
    "two equal block_ids": (
        {"blocks": [section(block_id="a"), section(block_id="a")]},
        "/blocks/1/block_id",
    ),
}


@pytest.mark.parametrize("message", POSTED.values(), ids=POSTED)
def test_slack_posts(message):
    assert problems_of_message(message) == []


@pytest.mark.parametrize(("message", "pointer"), REFUSED.values(), ids=REFUSED)
def test_slack_refuses(message, pointer):
    (problem,) = problems_of_message(message)
    assert problem.endswith(f"[json-pointer:{pointer}]")


def test_an_answer_to_a_search_may_be_empty_or_hold_a_hundred():
    assert problems_of_options({"options": []}) == []
    assert problems_of_options({"options": options(100)}) == []


@pytest.mark.parametrize(
    "answer",
    [{}, [], {"options": options(101)}, {"options": [option(value="x" * 151)]}, {"options": None}],
)
def test_slack_ignores_a_wrong_answer_to_a_search(answer):
    assert problems_of_options(answer)
