"""The app in a channel: /invite lets it in, /remove takes it out, and everybody there sees it."""

import re

from bot.playground import posting
from bot.playground.conversations import Channel
from bot.playground.errors import NotPossible
from bot.playground.people import BOT_USER_ID, Member
from bot.playground.workspace import Workspace

COMMANDS = ("/invite", "/remove")
_NOT_IN = "You mentioned {app}, but it is not in this channel. Let it in with /invite @{app}."


def run(workspace: Workspace, channel: Channel, name: str, text: str) -> bool:
    """Do one of Slack's own two commands; whether the app has just come in."""
    app = workspace.manifest.name
    if channel.is_dm:
        raise NotPossible(f"{name} works in channels only.")
    if not re.fullmatch(f"@{re.escape(app)}", text.strip(), re.IGNORECASE):
        raise NotPossible(f"Only the app comes and goes here: {name} @{app}")
    comes = name == "/invite"
    with workspace.lock:
        if comes is channel.has_app:
            raise NotPossible(f"{app} is {'already' if comes else 'not'} in this channel.")
        (channel.members.add if comes else channel.members.discard)(BOT_USER_ID)
        said = "joined" if comes else "left"
        content = {"text": f"<@{BOT_USER_ID}> has {said} the channel"}
        subtype = "channel_join" if comes else "channel_leave"
        posting.post(workspace, channel, content, subtype=subtype)
    return comes


def warn(workspace: Workspace, person: Member, channel: Channel, text: str) -> None:
    """Tell somebody who mentions the app that it is not there to hear it."""
    if f"<@{BOT_USER_ID}>" in text and not channel.has_app:
        workspace.notify(person.id, _NOT_IN.format(app=workspace.manifest.name))
