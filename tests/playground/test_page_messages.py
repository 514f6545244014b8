"""The page in a real browser: shortcuts at messages, the app in a channel, files, asking back."""

import pytest
from playwright.sync_api import expect

from tests.chromium import answered
from tests.playground.blocks import CONFIRM, actions, button, home, plain

pytestmark = pytest.mark.browser


@pytest.fixture
def general(carla, amir, page):
    """Carla's browser shows #general, where Amir has said something."""
    for person in (carla, amir):
        person.go("#general")
    amir.say("Ask *Ann Lee* <ann@x.com>, @carla")
    page.get_by_role("button", name="general").click()
    return page


def test_a_message_is_drawn_as_it_was_meant(general):
    said = general.get_by_role("article")
    expect(said).to_contain_text("Ask Ann Lee <ann@x.com>, @Carla Coach")
    expect(said.locator("b", has_text="Ann Lee")).to_be_visible()
    expect(said.get_by_role("link")).to_have_attribute("href", "mailto:ann@x.com")


def test_a_shortcut_is_chosen_with_the_mouse(general, bot):
    general.get_by_role("article").hover()
    general.get_by_role("button", name="More actions").click()
    menu = general.get_by_role("menu", name="Message shortcuts")
    expect(menu.get_by_role("menuitem")).to_have_count(2)
    with answered(general, "shortcut"):
        menu.get_by_role("menuitem", name="Save").click()
    assert bot.last("message_action")["callback_id"] == "save"
    expect(menu).to_have_count(0)


def test_a_shortcut_is_chosen_by_keyboard(general, bot):
    more = general.get_by_role("button", name="More actions")
    general.get_by_role("article").get_by_role("link").focus()
    general.keyboard.press("Tab")
    expect(more).to_be_focused()
    general.keyboard.press("Enter")
    expect(general.get_by_role("menuitem").first).to_be_focused()
    general.keyboard.press("Escape")
    expect(more).to_be_focused()
    general.keyboard.press("Enter")
    expect(general.get_by_role("menuitem").first).to_be_focused()
    general.keyboard.press("ArrowDown")
    with answered(general, "shortcut"):
        general.keyboard.press("Enter")
    assert bot.last("message_action")["callback_id"] == "save"
    expect(more).to_be_focused()


def test_a_shortcut_that_fails_is_told(general, bot):
    bot.answers["message_action"] = lambda _: (500, "")
    general.get_by_role("article").hover()
    general.get_by_role("button", name="More actions").click()
    general.get_by_role("menuitem", name="Save").click()
    expect(general.get_by_text("couldn't handle that")).to_be_visible()


def test_the_app_is_added_to_a_channel_and_answers_for_one_have_no_shortcuts(
    general, client, carla
):
    general.get_by_role("button", name="Add Standin").click()
    expect(general.get_by_title("Standin is in this channel")).to_be_visible()
    expect(general.get_by_text("has joined the channel")).to_be_visible()
    client.chat_postEphemeral(channel="C0GENERAL1", user=carla.id, text="Psst")
    expect(general.get_by_text("Psst")).to_be_visible()
    expect(general.get_by_role("button", name="More actions")).to_have_count(1)


def test_somebody_is_mentioned_with_the_help_of_a_list(general, bot, carla):
    carla.invite()
    field = general.get_by_role("textbox", name="Message #general")
    field.press_sequentially("Dear @am")
    expect(general.get_by_role("option")).to_have_count(1)
    expect(general.get_by_role("option", name="Amir Assistant")).to_be_visible()
    field.press("Enter")
    field.press_sequentially("and @st")
    field.press("Tab")
    expect(field).to_have_value("Dear @Amir Assistant and @Standin ")
    with answered(general, "say"):
        field.press("Enter")
    assert bot.last("app_mention")["event"]["text"] == "Dear <@U0AMIR0001> and <@U0ROSTER01>"


def test_several_files_are_sent_in_one_message(general, carla):
    files = [
        {"name": name, "mimeType": "text/csv", "buffer": b"email\n"} for name in ("a.csv", "b.csv")
    ]
    general.get_by_label("Files to share").set_input_files(files)
    with general.expect_response("**/playground/files"):
        general.get_by_role("button", name="Send").click()
    assert [file["name"] for file in carla.conversation[-1]["files"]] == ["a.csv", "b.csv"]


@pytest.mark.parametrize(("answer", "count"), [("Never mind", 0), ("Do it", 1)])
def test_a_button_asks_back_before_the_app_hears_of_it(bot, client, carla, page, answer, count):
    confirm = {**CONFIRM, "confirm": plain("Do it"), "deny": plain("Never mind")}
    client.views_publish(user_id=carla.id, view=home(actions(button(confirm=confirm))))
    page.get_by_role("tab", name="Home").click()
    page.get_by_role("button", name="Go").click()
    page.get_by_role("dialog").get_by_role("button", name=answer).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Go")).to_be_focused()
    carla.until(lambda _: bot.kinds().count("block_actions") == count)


def test_a_button_that_names_no_words_asks_for_yes_or_no(client, carla, page):
    confirm = {"title": plain("Sure?"), "text": plain("It is for good.")}
    client.views_publish(user_id=carla.id, view=home(actions(button(confirm=confirm))))
    page.get_by_role("tab", name="Home").click()
    page.get_by_role("button", name="Go").click()
    buttons = page.get_by_role("dialog").get_by_role("button")
    expect(buttons).to_have_text(["No", "Yes"])
