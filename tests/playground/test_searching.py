"""Selects that search: options from the app, asked for as Slack asks, or nothing at all."""

import copy

import pytest
from slack_sdk import WebClient

from bot.playground.person import NotOnScreen, Person
from bot.playground.server import Playground
from bot.playground.wire import Forbidden
from tests.playground.blocks import SEARCH, asks, modal, option, plain
from tests.playground.conftest import MANIFEST
from tests.playground.standin import SECRET, TOKEN

FORM = modal(
    asks({**SEARCH, "min_query_length": 0}, block_id="group", label=plain("Group")),
    callback_id="form",
    private_metadata="book 7",
)
GROUPS = {"VIP": "1", "Yoga on Monday": "2", "Yoga on Friday": "3"}


def found(body):
    wanted = body["value"].lower()
    return {
        "options": [
            option(text=plain(name), value=value)
            for name, value in GROUPS.items()
            if wanted in name.lower()
        ]
    }


@pytest.fixture
def form(bot, client, carla):
    """Carla has the form open, and the app knows three groups."""
    bot.answers["block_suggestion"] = found
    bot.answers["command"] = lambda body: (
        client.views_open(trigger_id=body["trigger_id"], view=FORM) and None
    )
    carla.command("/do")
    return {"view_id": carla.view["id"], "block_id": "group", "action_id": "search"}


def suggested(person, form, query):
    options = person._wire.act(person.id, "suggest", **form, query=query)["options"]
    return [one["text"]["text"] for one in options]


def test_everything_is_offered_before_anything_is_typed(form, bot, carla):
    assert suggested(carla, form, "") == list(GROUPS)
    assert suggested(carla, form, "yoga") == ["Yoga on Monday", "Yoga on Friday"]
    asked = bot.last("block_suggestion")
    assert (asked["value"], asked["view"]["private_metadata"]) == ("yoga", "book 7")
    assert asked["container"] == {"type": "view", "view_id": form["view_id"]}
    assert "trigger_id" not in asked


def test_what_was_found_is_submitted_as_an_option(form, bot, carla):
    carla.choose("Group", "Yoga on Friday", query="yoga")
    carla.submit()
    held = bot.last("view_submission")["view"]["state"]["values"]["group"]["search"]
    assert held["selected_option"]["value"] == "3"


def test_what_the_app_does_not_offer_cannot_be_chosen(form, carla):
    with pytest.raises(NotOnScreen, match="not offered"):
        carla.choose("Group", "Pilates", query="yoga")
    carla.submit()
    assert carla.errors == {"Group": "Please complete this required field."}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"options": "all"},
        {"options": [option(n) for n in range(101)]},
        {"options": [option(text=plain("x" * 76))]},
        (500, ""),
    ],
)
def test_an_answer_that_slack_does_not_take_offers_nothing(form, bot, carla, answer, playground):
    bot.answers["block_suggestion"] = lambda _: answer
    with pytest.raises(Forbidden, match="could not be loaded"):
        suggested(carla, form, "yoga")
    assert any(entry["problems"] for entry in playground.log.after(0))


def without_options_address():
    manifest = copy.deepcopy(MANIFEST)
    del manifest["settings"]["interactivity"]["message_menu_options_url"]
    return manifest


def played(bot, manifest, act):
    """Carla opens the form in a workspace where the app has this manifest."""
    about = {"signing_secret": SECRET, "bot_url": bot.url, "bot_token": TOKEN}
    with Playground(**about, manifest=manifest) as slack:
        client = WebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])
        bot.answers["block_suggestion"] = found
        bot.answers["command"] = lambda body: (
            client.views_open(trigger_id=body["trigger_id"], view=FORM) and None
        )
        carla = Person(slack.url, "carla", patience=2)
        carla.command("/do")
        form = {"view_id": carla.view["id"], "block_id": "group", "action_id": "search"}
        act(carla, form)
        carla.close_connections()
        return slack.log.after(0)


def test_an_app_that_names_no_address_for_options_is_not_asked(bot):
    def act(carla, form):
        with pytest.raises(Forbidden, match="could not be loaded"):
            suggested(carla, form, "")

    entries = played(bot, without_options_address(), act)
    assert "block_suggestion" not in bot.kinds()
    problems = [problem for entry in entries for problem in entry["problems"]]
    assert problems == ["the manifest names no message_menu_options_url to ask"]


def test_over_a_socket_no_address_is_needed(bot):
    manifest = without_options_address()
    manifest["settings"]["socket_mode_enabled"] = True

    def act(carla, form):
        assert suggested(carla, form, "vip") == ["VIP"]

    played(bot, manifest, act)


def test_an_app_without_interactivity_is_told_of_no_submission(bot):
    manifest = copy.deepcopy(MANIFEST)
    manifest["settings"]["interactivity"]["is_enabled"] = False

    def act(carla, form):
        carla.choose("Group", "VIP")
        with pytest.raises(Forbidden, match="not configured to handle interactive"):
            carla.submit()

    played(bot, manifest, act)
    assert "view_submission" not in bot.kinds()
