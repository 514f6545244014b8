"""Saying, changing and taking back messages, with the checks that Slack makes on each."""

from bot.playground import limits
from bot.playground.conversations import Channel, Message
from bot.playground.errors import Refused
from bot.playground.files import File
from bot.playground.json_types import JSON, Raw
from bot.playground.people import BOT_USER_ID
from bot.playground.workspace import Workspace

LONGEST_UPDATE = 4000


def check(content: JSON) -> None:
    """Refuse what Slack would not post, with its own error code."""
    text, blocks = content.get("text"), content.get("blocks")
    if not (text or blocks or content.get("attachments")):
        raise Refused("no_text")
    if isinstance(text, str) and len(text) > limits.MESSAGE_TEXT:
        raise Refused("msg_too_long")
    if blocks and limits.size_of_blocks(blocks) > limits.MESSAGE_CHARACTERS:
        raise Refused("msg_blocks_too_long")
    if problems := limits.problems_of_message(content):
        wrong_blocks = any("json-pointer:/blocks" in problem for problem in problems)
        code = "invalid_blocks" if wrong_blocks else "invalid_arguments"
        raise Refused(code, *problems, errors=problems)


def post(
    workspace: Workspace,
    channel: Channel,
    content: JSON,
    *,
    by: str = BOT_USER_ID,
    only_for: str = "",
    subtype: str = "",
    files: tuple[File, ...] = (),
) -> Message:
    """Say something, checked before."""
    with workspace.lock:
        message = Message(
            ts=workspace.ts(),
            user_id=by,
            text=_string(content.get("text")),
            blocks=content.get("blocks") or [],
            files=list(files),
            only_for=only_for,
            subtype=subtype,
        )
        for file in files:
            file.channels.append(channel.id)
        channel.add(message)
        workspace.seen(channel, message)
    return message


def change(workspace: Workspace, channel: Channel, message: Message, content: JSON) -> None:
    """Say something else instead; blocks that are not mentioned stay."""
    with workspace.lock:
        blocks = content.get("blocks")
        message.paint(
            _string(content.get("text", message.text)),
            message.blocks if blocks is None else blocks,
        )
        message.edited = not message.only_for
        workspace.seen(channel, message)


def take_back(workspace: Workspace, channel: Channel, message: Message) -> None:
    """Let a message be gone."""
    with workspace.lock:
        channel.messages.remove(message)
        workspace.seen(channel, message)


def _string(text: Raw) -> str:
    return text if isinstance(text, str) else ""
