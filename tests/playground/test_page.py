"""The page in a real browser: ticking, searching, picking a moment, fetching files."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.chromium import answered
from tests.playground.blocks import (
    MOMENT,
    SEARCH,
    TICKS,
    actions,
    asks,
    button,
    home,
    modal,
    option,
    plain,
    section,
)

pytestmark = pytest.mark.browser


def boxes(round=0, ticked=()):
    first = [one for one in TICKS["options"] if one["value"] in ticked]
    element = TICKS | ({"initial_options": first} if first else {})
    return asks(element, block_id=f"boxes:{round}", optional=True, label=plain("1–3"))


def shown(client, person, *blocks):
    client.views_publish(user_id=person.id, view=home(*blocks, actions(button(), block_id="bar")))


def opening(bot, client, view):
    """The next click opens this modal."""
    bot.answers["block_actions"] = lambda body: (
        client.views_open(trigger_id=body["trigger_id"], view=view) and None
    )


def test_ticks_stay_under_the_hands_and_go_along_with_the_next_click(bot, client, carla, page):
    shown(client, carla, boxes())
    page.get_by_role("tab", name="Home").click()
    page.get_by_label("Option 0").check()
    shown(client, carla, section(), boxes(ticked=["value-2"]))
    expect(page.get_by_text("Text")).to_be_visible()
    expect(page.get_by_label("Option 0")).to_be_checked()
    expect(page.get_by_label("Option 2")).not_to_be_checked()
    page.get_by_label("Option 1").check()
    with answered(page):
        page.get_by_role("button", name="Go").click()
    held = bot.last("block_actions")["view"]["state"]["values"]["boxes:0"]["tick"]
    assert [one["value"] for one in held["selected_options"]] == ["value-0", "value-1"]
    shown(client, carla, boxes(round=1, ticked=["value-2"]))
    expect(page.get_by_label("Option 2")).to_be_checked()
    expect(page.get_by_label("Option 0")).not_to_be_checked()


def test_a_searching_select_offers_at_once_and_narrows_while_typing(bot, client, carla, page):
    names = ["VIP", "Yoga on Friday", "Yoga on Monday"]
    bot.answers["block_suggestion"] = lambda body: {
        "options": [
            option(number, text=plain(name))
            for number, name in enumerate(names)
            if body["value"].lower() in name.lower()
        ]
    }
    search = asks({**SEARCH, "min_query_length": 0}, block_id="group", label=plain("Group"))
    opening(bot, client, modal(search))
    shown(client, carla)
    page.get_by_role("tab", name="Home").click()
    page.get_by_role("button", name="Go").click()
    group = page.get_by_role("dialog").get_by_role("combobox", name="Group")
    group.click()
    expect(page.get_by_role("option")).to_have_text(names)
    group.fill("yoga")
    expect(page.get_by_role("option")).to_have_text(names[1:])
    page.get_by_role("option", name="Yoga on Monday").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    held = bot.last("view_submission")["view"]["state"]["values"]["group"]["search"]
    assert held["selected_option"]["value"] == "value-2"


def test_a_moment_is_shown_and_picked_by_the_clock_on_the_wall_of_that_day(
    bot, client, carla, page
):
    summer, winter = 1_783_324_800, 1_797_321_600  # 8:00 UTC on 6 July and 15 December 2026
    picked = {**MOMENT, "initial_date_time": summer}
    opening(bot, client, modal(asks(picked, block_id="when", label=plain("When"))))
    shown(client, carla)
    page.get_by_role("tab", name="Home").click()
    page.get_by_role("button", name="Go").click()
    field = page.get_by_label("When")
    expect(field).to_have_value("2026-07-06T10:00")
    field.fill("2026-12-15T09:00")
    expect(field).to_have_value("2026-12-15T09:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    held = bot.last("view_submission")["view"]["state"]["values"]["when"]["when"]
    assert held["selected_date_time"] == winter


def test_each_file_of_a_message_is_fetched_and_a_link_tells_the_app(bot, client, carla, page):
    files = [{"filename": name, "title": name, "content": name} for name in ("a.ics", "b.txt")]
    client.files_upload_v2(channel=carla.dm, initial_comment="There", file_uploads=files)
    links = actions(button(url=f"{page.url}static/icon.svg"), block_id="links")
    client.chat_postMessage(channel=carla.dm, text="x", blocks=[links])
    page.get_by_role("tab", name="Messages").click()
    for name in ("a.ics", "b.txt"):
        with page.expect_download() as fetched:
            page.get_by_role("link", name=f"Download {name}").click()
        assert fetched.value.suggested_filename == name
        assert Path(fetched.value.path()).read_text() == name
    with page.context.expect_page() as opened, answered(page):
        page.get_by_role("button", name="Go").click()
    assert opened.value.url.endswith("/static/icon.svg")
    assert bot.last("block_actions")["actions"][0]["action_id"] == "go"
