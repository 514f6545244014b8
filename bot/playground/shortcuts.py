"""Message shortcuts: which ones a person finds at a message, and what the app is told of one."""

from bot.playground import payloads
from bot.playground.conversations import Channel, Message
from bot.playground.errors import NotPossible
from bot.playground.json_types import JSON
from bot.playground.manifest import Shortcut
from bot.playground.people import Member
from bot.playground.workspace import Workspace


def payload(workspace: Workspace, person: Member, request: JSON) -> JSON:
    """What is sent when this person chooses a shortcut at a message that they see."""
    with workspace.lock:
        channel = workspace.channel(person.id, str(request.get("channel", "")))
        message = _message(person, channel, str(request.get("ts", "")))
        shortcut = _known(workspace, str(request.get("callback_id", "")))
        return payloads.shortcut(workspace, person, channel, message, shortcut.callback_id)


def _message(person: Member, channel: Channel, ts: str) -> Message:
    message = next((one for one in channel.seen_by(person.id) if one.ts == ts), None)
    if message is None:
        raise NotPossible("That message is not there any more.")
    if not message.has_shortcuts:
        raise NotPossible("This message has no shortcuts.")
    return message


def _known(workspace: Workspace, callback_id: str) -> Shortcut:
    for shortcut in workspace.manifest.message_shortcuts:
        if shortcut.callback_id == callback_id:
            return shortcut
    raise NotPossible(f"There is no shortcut {callback_id!r}.")
