"""Products, memberships, filters and segments in a real browser: the main path."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, slack) -> Iterator[Page]:
    """Carla's browser, at a page of three contacts."""
    slack.fill(3)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(slack.playground.url)
    opened.get_by_role("tab", name="Home").click()
    expect(opened.get_by_text("1–3 of 3")).to_be_visible()
    yield opened
    context.close()


def choose(within: Page | Locator, select: str, text: str, option: str) -> None:
    """Type into a select that asks for its options, and take one."""
    box = within.get_by_role("combobox", name=select, exact=True)
    box.click()
    box.press_sequentially(text)
    page = within if isinstance(within, Page) else within.page
    page.get_by_role("option", name=option, exact=True).click()


def test_somebody_is_given_a_product_filtered_for_and_kept_in_a_segment(page):
    page.get_by_role("button", name="Memberships", exact=True).click()
    page.get_by_role("button", name="Add membership").click()
    form = page.get_by_role("dialog", name="Add membership")
    choose(form, "Email", "person 001", "Person 001 · person001@example.com")
    choose(form, "Product", "Yoga 101", "➕ New product: Yoga 101")
    form.get_by_role("button", name="Add membership").click()
    expect(page.get_by_text("Person 001 has Yoga 101 from")).to_be_visible()

    page.get_by_role("button", name="All contacts").click()
    expect(page.get_by_text("1–3 of 3")).to_be_visible()
    choose(page, "Product", "yoga", "Yoga 101")
    expect(page.get_by_text("1–1 of 1")).to_be_visible()
    expect(page.get_by_text("People who have a membership of Yoga 101")).to_be_visible()

    page.get_by_role("button", name="Add filter").click()
    form = page.get_by_role("dialog", name="Filter contacts")
    expect(form.get_by_text("1 contact: people who have a membership")).to_be_visible()
    form.get_by_role("button", name="➕ Add filter").click()
    expect(form.get_by_text("Row 2")).to_be_visible()
    form.get_by_label("Save as segment").fill("Yogis")
    form.get_by_role("button", name="Show contacts").click()
    expect(page.get_by_text("The segment Yogis was saved.")).to_be_visible()

    page.get_by_role("button", name="View the memberships of Person 001").click()
    card = page.get_by_role("dialog", name="Memberships")
    expect(card.get_by_text("Added by")).to_be_visible()
    card.get_by_role("button", name="Close").last.click()

    page.get_by_role("button", name="Segments").click()
    expect(page.get_by_text("1 contact")).to_be_visible()
