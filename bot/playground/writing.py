"""How Slack writes down what a person typed: escaped, with addresses made into links."""

import re

_LINK = re.compile(r"(https?://[^\s<>|]+)|([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,})")


def escaped(text: str) -> str:
    """Typed text with the three characters written out that would mean something."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def linked(text: str) -> str:
    """Typed text as it stands in a message: escaped, its addresses as links."""
    return _LINK.sub(_link, escaped(text))


def _link(found: re.Match[str]) -> str:
    url, email = found.groups()
    return f"<{url}>" if url else f"<mailto:{email}|{email}>"
