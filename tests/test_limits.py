"""Every view and message that Roster draws is one that Slack takes, whatever people are called."""

import json
import re

import pytest

from bot.playground import limits
from tests import samples

VIEWS, MESSAGES = samples.views(), samples.messages()


@pytest.mark.parametrize("name", VIEWS)
def test_slack_would_take_the_view(name):
    assert limits.problems_of_view(VIEWS[name]) == []


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_would_take_the_message(name):
    assert limits.problems_of_message(MESSAGES[name]) == []


def mrkdwn_texts(value):
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for part in value.values():
            yield from mrkdwn_texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from mrkdwn_texts(part)


@pytest.mark.parametrize("name", [*VIEWS, *MESSAGES])
def test_no_name_becomes_a_mention_a_link_or_an_emoji(name):
    drawn = (VIEWS | MESSAGES)[name]
    texts = list(mrkdwn_texts(drawn)) + ([drawn["text"]] if "text" in drawn else [])
    for text in texts:
        assert not re.search(r"<!(channel|here|everyone)|<https?:|<@U123>", text)
        assert ":smile:" not in text
        assert "*bold*" not in text


def shown_texts(value):
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and "type" in value:
            yield value["text"]
        for part in value.values():
            yield from shown_texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from shown_texts(part)


@pytest.mark.parametrize("name", [*VIEWS, *MESSAGES])
def test_no_name_turns_the_text_around_it(name):
    for text in shown_texts((VIEWS | MESSAGES)[name].get("blocks")):
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize("name", VIEWS)
def test_what_a_view_remembers_fits(name):
    assert len(VIEWS[name].get("private_metadata", "")) <= 3000
    assert len(json.dumps(VIEWS[name])) < 250_000
