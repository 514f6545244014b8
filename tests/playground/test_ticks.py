"""Check boxes on a page: a tick waits for the next click, and stays while its block does."""

import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.blocks import actions, asks, button, home, modal, option, plain, section

PEOPLE = ["Ann", "Bob", "Cid"]


def person(number, name):
    described = plain(f"{name.lower()}@example.com")
    return option(number, text=plain(name), description=described)


def boxes(round=0, ticked=(), people=PEOPLE):
    element = {
        "type": "checkboxes",
        "action_id": "box",
        "options": [person(number, name) for number, name in enumerate(people)],
    }
    first = [one for one in element["options"] if one["text"]["text"] in ticked]
    element |= {"initial_options": first} if first else {}
    return asks(element, block_id=f"boxes:{round}", optional=True, label=plain("1–3"))


def page(*blocks):
    return home(*blocks, actions(button(), block_id="bar"))


@pytest.fixture
def shows(client, carla):
    """Puts blocks on Carla's Home tab."""

    def show(*blocks):
        client.views_publish(user_id=carla.id, view=page(*blocks))
        carla.place = "home"

    return show


def told(bot):
    """What the last click brought along, by block: the values that are ticked."""
    values = bot.last("block_actions")["view"]["state"]["values"]
    return {
        block: [one["value"] for one in held["box"]["selected_options"]]
        for block, held in values.items()
    }


def test_a_tick_is_not_told_before_the_next_click_which_brings_all(shows, bot, carla):
    shows(boxes(ticked=["Cid"]))
    carla.tick("Ann", "Bob")
    assert "block_actions" not in bot.kinds()
    carla.click("Go")
    assert told(bot) == {"boxes:0": ["value-0", "value-1", "value-2"]}
    carla.tick("Bob", "Cid", on=False)
    carla.click("Go")
    assert told(bot) == {"boxes:0": ["value-0"]}


def test_the_app_hears_the_whole_option_as_it_was_shown(shows, bot, carla):
    shows(boxes())
    carla.tick("Ann")
    carla.click("Go")
    held = bot.last("block_actions")["view"]["state"]["values"]["boxes:0"]["box"]
    emoji = {"emoji": True}
    assert held == {
        "type": "checkboxes",
        "selected_options": [
            {
                "text": plain("Ann") | emoji,
                "value": "value-0",
                "description": plain("ann@example.com") | emoji,
            }
        ],
    }


def test_ticks_stay_while_the_block_is_called_the_same(shows, bot, carla):
    shows(boxes())
    carla.tick("Ann")
    shows(section(), boxes(ticked=["Bob"]))
    carla.click("Go")
    assert told(bot) == {"boxes:0": ["value-0"]}
    shows(boxes(ticked=["Bob"]))
    carla.see("[(x) Ann | Bob | Cid]")


def test_a_block_of_a_new_name_starts_as_the_app_says(shows, bot, carla):
    shows(boxes())
    carla.tick("Ann")
    carla.click("Go")
    shows(boxes(round=1, ticked=["Bob"]))
    carla.see("[Ann | (x) Bob | Cid]")
    carla.click("Go")
    assert told(bot) == {"boxes:1": ["value-1"]}


def test_the_same_boxes_stand_in_a_modal(bot, client, carla):
    bot.answers["command"] = lambda body: (
        client.views_open(trigger_id=body["trigger_id"], view=modal(boxes(ticked=["Bob"]))) and None
    )
    carla.command("/do")
    carla.tick("Cid")
    carla.submit()
    held = bot.last("view_submission")["view"]["state"]["values"]["boxes:0"]["box"]
    assert [one["value"] for one in held["selected_options"]] == ["value-1", "value-2"]


def test_an_eleventh_box_needs_another_block(client, carla):
    many = [f"Person {number}" for number in range(11)]
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_publish(user_id=carla.id, view=page(boxes(people=many)))
    client.views_publish(
        user_id=carla.id, view=page(boxes(people=many[:10]), boxes(1, people=many[10:]))
    )
