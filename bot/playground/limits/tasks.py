"""Plans and task cards: how a message shows work in progress."""

from bot.playground.limits.checks import Shape, items, kind, one_of, string
from bot.playground.limits.objects import ID, URL
from bot.playground.limits.rich_text import RICH_TEXT

_SOURCE = kind("url", {"url": URL, "text": string(255)})

TASK_CARD = Shape(
    {"type": one_of("task_card"), "task_id": ID, "title": string(255)},
    {
        "block_id": ID,
        "details": RICH_TEXT,
        "output": RICH_TEXT,
        "sources": items(_SOURCE, 50),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
)
PLAN = Shape(
    {"type": one_of("plan"), "title": string(255)},
    {"block_id": ID, "tasks": items(TASK_CARD, 50)},
)
