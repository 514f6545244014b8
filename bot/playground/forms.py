"""What Slack's own client says about a form before the app hears of it."""

import re

from bot.playground.elements import Placed, stateful
from bot.playground.json_types import JSON, Raw
from bot.playground.values import Values

REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NUMBER = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_URL = re.compile(r"\S+:\S+")


def errors_of(blocks: list[JSON], values: Values) -> dict[str, str]:
    """The complaint at each input that cannot be submitted as it is."""
    errors = {}
    for placed in stateful(blocks):
        if placed.is_input and (error := _error(placed, values.raw.get(placed.key))):
            errors[placed.key[0]] = error
    return errors


def _error(placed: Placed, raw: Raw) -> str:
    if raw in (None, "", []):
        return "" if placed.block.get("optional") else REQUIRED
    if isinstance(raw, str):
        return _length_error(placed.element, raw) or _form_error(placed, raw)
    return ""


def _length_error(element: JSON, text: str) -> str:
    if len(text) > element.get("max_length", 3000):
        return f"Please use no more than {element.get('max_length', 3000)} characters."
    if len(text) < element.get("min_length", 0):
        return f"Please use at least {element['min_length']} characters."
    return ""


def _form_error(placed: Placed, text: str) -> str:
    if placed.kind == "email_text_input" and not _EMAIL.fullmatch(text.strip()):
        return "Please enter a valid email address."
    if placed.kind == "url_text_input" and not _URL.fullmatch(text.strip()):
        return "Please enter a valid URL."
    return _number_error(placed.element, text) if placed.kind == "number_input" else ""


def _number_error(element: JSON, text: str) -> str:
    form = _DECIMAL if element["is_decimal_allowed"] else _NUMBER
    if not form.fullmatch(text):
        return "Please enter a valid number."
    if float(text) < float(element.get("min_value", "-inf")):
        return f"Please enter a number of {element['min_value']} or more."
    if float(text) > float(element.get("max_value", "inf")):
        return f"Please enter a number of {element['max_value']} or less."
    return ""
