"""The page in a real browser: rows of selects and dates, by keyboard and by mouse."""

import pytest
from playwright.sync_api import expect

from tests.chromium import answered
from tests.playground.blocks import SEVERAL, actions, button, home, option, plain, select
from tests.playground.test_choosing import PRODUCT, PRODUCTS, SEVERAL_PRODUCTS, STARTS, found

pytestmark = pytest.mark.browser


@pytest.fixture
def shows(bot, client, carla, page):
    """Puts blocks on the Home tab of Carla's browser."""
    bot.answers["block_suggestion"] = found
    page.get_by_role("tab", name="Home").click()

    def show(*blocks):
        client.views_publish(user_id=carla.id, view=home(*blocks))

    return show


def filters(block_id="row", **more):
    status = select(placeholder=plain("Status"), action_id="status")
    payment = select(placeholder=plain("Payment"), action_id="payment")
    segment = {**PRODUCT, "placeholder": plain("Segment"), "action_id": "segment"}
    return actions({**PRODUCT, **more}, segment, status, payment, button(), block_id=block_id)


def field(page, name):
    return page.get_by_role("combobox", name=name, exact=True)


def clicks(bot):
    return [one.payload["actions"][0] for one in bot.heard if one.kind == "block_actions"]


def test_four_selects_and_a_button_stand_on_one_line(shows, page):
    page.set_viewport_size({"width": 1280, "height": 800})
    shows(filters())
    expect(field(page, "Product")).to_be_visible()
    drawn = page.locator(".block-actions > *")
    middles = [box["y"] + box["height"] / 2 for box in (one.bounding_box() for one in drawn.all())]
    assert len(middles) == 5
    assert max(middles) - min(middles) < 2


def test_the_keyboard_alone_chooses_clears_and_goes_on(shows, bot, page):
    shows(filters())
    product = field(page, "Product")
    product.focus()
    page.keyboard.type("yoga")
    expect(page.get_by_role("option")).to_have_text(["Yoga 101", "Yoga 102"])
    page.keyboard.press("ArrowDown")
    with answered(page):
        page.keyboard.press("Enter")
    expect(product).to_have_value("Yoga 102")
    shows(button_row("Found"), filters())
    expect(page.get_by_role("button", name="Found")).to_be_visible()
    expect(product).to_have_value("Yoga 102")
    expect(product).to_be_focused()
    with answered(page):
        page.keyboard.press("Delete")
    expect(product).to_have_value("")
    page.keyboard.press("Tab")
    expect(field(page, "Segment")).to_be_focused()
    chosen = [one["selected_option"] and one["selected_option"]["value"] for one in clicks(bot)]
    assert chosen == ["p:2", None]


def button_row(text):
    return actions(button(text=plain(text), action_id="found"), block_id="above")


def test_a_choice_is_cleared_in_its_list_and_shown_by_name_after_a_reload(shows, bot, page):
    pilates = option(text=plain("Pilates"), value=PRODUCTS["Pilates"])
    shows(filters(initial_option=pilates))
    product = field(page, "Product")
    expect(product).to_have_value("Pilates")
    product.click()
    with answered(page):
        page.get_by_role("option", name="Yoga 101").click()
    expect(product).to_have_value("Yoga 101")
    page.reload()
    expect(product).to_have_value("Yoga 101")
    product.click()
    with answered(page):
        page.get_by_role("option", name="Clear selection").click()
    expect(product).to_have_value("")
    assert clicks(bot)[-1]["selected_option"] is None
    shows(filters("row:2", initial_option=pilates))
    expect(product).to_have_value("Pilates")


def test_several_are_chosen_and_taken_out(shows, bot, page):
    groups = {**SEVERAL, "placeholder": plain("Groups")}
    shows(actions({**SEVERAL_PRODUCTS, "action_id": "p"}, groups, block_id="row"))
    row = page.locator(".block-actions")
    products = row.locator('[data-action-id="p"]')
    products.click()
    for name in ("Yoga 101", "Pilates"):
        with answered(page):
            page.get_by_role("option", name=name).click()
    page.keyboard.press("Escape")
    expect(row.locator(".token")).to_have_text(["Yoga 101", "Pilates"])
    with answered(page):
        row.get_by_role("button", name="Remove Yoga 101").click()
    expect(row.locator(".token")).to_have_text(["Pilates"])
    with answered(page):
        products.press("Backspace")
    expect(row.locator(".token")).to_have_count(0)
    chosen = [[one["value"] for one in click["selected_options"]] for click in clicks(bot)]
    assert chosen == [["p:1"], ["p:1", "p:3"], ["p:3"], []]


def test_a_date_that_is_typed_is_sent_once_when_it_is_whole(shows, bot, page):
    ends = {**STARTS, "action_id": "ends", "initial_date": "2026-12-31"}
    shows(actions(STARTS, ends, button(), block_id="row"))
    expect(page.get_by_text("Starts", exact=True)).to_be_visible()
    starts = page.locator('[data-action-id="starts"]')
    starts.focus()
    page.keyboard.type("02022026")  # whichever of month and day the browser asks for first
    expect(starts).to_have_value("2026-02-02")
    with answered(page):
        page.get_by_role("button", name="Go").focus()
    assert [one["selected_date"] for one in clicks(bot)] == ["2026-02-02"]
    expect(page.get_by_text("Starts", exact=True)).to_have_count(0)
    with answered(page):
        page.locator('[data-action-id="ends"]').fill("")
        page.keyboard.press("Enter")
    assert clicks(bot)[-1]["selected_date"] is None
