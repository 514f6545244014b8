"""An import in a real browser: seen, changed, made, looked at and taken back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

FILE = b"Email,First name,Last name,Tags\nann@example.com,Ann,Lee,VIP\nben@example.com,Ben,Orr,\n"


@pytest.fixture
def page(browser: Browser, slack) -> Iterator[Page]:
    """Carla's browser, at her messages with Roster."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(slack.playground.url)
    opened.get_by_role("tab", name="Messages").click()
    yield opened
    context.close()


def drop(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Files to share").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Send").click()


def test_a_file_is_seen_changed_imported_and_taken_back(page):
    drop(page, "people.csv", FILE)
    expect(page.get_by_text("2 rows: 2 new")).to_be_visible()
    expect(page.get_by_text("VIP (1 new)")).to_be_visible()

    page.get_by_role("button", name="Change…").click()
    form = page.get_by_role("dialog", name="How to import")
    group = form.get_by_role("combobox", name="Put everybody into a group")
    group.click()
    group.press_sequentially("Autumn")
    page.get_by_role("option", name="➕ New group: Autumn").click()
    form.get_by_role("checkbox", name="Star everybody").check()
    form.get_by_role("button", name="Show what happens").click()
    expect(page.get_by_text("Everybody is put into the group Autumn.")).to_be_visible()

    page.get_by_role("button", name="Columns…").click()
    form = page.get_by_role("dialog", name="Columns of the file")
    expect(form.get_by_text("Tags · VIP")).to_be_visible()
    form.get_by_role("button", name="Cancel").click()

    page.get_by_role("button", name="Import 2 contacts").click()
    expect(page.get_by_text("2 contacts added from “people.csv”.")).to_be_visible()
    page.get_by_role("button", name="Show these 2 contacts").click()
    shown = page.get_by_role("dialog")
    expect(shown.get_by_text("1–2 of 2")).to_be_visible()
    shown.get_by_role("button", name="Close").last.click()

    page.get_by_role("button", name="Undo import").click()
    question = page.get_by_role("alertdialog").or_(page.get_by_role("dialog"))
    question.get_by_role("button", name="Undo import").click()
    expect(page.get_by_text("was undone: 2 contacts deleted.")).to_be_visible()
