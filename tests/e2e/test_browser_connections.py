"""A connected account in a real browser: let in, looked at, and disconnected."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.syncing import account

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, accounts) -> Iterator[Page]:
    """Carla's browser, at Roster's Home tab."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(accounts.playground.url)
    opened.get_by_role("tab", name="Home").click()
    expect(opened.get_by_text("There is nobody in this book yet.")).to_be_visible()
    yield opened
    context.close()


def open_accounts(page: Page):
    tools = page.locator('[data-block-id="tools"]')
    tools.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Sync contacts").click()
    return page.get_by_role("dialog", name="Sync contacts")


def let_in(page: Page, dialog, email: str) -> None:
    """The way through the consent, in a tab of its own."""
    with page.context.expect_page() as opened:
        dialog.get_by_text("Continue to Google").click()
    tab = opened.value
    tab.get_by_text(email).first.click()
    tab.get_by_role("checkbox").first.check()
    tab.get_by_role("button", name="Continue").click()
    expect(tab.get_by_role("heading", name=f"Connect {email}?")).to_be_visible()
    tab.get_by_role("button", name="Connect").click()
    expect(tab.get_by_role("heading", name=f"{email} is connected")).to_be_visible()
    tab.close()


def test_an_account_is_connected_listed_and_disconnected(page, accounts):
    email = account(accounts).email
    dialog = open_accounts(page)
    dialog.get_by_role("button", name="Google Contacts").click()
    expect(dialog.get_by_text("It only reads.")).to_be_visible()
    let_in(page, dialog, email)
    expect(dialog.get_by_text(f"37 contacts and 4 groups from {email}")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.get_by_text("1–25 of 37")).to_be_visible()
    expect(page.get_by_text(f"37 contacts and 4 groups from {email}").first).to_be_visible()

    dialog = open_accounts(page)
    expect(dialog.get_by_text("Active contacts connections")).to_be_visible()
    expect(dialog.get_by_text("37 contacts and 4 groups")).to_be_visible()
    dialog.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Disconnect").click()
    question = page.get_by_role("dialog", name="Disconnect")
    question.get_by_role("radio", name="Remove 37 contacts").check()
    question.get_by_role("button", name="Disconnect").click()
    expect(question.get_by_text("was disconnected: 37 contacts removed.")).to_be_visible()
    question.get_by_role("button", name="Close").last.click()
    expect(dialog.get_by_text("No account is connected yet.")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.get_by_text("There is nobody in this book yet.")).to_be_visible()
