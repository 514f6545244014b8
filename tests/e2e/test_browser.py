"""The main path in a real browser: add, find, edit, star, import and delete."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, slack) -> Iterator[Page]:
    """Carla's browser, at Roster's Home tab."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(slack.playground.url)
    opened.get_by_role("tab", name="Home").click()
    expect(opened.get_by_text("There is nobody in this book yet.")).to_be_visible()
    yield opened
    context.close()


def row(page: Page, number: int = 0):
    return page.locator('[data-block-id^="contact:"]').nth(number)


def choose(page: Page, choice: str) -> None:
    """An entry of the ⋮ menu of the first contact."""
    row(page).get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=choice).click()


def add(page: Page, first: str, last: str, email: str) -> None:
    page.get_by_role("button", name="New contact").click()
    form = page.get_by_role("dialog", name="New contact")
    form.get_by_label("First name").fill(first)
    form.get_by_label("Last name").fill(last)
    form.get_by_label("Email").fill(email)
    form.get_by_role("button", name="Add contact").click()
    expect(page.get_by_text(f"{first} {last} was added.")).to_be_visible()


def test_a_contact_lives_from_adding_to_deleting(page):
    add(page, "Ann", "Lee", "ann@example.com")
    expect(row(page)).to_contain_text("ann@example.com")

    choose(page, "Edit contact")
    form = page.get_by_role("dialog", name="Edit contact")
    form.get_by_label("Company").fill("Yoga & Co")
    form.get_by_role("button", name="Update contact").click()
    expect(row(page)).to_contain_text("Yoga & Co")

    page.get_by_role("button", name="Add Ann Lee to favorites").click()
    expect(page.get_by_role("button", name="Remove Ann Lee from favorites")).to_be_visible()
    page.get_by_role("button", name="Favorites", exact=True).click()
    expect(page.get_by_text("1–1 of 1 in Favorites")).to_be_visible()

    choose(page, "Delete contact")
    question = page.get_by_role("dialog", name="Delete contact")
    expect(question).to_contain_text("Ann Lee")
    question.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("Ann Lee was deleted.")).to_be_visible()


def test_a_search_finds_as_soon_as_enter_is_pressed(page):
    add(page, "Ann", "Lee", "ann@example.com")
    add(page, "Ben", "Orr", "ben@example.com")
    page.get_by_label("Search").fill("orr")
    page.get_by_label("Search").press("Enter")
    expect(page.get_by_text("1–1 of 1 matching “orr”")).to_be_visible()
    expect(row(page)).to_contain_text("Ben Orr")
    page.get_by_role("button", name="Clear search").click()
    expect(page.get_by_text("1–2 of 2")).to_be_visible()
    expect(page.get_by_label("Search")).to_have_value("")


def test_a_file_dropped_into_the_messages_is_imported(page):
    page.get_by_role("tab", name="Messages").click()
    content = "email,first_name\n" + "".join(f"p{n}@example.com,Person {n}\n" for n in range(30))
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.get_by_label("Files to share").set_input_files(file)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Import 30 contacts").click()
    expect(page.get_by_text("30 contacts added from “people.csv”")).to_be_visible()
    page.get_by_role("tab", name="Home").click()
    expect(page.get_by_text("1–25 of 30")).to_be_visible()
    page.get_by_role("button", name="Next ›").click()
    expect(page.get_by_text("26–30 of 30")).to_be_visible()


def test_a_known_email_is_said_under_its_field(page):
    add(page, "Ann", "Lee", "ann@example.com")
    page.get_by_role("button", name="New contact").click()
    form = page.get_by_role("dialog", name="New contact")
    form.get_by_label("Email").fill("ann@example.com")
    form.get_by_role("button", name="Add contact").click()
    expect(form.get_by_text("ann@example.com is already in this book.")).to_be_visible()
    form.get_by_role("button", name="Open contact").click()
    expect(page.get_by_role("dialog", name="Contact")).to_contain_text("Ann Lee")


def test_a_hostile_name_is_only_a_name(page):
    name = "<img src=x onerror=alert(1)>"
    page.on("dialog", lambda _: pytest.fail("a script of the name ran"))
    add(page, name, "<!channel>", "ann@example.com")
    expect(row(page)).to_contain_text(f"{name} <!channel>")
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_nothing_that_the_bot_sent_was_refused(page):
    add(page, "Ann", "Lee", "ann@example.com")
    log = page.request.get(f"{page.url.split('?')[0].rstrip('/')}/playground/log").json()
    assert [entry for entry in log["entries"] if entry["problems"]] == []


def test_somebody_without_access_sees_an_empty_book_of_their_own(page):
    add(page, "Ann", "Lee", "ann@example.com")
    page.get_by_role("button", name="You are: Carla Coach").click()
    page.get_by_role("menuitemradio", name="Cleo Client").click()
    page.get_by_role("tab", name="Home").click()
    expect(page.get_by_text("Personal book")).to_be_visible()
    expect(page.get_by_text("There is nobody in this book yet.")).to_be_visible()
    expect(page.get_by_text("Ann Lee")).to_have_count(0)


def test_ticked_people_become_a_group_and_are_deleted_with_a_copy(page):
    for number in range(3):
        add(page, "Person", str(number), f"p{number}@example.com")
    page.get_by_role("button", name="Select", exact=True).click()
    page.get_by_role("checkbox", name="Person 0").check()
    page.get_by_role("checkbox", name="Person 2").check()
    page.get_by_role("button", name="Create group").click()
    form = page.get_by_role("dialog", name="Create group")
    expect(form).to_contain_text("2 contacts will be in it.")
    form.get_by_label("Name").fill("VIP")
    form.get_by_role("button", name="Create group").click()
    expect(page.get_by_text("2 contacts added to “VIP”.")).to_be_visible()

    page.get_by_role("button", name="Groups", exact=True).click()
    page.get_by_role("button", name="Open the group VIP").click()
    expect(page.get_by_text("1–2 of 2")).to_be_visible()
    page.get_by_role("button", name="Select all 2 that match").click()
    expect(page.get_by_text("2 ticked")).to_be_visible()
    page.get_by_role("button", name="Delete contacts").click()
    question = page.get_by_role("dialog", name="Delete contacts")
    expect(question).to_contain_text("Person 0, Person 2")
    question.get_by_role("button", name="Delete", exact=True).click()
    expect(question).to_contain_text("2 contacts deleted.")
    question.get_by_role("button", name="Close").last.click()
    expect(page.get_by_text("Nobody is in this group yet.")).to_be_visible()

    page.get_by_role("tab", name="Messages").click()
    expect(page.get_by_text("2 contacts that you are deleting.")).to_be_visible()
    expect(page.get_by_text("deleted contacts").first).to_be_visible()


def test_a_group_is_found_by_typing_part_of_its_name(page):
    add(page, "Ann", "Lee", "ann@example.com")
    page.get_by_role("button", name="Groups", exact=True).click()
    page.get_by_role("button", name="New group").click()
    form = page.get_by_role("dialog", name="Create group")
    form.get_by_label("Name").fill("Yoga on Mondays")
    form.get_by_role("button", name="Create group").click()
    expect(page.get_by_text("The group Yoga on Mondays was made.")).to_be_visible()
    page.get_by_role("button", name="All contacts").click()
    choose(page, "Add to group")
    form = page.get_by_role("dialog", name="Add to existing group")
    form.get_by_label("Group").click()
    page.keyboard.type("mond")
    page.get_by_role("option", name="Yoga on Mondays").click()
    form.get_by_role("button", name="Add to group").click()
    expect(page.get_by_text("1 contact added to “Yoga on Mondays”.")).to_be_visible()
