"""Connecting an account in a real browser, whose providers are another site than Roster."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from store.words import Provider
from tests.bot.connecting_world import World, running

pytestmark = pytest.mark.browser


@pytest.fixture
def world(sqlite_address) -> Iterator[World]:
    with running(sqlite_address, providers="localhost") as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("provider", list(Provider))
def test_an_account_is_connected_across_sites_with_a_cookie_that_others_do_not_get(
    world, page, provider
):
    email = world.account(provider).email
    page.goto(world.begin(provider))
    assert "//localhost:" in page.url
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name=f"Connect {email}?")).to_be_visible()
    assert "code=" not in page.url
    (cookie,) = page.context.cookies(page.url)
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    page.get_by_role("button", name="Connect").click()
    expect(page.get_by_role("heading", name=f"{email} is connected")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=f"{email} is connected")).to_be_visible()
    assert [row.email for row in world.rows()] == [email]


def test_labels_are_chosen_with_the_keyboard_and_a_mistake_is_said(world, page):
    page.goto(world.begin(Provider.google))
    page.get_by_role("button", name="Continue").click()
    boxes = page.get_by_role("group", name="labels")
    expect(boxes).to_be_hidden()
    page.get_by_role("radio", name="All contacts").press("ArrowDown")
    expect(boxes).to_be_visible()
    page.get_by_role("button", name="Connect").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("choose at least one")
    page.get_by_label("Wed cohort").press("Space")
    page.get_by_role("button", name="Connect").press("Enter")
    expect(page.get_by_role("heading", name="is connected")).to_be_visible()
    (connection,) = world.rows()
    assert len(connection.chosen) == 1


def test_going_back_after_the_end_connects_nothing_twice(world, page):
    page.goto(world.begin(Provider.google))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Connect").click()
    expect(page.get_by_role("heading", name="is connected")).to_be_visible()
    page.go_back()
    page.go_forward()
    expect(page.get_by_role("heading", name="is connected")).to_be_visible()
    assert len(world.rows()) == 1
