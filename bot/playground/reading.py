"""Slack's texts as a person reads them: links by their names, people by theirs, without marks.

Names that were not escaped become what Slack would make of them: `<!channel>` reads `@channel`,
`&lt;!channel&gt;` reads `<!channel>`.
"""

import html
import re
from collections.abc import Mapping

from bot.playground.json_types import JSON, Raw

_SPECIAL = re.compile(r"<([^<>]*)>")
# Slack formats what stands between two marks at the edges of words; a word joiner prevents it.
_MARKS = re.compile(r"(?<!\w)([*_~`])([^\s\u2060](?:[^\n]*?[^\s\u2060])?)\1(?!\w)")
_JOINER = "\u2060"


def read(text: Raw, names: Mapping[str, str]) -> str:
    """A text object, or text written in a message; `names` are of people and channels by id."""
    if isinstance(text, dict):
        if text.get("type") == "rich_text":
            return _rich(text, names)
        written = str(text.get("text", ""))
        return written if text.get("type") in ("plain_text", "raw_text") else marked(written, names)
    return marked(text, names) if isinstance(text, str) else ""


def marked(text: str, names: Mapping[str, str]) -> str:
    """Text with Slack's marks: addresses, mentions and written-out characters are resolved."""
    text = _SPECIAL.sub(lambda found: _special(found[1], names), _MARKS.sub(r"\2", text))
    return html.unescape(text).replace(_JOINER, "")


def _special(inside: str, names: Mapping[str, str]) -> str:
    target, _, label = inside.partition("|")
    if label:
        return label
    if target[:1] in ("@", "#"):
        return target[0] + names.get(target[1:], target[1:])
    if target.startswith("!"):
        return "@" + target[1:]
    return target.removeprefix("mailto:")


def _rich(part: JSON, names: Mapping[str, str]) -> str:
    if "elements" in part:
        return "".join(_rich(inner, names) for inner in part["elements"])
    named = part.get("user_id") or part.get("channel_id")
    if named:
        return "@" + names.get(named, named)
    return str(part.get("text") or part.get("url") or part.get("range") or part.get("name") or "")
