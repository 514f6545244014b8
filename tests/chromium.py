"""A headless Chromium for tests, where there is one."""

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
# Milliseconds: nobody waits as long, but a machine that does much else may need it.
expect.set_options(timeout=20_000)


def find_chromium() -> str | None:
    """Where Chromium is: CHROMIUM says it, or the search path."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser, for all tests of a file."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium found: install it (apt-get install chromium) or set CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        opened.close()


def answered(page: Page, kind: str = "click") -> AbstractContextManager[object]:
    """Ends when what the person does within is answered, and the bot has heard of it.

    Only that kind counts: a page that is opened tells of its tab by itself, at a moment of its own.
    """
    return page.expect_response(lambda answer: _act(answer.request) == kind)


def _act(request: Request) -> object:
    return request.post_data_json["kind"] if request.url.endswith("/playground/act") else None
