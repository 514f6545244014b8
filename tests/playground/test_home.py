"""The Home tab: opened, published, clicked; what the app is told of each."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.person import NotOnScreen
from bot.playground.wire import Forbidden
from tests.playground.blocks import (
    actions,
    asks,
    button,
    home,
    marked,
    option,
    plain,
    section,
    select,
    written,
)


@pytest.fixture
def publishes(bot, client):
    def let(view):
        bot.answers["app_home_opened"] = lambda body: (
            client.views_publish(user_id=body["event"]["user"], view=view) and None
        )

    return let


def row(name):
    menu = {
        "type": "overflow",
        "action_id": "row",
        "options": [option(1, text=plain("Edit")), option(2, text=plain("Delete"))],
    }
    return section(text=marked(f"*{name}*"), block_id=name, accessory=menu)


def test_opening_the_home_tab_tells_the_app(bot, carla):
    carla.home()
    event = bot.last("app_home_opened")
    assert event["event"] | {"event_ts": "1"} == {
        "type": "app_home_opened",
        "user": carla.id,
        "channel": carla.dm,
        "tab": "home",
        "event_ts": "1",
    }
    assert event["type"] == "event_callback"
    assert event["event_id"].startswith("Ev")
    assert event["authorizations"][0]["is_bot"] is True


def test_a_published_home_is_seen_by_that_person_only(publishes, carla, amir):
    publishes(home(section(text=marked("Hello *you*"))))
    carla.home()
    assert carla.see("Hello you").kind == "home"
    assert amir.state["home"] is None


def test_the_next_opening_brings_the_view_along(publishes, bot, carla):
    publishes(home(section(), private_metadata="mine"))
    carla.home()
    carla.home()
    assert bot.last("app_home_opened")["event"]["view"]["private_metadata"] == "mine"


def test_a_menu_entry_is_chosen_in_its_row(publishes, bot, carla):
    publishes(home(row("Ann Lee"), row("Bob Ray")))
    carla.home()
    carla.click("Delete", near="Bob")
    payload = bot.last("block_actions")
    (action,) = payload["actions"]
    assert (action["block_id"], action["action_id"]) == ("Bob Ray", "row")
    assert action["selected_option"] == {
        "text": {"type": "plain_text", "text": "Delete", "emoji": True},
        "value": "value-2",
    }
    assert payload["container"] == {"type": "view", "view_id": payload["view"]["id"]}
    assert payload["team"]["domain"]
    assert payload["api_app_id"]
    assert payload["trigger_id"]


def test_what_is_there_twice_needs_its_row(publishes, carla):
    publishes(home(row("Ann Lee"), row("Bob Ray")))
    carla.home()
    with pytest.raises(NotOnScreen, match="'Delete' is there 2 times"):
        carla.click("Delete")


def test_a_button_brings_its_value_and_the_values_of_all_others(publishes, bot, carla):
    publishes(
        home(
            asks(written(), block_id="search", label=plain("Search")),
            actions(select(), button(value="v", style="primary"), block_id="bar"),
        )
    )
    carla.home()
    carla.type("Search", "ann")
    carla.click("Go")
    payload = bot.last("block_actions")
    assert payload["actions"][0]["value"] == "v"
    assert payload["actions"][0]["text"]["text"] == "Go"
    values = payload["view"]["state"]["values"]
    assert values["search"]["write"]["value"] == "ann"
    assert values["bar"]["choose"] == {"type": "static_select", "selected_option": None}


def test_a_choice_stays_though_the_next_view_starts_otherwise(publishes, bot, client, carla):
    publishes(home(actions(select(), block_id="bar")))
    bot.answers["block_actions"] = lambda body: (
        client.views_publish(
            user_id=body["user"]["id"],
            view=home(actions(select(initial_option=option(0)), block_id="bar")),
        )
        and None
    )
    carla.home()
    carla.choose("", "Option 1")
    assert bot.last("block_actions")["actions"][0]["selected_option"]["value"] == "value-1"
    assert "Option 1" in carla.screen


def test_typing_sends_when_it_should(publishes, bot, carla):
    enter = {"trigger_actions_on": ["on_enter_pressed"]}
    each = {"trigger_actions_on": ["on_character_entered"]}
    publishes(
        home(
            asks(written(dispatch_action_config=enter), dispatch_action=True, label=plain("Enter")),
            asks(written(dispatch_action_config=each), dispatch_action=True, label=plain("Each")),
            asks(written(), label=plain("Never")),
        )
    )
    carla.home()
    carla.type("Never", "a")
    carla.type("Enter", "b")
    assert "block_actions" not in bot.kinds()
    carla.type("Enter", "c", enter=True)
    assert bot.last("block_actions")["actions"][0]["value"] == "c"
    carla.type("Each", "d")
    assert bot.last("block_actions")["actions"][0]["value"] == "d"


def test_a_confirmation_must_be_answered_by_its_words(publishes, bot, carla):
    confirm = {
        "title": plain("Sure?"),
        "text": plain("Really?"),
        "confirm": plain("Yes, go"),
        "deny": plain("No"),
    }
    publishes(home(actions(button(confirm=confirm))))
    carla.home()
    with pytest.raises(NotOnScreen, match="Yes, go"):
        carla.click("Go")
    carla.click("Go", confirm="Yes, go")
    assert bot.kinds().count("block_actions") == 1


def test_a_searching_select_asks_the_app(publishes, bot, carla):
    search = {"type": "external_select", "action_id": "find", "min_query_length": 1}
    publishes(home(actions({**search, "placeholder": plain("Find")}, block_id="bar")))
    bot.answers["block_suggestion"] = lambda body: {"options": [option(text=plain(body["value"]))]}
    carla.home()
    carla.choose("Find", "Ann")
    asked = bot.last("block_suggestion")
    assert (asked["action_id"], asked["block_id"], asked["value"]) == ("find", "bar", "Ann")
    assert bot.last("block_actions")["actions"][0]["selected_option"]["value"] == "value-1"


def test_what_is_not_on_the_screen_cannot_be_clicked(publishes, carla):
    publishes(home(actions(button(), select(), block_id="bar")))
    carla.home()
    view_id = carla.view["id"]
    for wrong in (
        {"block_id": "bar", "action_id": "gone"},
        {"block_id": "gone", "action_id": "go"},
        {"block_id": "bar", "action_id": "choose", "value": "value-9"},
    ):
        with pytest.raises(Forbidden, match="not on the screen"):
            carla._wire.act(carla.id, "click", view_id=view_id, **wrong)


def test_a_click_that_the_app_does_not_take_is_told(publishes, bot, carla):
    publishes(home(actions(button())))
    bot.answers["block_actions"] = lambda _: (500, "")
    carla.home()
    carla.click("Go")
    carla.see("Standin couldn't handle that.")
    bot.answers["block_actions"] = lambda _: None
    carla.click("Go")
    assert carla.state["notice"] is None


def test_publishing_with_an_old_hash_conflicts(client, carla):
    first = client.views_publish(user_id=carla.id, view=home())["view"]["hash"]
    client.views_publish(user_id=carla.id, view=home(), hash=first)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_publish(user_id=carla.id, view=home(), hash=first)


def test_a_view_that_slack_would_refuse_is_refused_with_the_place(client, carla):
    with pytest.raises(SlackApiError) as caught:
        client.views_publish(user_id=carla.id, view=home(section(text=marked("x" * 3001))))
    answer = caught.value.response
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]"
    ]
    with pytest.raises(SlackApiError, match="view_too_large"):
        client.views_publish(user_id=carla.id, view=home(*[section(text=marked("x" * 3000))] * 90))
