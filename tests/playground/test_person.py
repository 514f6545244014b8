"""The driven person: does what is on the screen, and nothing else."""

import pytest

from bot.playground.person import NotOnScreen
from bot.playground.wire import Forbidden
from tests.playground.blocks import (
    RADIO,
    TICKS,
    actions,
    asks,
    button,
    home,
    marked,
    modal,
    options,
    plain,
    section,
    select,
    written,
)


@pytest.fixture
def shows(client, carla):
    """Puts a Home tab before Carla, who does not wait long for what is not there."""
    carla._patience = 0.05

    def let(*blocks):
        client.views_publish(user_id=carla.id, view=home(*blocks))
        carla.home()

    return let


@pytest.mark.parametrize(
    "act",
    [
        lambda carla: carla.click("Delete"),
        lambda carla: carla.click("Go", near="Bob"),
        lambda carla: carla.type("Email", "ann@example.com"),
        lambda carla: carla.choose("Sort by", "Name"),
        lambda carla: carla.tick("Agree"),
        lambda carla: carla.attach("File", "x.csv", b"x"),
        lambda carla: carla.submit(),
        lambda carla: carla.close(),
        lambda carla: carla.see("Delete"),
        lambda carla: carla.see_no("Ann"),
    ],
)
def test_what_is_not_there_is_refused_with_the_screen_in_words(shows, carla, act):
    shows(section(text=marked("Ann")), actions(button()))
    with pytest.raises(NotOnScreen, match=r"(?s)is not on the screen:\nAnn\n\[Go\]"):
        act(carla)


def test_a_button_is_called_by_its_words_whatever_marks_stand_round_them(shows, bot, carla):
    shows(
        actions(button(text=plain("➕ New contact")), button(text=plain("Next ›"), action_id="n"))
    )
    carla.click("New contact")
    carla.click("next")
    clicked = [one.payload["actions"][0]["action_id"] for one in bot.heard[1:]]
    assert clicked == ["go", "n"]


def test_the_buttons_below_a_section_are_in_its_row(shows, bot, carla):
    shows(
        section(text=marked("Ann")),
        actions(button(value="ann")),
        section(text=marked("Bob")),
        actions(button(value="bob")),
    )
    carla.click("Go", near="Bob")
    assert bot.last("block_actions")["actions"][0]["value"] == "bob"


def test_only_what_is_offered_can_be_chosen(shows, carla):
    shows(actions(select(placeholder=plain("Sort by"))))
    with pytest.raises(NotOnScreen, match="'Colour' is not offered, but Option 0, Option 1"):
        carla.choose("Sort by", "Colour")


def test_check_boxes_hold_several(shows, bot, carla):
    shows(actions(TICKS))
    carla.tick("Option 0", "Option 2")
    carla.tick("Option 0", on=False)
    (action,) = bot.last("block_actions")["actions"]
    assert [option["value"] for option in action["selected_options"]] == ["value-2"]


def test_radio_buttons_hold_one(shows, bot, carla):
    shows(actions(RADIO))
    carla.tick("Option 0", "Option 1")
    (action,) = bot.last("block_actions")["actions"]
    assert action["selected_option"]["value"] == "value-1"


def test_a_link_button_leads_somewhere_and_is_told_when_clicked(shows, bot, carla):
    shows(
        actions(button(url="https://example.com/consent"), button(action_id="n", text=plain("N")))
    )
    assert carla.link("Go") == "https://example.com/consent"
    carla.click("Go")
    assert "block_actions" in bot.kinds()
    with pytest.raises(NotOnScreen, match="not a link"):
        carla.link("N")


def test_a_window_without_a_submit_button_cannot_be_submitted(bot, client, carla):
    view = modal(section())
    del view["submit"]
    bot.answers["command"] = lambda body: (
        client.views_open(trigger_id=body["trigger_id"], view=view) and None
    )
    carla.command("/do")
    with pytest.raises(NotOnScreen, match="nothing to submit"):
        carla.submit()
    with pytest.raises(Forbidden, match="nothing to submit"):
        carla._wire.act(carla.id, "submit", view_id=carla.view["id"])


def test_what_is_behind_a_window_is_not_visible(bot, client, carla):
    client.views_publish(user_id=carla.id, view=home(section(text=marked("Behind"))))
    carla.home()
    assert "Behind" in carla.screen
    bot.answers["command"] = lambda body: (
        client.views_open(trigger_id=body["trigger_id"], view=modal()) and None
    )
    carla.command("/do")
    assert "Behind" not in carla.screen
    carla.close()
    carla.home()
    assert "Behind" in carla.screen


def test_what_is_typed_is_visible_before_it_is_sent(shows, bot, carla):
    shows(asks(written(), label=plain("Name")), asks(select(options=options(1)), label=plain("Of")))
    carla.type("Name", "Ann")
    carla.choose("Of", "Option 0")
    assert "Name: Ann" in carla.screen
    assert "Of: Option 0" in carla.screen
    assert "block_actions" not in bot.kinds()


def test_the_latest_of_equal_messages_is_clicked(client, bot, carla):
    for value in ("first", "second"):
        blocks = [actions(button(value=value))]
        client.chat_postMessage(channel=carla.dm, text="Go?", blocks=blocks)
    carla.click("Go")
    assert bot.last("block_actions")["actions"][0]["value"] == "second"
