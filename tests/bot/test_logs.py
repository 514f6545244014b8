"""Logs: one line an event, and neither a token nor a person in it."""

import base64
import io
import json
import logging
from urllib.parse import quote

import pytest
import structlog
from slack_sdk.errors import SlackApiError

from bot import logs

CANARY = "canary-9f/2+secret"


@pytest.fixture
def written():
    """Where the log of a test goes; logging is put back afterwards."""
    root = logging.getLogger()
    before = root.handlers, root.level
    yield io.StringIO()
    root.handlers, root.level = before[0], before[1]
    structlog.reset_defaults()


@pytest.fixture
def lines(written):
    """The log so far, line by line."""
    logs.set_up("debug", [CANARY], stream=written, people=False)
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


def test_one_event_is_one_line_of_json(lines):
    logging.getLogger("roster").info("ready on port %s", 3000)
    structlog.get_logger().info("imported", rows=112)
    first, second = lines()
    assert first["event"] == "ready on port 3000"
    assert (second["event"], second["rows"], second["level"]) == ("imported", 112, "info")


@pytest.mark.parametrize(
    "secret",
    [
        CANARY,
        quote(CANARY, safe=""),
        base64.b64encode(CANARY.encode()).decode(),
        "xoxb-123-abc-DEF",
        "xoxe.xoxb-1-abc",
        "xapp-1-A-b-c",
        "v0=0123456789abcdef",
        "Bearer abcdef",
        "https://hooks.slack.com/actions/T1/2/abc",
        "/slack/oauth_redirect?code=abcdef&state=ghijkl",
        "ann.lee@example.com",
    ],
)
def test_secrets_and_emails_do_not_reach_the_log(lines, secret):
    logging.getLogger("any.library").warning("it was %s here", secret)
    structlog.get_logger().warning("nested", value={"deep": [secret]})
    written = json.dumps(lines())
    for part in (secret, "abcdef", "ghijkl", "ann.lee"):
        assert part not in written


def test_an_exception_shows_places_and_kinds_but_no_values(lines):
    try:
        try:
            raise ValueError("Ann Canary, born 1980")
        except ValueError as error:
            raise KeyError("Canary GmbH") from error
    except KeyError as error:
        logging.getLogger("roster").error("unexpected error %s", "1a2b", exc_info=error)
        structlog.get_logger().exception("again")
    first, second = lines()
    assert first["error"] == "KeyError"
    assert "test_logs.py" in first["trace"]
    assert "ValueError" in first["trace"]
    assert "Canary" not in json.dumps([first, second])


def test_slacks_error_code_is_worth_knowing():
    refused = SlackApiError("failed for ann@example.com", {"ok": False, "error": "invalid_auth"})
    assert logs.describe(refused) == "SlackApiError(invalid_auth)"
    assert logs.describe(FileNotFoundError(2, "No such file", "/home/ann")) == (
        "FileNotFoundError(No such file)"
    )


@pytest.mark.parametrize(
    "forged", ['Ann\n{"event":"forged"}', "Ann\x1b[31m", "Ann\u202eLee", "a\u2028b"]
)
def test_a_name_cannot_forge_a_line(lines, forged):
    logging.getLogger("roster").info("%s", forged)
    (line,) = lines()
    assert line["event"].isprintable()


def test_libraries_stay_quiet_at_debug(lines):
    for name in logs.QUIET:
        logging.getLogger(f"{name}.anything").info("body with a canary")
    logging.getLogger("slack_bolt.RequestVerification").warning("body with a canary")
    assert lines() == []


def test_a_terminal_gets_readable_lines(written):
    logs.set_up("info", stream=written, people=True)
    logging.getLogger("roster").info("ready")
    assert "ready" in written.getvalue()
    assert not written.getvalue().startswith("{")
