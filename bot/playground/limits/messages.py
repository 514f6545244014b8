"""Messages, and the options that a bot answers to a typed search."""

from bot.playground.limits.checks import MESSAGE, Report, Shape, exactly_one, items, string
from bot.playground.limits.objects import OPTION_GROUP, SELECT_OPTION
from bot.playground.limits.surfaces import check_blocks

BLOCKS = 50
MESSAGE_TEXT = 40_000
MESSAGE_CHARACTERS = 13_200
ATTACHMENTS = 100

_OPTIONS = Shape(
    {},
    {"options": items(SELECT_OPTION, 100, 0), "option_groups": items(OPTION_GROUP, 100, 0)},
    (exactly_one("options", "option_groups"),),
)


def problems_of_message(message: object) -> list[str]:
    """Say all that keeps Slack from posting this message whole; nothing when it would."""
    if not isinstance(message, dict):
        return ["must be an object [json-pointer:]"]
    report = Report(MESSAGE)
    text, blocks, attachments = (message.get(n) for n in ("text", "blocks", "attachments"))
    if text is not None:
        string(MESSAGE_TEXT, 0)(report, "/text", text)
    if blocks is not None:
        check_blocks(report, "/blocks", blocks, BLOCKS, 0)
        if size_of_blocks(blocks) > MESSAGE_CHARACTERS:
            report.add("/blocks", f"must be less than {MESSAGE_CHARACTERS + 1} characters in all")
    if isinstance(attachments, list) and len(attachments) > ATTACHMENTS:
        report.add("/attachments", f"no more than {ATTACHMENTS} items allowed")
    if not (text or blocks or attachments):
        report.add("", "no_text: a message needs text or blocks")
    return report.problems


def problems_of_options(answer: object) -> list[str]:
    """Say all that keeps Slack from showing the options a bot answered to a typed search."""
    report = Report(MESSAGE)
    _OPTIONS(report, "", answer)
    return report.problems


def size_of_blocks(blocks: object) -> int:
    """How many characters people read here; markdown and tables have limits of their own."""
    if isinstance(blocks, list):
        return sum(map(size_of_blocks, blocks))
    if not isinstance(blocks, dict) or blocks.get("type") in ("markdown", "table", "data_table"):
        return 0
    own = blocks.get("text")
    length = len(own) if isinstance(own, str) else 0
    return length + sum(
        size_of_blocks(inner) for inner in blocks.values() if isinstance(inner, dict | list)
    )
