"""One call of a Web API method: its arguments, read as strictly as Slack reads them."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.conversations import Channel
from bot.playground.errors import Refused
from bot.playground.events import Events
from bot.playground.json_types import JSON, Raw
from bot.playground.people import BOT_USER_ID, Member
from bot.playground.workspace import Workspace


@dataclass(frozen=True)
class Call:
    """What a method has to work with."""

    workspace: Workspace
    events: Events
    args: JSON
    notes: list[str]  # what a developer should know, though Slack would not refuse it

    def text(self, name: str, default: str | None = None) -> str:
        """An argument that is text."""
        value = self.args.get(name, default)
        if value is None or (value == "" and default is None):
            raise missing(name)
        if not isinstance(value, str):
            raise Refused("invalid_arguments", f"must be a string [json-pointer:/{name}]")
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        """An argument that is a whole number."""
        value = self.args.get(name, default)
        if value is None:
            raise missing(name)
        try:
            return int(value)
        except (TypeError, ValueError):
            problem = f"must be an integer [json-pointer:/{name}]"
            raise Refused("invalid_arguments", problem) from None

    def flag(self, name: str) -> bool:
        """An argument that is a yes or a no."""
        return self.args.get(name) in (True, "true", "True", "1", 1)

    def content(self, name: str) -> Raw:
        """An argument that is JSON, or JSON written as text; None when it is not there."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise Refused("invalid_arguments", f"invalid json [json-pointer:/{name}]") from None

    def person(self, name: str) -> Member:
        """An argument that names one of the people."""
        person = self.workspace.people.get(self.text(name))
        if person is None:
            raise Refused("user_not_found")
        return person

    def channel(self, name: str = "channel") -> Channel:
        """An argument that names a conversation which the app is in."""
        channel = find_channel(self.workspace, self.text(name))
        if BOT_USER_ID not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def need(self, scope: str) -> None:
        """Refuse when the app was not given this scope."""
        scopes = self.workspace.manifest.scopes
        if scope not in scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(scopes)))


@dataclass(frozen=True)
class Method:
    """One method of the Web API."""

    run: Callable[[Call], JSON]
    scope: str = ""
    needs_token: bool = True


def missing(name: str) -> Refused:
    """The refusal of a call that lacks an argument."""
    return Refused("invalid_arguments", f"missing required field: {name} [json-pointer:/{name}]")


def find_channel(workspace: Workspace, name: str) -> Channel:
    """A conversation by its id, by its #name, or by the person it is with."""
    by_name = {one.name: one for one in workspace.channels.values() if not one.is_dm}
    channel = (
        workspace.channels.get(name)
        or workspace.dms.get(name)
        or by_name.get(name.removeprefix("#"))
    )
    if channel is None:
        raise Refused("channel_not_found")
    return channel
