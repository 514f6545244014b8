"""How Slack writes down what a person typed: mrkdwn for the text, rich text for the block."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.playground.json_types import JSON

_URL = r"(?P<url>https?://[^\s<>|]*[^\s<>|.,;:!?)\]'\"])"
_EMAIL = r"(?<![A-Za-z0-9._%+-])(?P<email>[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,})"
_SITE = r"(?<![\w@.-])(?P<site>(?:[A-Za-z0-9-]+\.)+(?:com|org|net|io|eu|de|fr|nl|uk)(?![\w.-]*\w))"
_CODE = r"(?<!\w)(?P<code>`[^`\n]+`)(?!\w)"
_STYLED = r"(?<!\w)(?P<mark>[*_~])(?P<inner>[^\s*_~](?:[^\n*_~]*[^\s*_~])?)(?P=mark)(?!\w)"
_NAMED = r"(?<![\w@#])(?P<named>[@#](?:{names}))(?!\w)"
_LINKS = f"{_URL}|{_EMAIL}|{_SITE}"
_STYLES = {"*": "bold", "_": "italic", "~": "strike"}
_BROADCASTS = ("here", "channel", "everyone")


@dataclass(frozen=True)
class Bit:
    """A stretch of typed text: as it stands in the message, and as an element of rich text."""

    written: str
    element: JSON


def escaped(text: str) -> str:
    """Typed text with the three characters written out that would mean something."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def linked(text: str) -> str:
    """Typed text as it stands in a message: escaped, its addresses as links."""
    return "".join(bit.written for bit in _bits(text, re.compile(_LINKS), {}))


def composed(text: str, names: Mapping[str, str]) -> JSON:
    """A message as a person's client sends it; `names` are @people and #channels, with their ids.

    Whoever is mentioned must be a name as it is shown, in letters of any size.
    """
    if not text:
        return {"text": ""}
    ids = {name.casefold(): id_ for name, id_ in names.items()}
    ids |= {f"@{one}": one for one in _BROADCASTS}
    longest_first = sorted((name[1:] for name in ids), key=len, reverse=True)
    named = _NAMED.replace("{names}", "|".join(map(re.escape, longest_first)))
    bits = list(_bits(text, re.compile(f"{_CODE}|{_LINKS}|{named}|{_STYLED}", re.IGNORECASE), ids))
    section = {"type": "rich_text_section", "elements": [bit.element for bit in bits]}
    block = {"type": "rich_text", "elements": [section]}
    return {"text": "".join(bit.written for bit in bits), "blocks": [block]}


def _bits(text: str, pattern: re.Pattern[str], ids: Mapping[str, str]) -> Iterator[Bit]:
    end = 0
    for found in pattern.finditer(text):
        if found.start() > end:
            yield _plain(text[end : found.start()])
        end = found.end()
        if found.groupdict().get("mark"):
            yield from _styled(found, pattern, ids)
        else:
            kind = str(found.lastgroup)
            yield _MADE[kind](found[kind], ids)
    if end < len(text):
        yield _plain(text[end:])


def _styled(
    found: re.Match[str], pattern: re.Pattern[str], ids: Mapping[str, str]
) -> Iterator[Bit]:
    """What stands between two marks; the message keeps the marks, the block has a style."""
    mark, style = found["mark"], {_STYLES[found["mark"]]: True}
    inner = list(_bits(found["inner"], pattern, ids))
    for number, bit in enumerate(inner):
        before, after = number == 0, number == len(inner) - 1
        written = f"{mark * before}{bit.written}{mark * after}"
        yield Bit(written, {**bit.element, "style": style})


def _plain(text: str) -> Bit:
    return Bit(escaped(text), {"type": "text", "text": text})


def _code(text: str, _ids: Mapping[str, str]) -> Bit:
    return Bit(escaped(text), {"type": "text", "text": text[1:-1], "style": {"code": True}})


def _url(text: str, _ids: Mapping[str, str]) -> Bit:
    return Bit(f"<{escaped(text)}>", {"type": "link", "url": text})


def _email(text: str, _ids: Mapping[str, str]) -> Bit:
    url = f"mailto:{text}"
    return Bit(f"<{url}|{text}>", {"type": "link", "url": url, "text": text})


def _site(text: str, _ids: Mapping[str, str]) -> Bit:
    url = f"http://{text}"
    return Bit(f"<{url}|{text}>", {"type": "link", "url": url, "text": text})


def _named(text: str, ids: Mapping[str, str]) -> Bit:
    id_ = ids[text.casefold()]
    if id_ in _BROADCASTS:
        return Bit(f"<!{id_}>", {"type": "broadcast", "range": id_})
    if text.startswith("#"):
        return Bit(f"<#{id_}|{text[1:].casefold()}>", {"type": "channel", "channel_id": id_})
    return Bit(f"<@{id_}>", {"type": "user", "user_id": id_})


_MADE: dict[str, Callable[[str, Mapping[str, str]], Bit]] = {
    "code": _code,
    "url": _url,
    "email": _email,
    "site": _site,
    "named": _named,
}
