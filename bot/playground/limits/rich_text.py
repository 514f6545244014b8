"""Rich text: sections, lists, quotes and preformatted text, and the bits they consist of."""

from bot.playground.limits.checks import Shape, boolean, items, kind, one_of, string, typed, whole
from bot.playground.limits.objects import ID, URL

_STYLE = Shape(
    {},
    dict.fromkeys(("bold", "italic", "strike", "code", "underline", "unlink"), boolean),
)
_BIT = typed(
    {
        "text": kind("text", {"text": string(40_000)}, style=_STYLE),
        "link": kind("link", {"url": URL}, text=string(40_000), unsafe=boolean, style=_STYLE),
        "emoji": kind("emoji", {"name": string(255)}, unicode=string(255), style=_STYLE),
        "user": kind("user", {"user_id": ID}, style=_STYLE),
        "usergroup": kind("usergroup", {"usergroup_id": ID}, style=_STYLE),
        "channel": kind("channel", {"channel_id": ID}, style=_STYLE),
        "broadcast": kind("broadcast", {"range": one_of("here", "channel", "everyone")}),
        "color": kind("color", {"value": string(7)}),
        "date": kind(
            "date",
            {"timestamp": whole(0, 99_999_999_999), "format": string(255)},
            url=URL,
            fallback=string(255),
            style=_STYLE,
        ),
    }
)
_BITS = items(_BIT, 1000, 0)
_BORDER = whole(0, 1)
_SECTION = kind("rich_text_section", {"elements": _BITS})
_PART = typed(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": kind(
            "rich_text_list",
            {"style": one_of("bullet", "ordered"), "elements": items(_SECTION, 1000)},
            indent=whole(0, 8),
            offset=whole(0, 100_000),
            border=_BORDER,
        ),
        "rich_text_preformatted": kind(
            "rich_text_preformatted", {"elements": _BITS}, border=_BORDER, language=string(50)
        ),
        "rich_text_quote": kind("rich_text_quote", {"elements": _BITS}, border=_BORDER),
    }
)

RICH_TEXT = kind("rich_text", {"elements": items(_PART, 1000)}, block_id=ID)
