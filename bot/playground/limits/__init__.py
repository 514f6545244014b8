"""What Slack refuses: every limit on views and messages, as problems in Slack's own words.

Each problem ends with the JSON pointer of what is wrong, as `response_metadata.messages` do:
`must be less than 76 characters [json-pointer:/view/blocks/0/elements/0/text/text]`.
Lengths are counted in characters (code points). Where sources differ, the smaller number holds.
"""

from bot.playground.limits.messages import (
    MESSAGE_CHARACTERS,
    MESSAGE_TEXT,
    problems_of_message,
    problems_of_options,
    size_of_blocks,
)
from bot.playground.limits.views import VIEW_BYTES, problems_of_view

__all__ = [
    "MESSAGE_CHARACTERS",
    "MESSAGE_TEXT",
    "VIEW_BYTES",
    "problems_of_message",
    "problems_of_options",
    "problems_of_view",
    "size_of_blocks",
]
