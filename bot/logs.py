"""Logs: one line an event on stderr, without tokens and without what a contact is called."""

import base64
import logging
import re
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

import structlog
from slack_sdk.errors import SlackApiError

SECRET = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|v0=[0-9a-fA-F]{8,}|Bearer\s+\S+"
    r"|https://hooks\.slack\.com/\S+|(?<=code=)[^&\s\"']+|(?<=state=)[^&\s\"']+"
    # what Google and Microsoft grant, and what leads through their consent
    r"|ya29\.[\w-]+|1//[\w-]+|GOCSPX-[\w-]+|eyJ[\w-]+\.[\w.-]+|(?<=/connect/)[\w-]{20,}"
    r"|(?<=code_verifier=)[^&\s\"']+|(?<=client_secret=)[^&\s\"']+|(?<=_token=)[^&\s\"']+"
)
EMAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:=]+")
# Libraries that speak of bodies, addresses or every request below this level.
QUIET = (
    "slack_bolt",
    "slack_sdk",
    "urllib3",
    "sqlalchemy",
    "alembic",
    "apscheduler",
    "waitress",
    "werkzeug",
    "requests",
    "requests_oauthlib",
    "oauthlib",
    "google",
    "msal",
)
Event = MutableMapping[str, Any]


class Redact:
    """The last word on every line: secrets, tokens and emails become a mark."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = sorted(
            {form for secret in secrets for form in _forms(secret)}, key=len, reverse=True
        )

    def __call__(self, _logger: object, _method: str, event: Event) -> Event:
        """Clean each value, whatever it is nested in."""
        # structlog's own keys begin with an underscore and are not shown
        return {
            key: value if key.startswith("_") else self.clean(value) for key, value in event.items()
        }

    def clean(self, value: Any) -> Any:  # noqa: ANN401 (a log line carries anything)
        """The value without what must not be seen; one line, whatever it held."""
        if isinstance(value, dict):
            return {key: self.clean(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.clean(inner) for inner in value]
        if value is None or isinstance(value, (bool, int, float)):
            return value
        text = str(value)
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        text = EMAIL.sub("[email]", SECRET.sub("[secret]", text))
        return "".join(char if char.isprintable() else " " for char in text)


def describe(error: BaseException) -> str:
    """An exception's kind, and its words only where they cannot hold a person's data."""
    if isinstance(error, SlackApiError):
        return f"SlackApiError({error.response.get('error')})"
    if isinstance(error, OSError) and error.strerror:
        return f"{type(error).__name__}({error.strerror})"
    return type(error).__name__


def trace(error: BaseException) -> list[str]:
    """Where an exception came from, innermost last: places, never values."""
    places = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    cause = error.__cause__ or error.__context__
    return [*(trace(cause) if cause else []), *places[-12:], describe(error)]


def _place_exception(_logger: object, _method: str, event: Event) -> Event:
    # A rendered traceback shows source lines and messages; both may show a contact.
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = describe(error)
        event["trace"] = " < ".join(reversed(trace(error)))
    return event


def set_up(
    level: str = "info",
    secrets: Iterable[str] = (),
    *,
    stream: TextIO = sys.stderr,
    people: bool | None = None,
) -> None:
    """Send every log line, our own and the libraries', through one door.

    `people`: readable lines instead of JSON; by default when a terminal reads them.
    """
    for_people = stream.isatty() if people is None else people
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _place_exception,
        Redact(secrets),
    ]
    render: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=True)
        if for_people
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a line for each busy moment
    # Bolt's own line about a bad signature holds the whole body; the guard writes one without.
    logging.getLogger("slack_bolt.RequestVerification").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _forms(secret: str) -> set[str]:
    # a canary may come back encoded
    raw = secret.encode()
    return {secret, quote(secret, safe=""), base64.b64encode(raw).decode().rstrip("=")}
