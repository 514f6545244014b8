"""Channels and direct messages, and what was said in them."""

import secrets
import uuid
from dataclasses import dataclass, field

from bot.playground.elements import filled
from bot.playground.files import File
from bot.playground.json_types import JSON
from bot.playground.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID
from bot.playground.values import Values

KEPT = 500


@dataclass
class Message:
    """One message; an ephemeral one is seen by one person and kept nowhere."""

    ts: str
    user_id: str
    text: str = ""
    blocks: list[JSON] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    only_for: str = ""
    subtype: str = ""  # said by Slack itself: somebody came or left
    edited: bool = False
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    values: Values = field(default_factory=Values)

    def __post_init__(self) -> None:
        self.paint(self.text, self.blocks)

    @property
    def by_app(self) -> bool:
        """Whether the app said it."""
        return self.user_id == BOT_USER_ID

    @property
    def has_shortcuts(self) -> bool:
        """Whether the shortcuts of apps stand at it."""
        return not self.only_for and not self.subtype

    def paint(self, text: str, blocks: list[JSON]) -> None:
        """Say this instead."""
        self.text, self.blocks = text, filled(blocks)
        self.values.settle(self.blocks)

    def message_object(self, address: str) -> JSON:
        """The message as Slack describes it to the app."""
        message: JSON = {
            "type": "message",
            "user": self.user_id,
            "team": TEAM_ID,
            "ts": self.ts,
            "text": self.text,
        }
        if self.subtype:
            message["subtype"] = self.subtype
        elif self.by_app:
            message |= {"bot_id": BOT_ID, "app_id": APP_ID}
        else:
            message["client_msg_id"] = self.client_id
        if self.blocks:
            message["blocks"] = self.blocks
        if self.files:
            message["files"] = [file.file_object(address) for file in self.files]
            message |= {"upload": False, "display_as_bot": False}
        if self.edited:
            message["edited"] = {"user": self.user_id, "ts": self.ts}
        return message


@dataclass
class Channel:
    """One conversation: a channel for everybody, or the one between a person and the app."""

    id: str
    name: str
    person_id: str = ""  # a direct message belongs to one person
    members: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)

    @property
    def is_dm(self) -> bool:
        """Whether it is a direct message."""
        return bool(self.person_id)

    @property
    def has_app(self) -> bool:
        """Whether the app is in it."""
        return BOT_USER_ID in self.members

    def seen_by(self, person_id: str) -> list[Message]:
        """What this person sees in it."""
        return [one for one in self.messages if one.only_for in ("", person_id)]

    def find(self, ts: str) -> Message | None:
        """The message of this moment."""
        return next((one for one in self.messages if one.ts == ts), None)

    def add(self, message: Message) -> Message:
        """Say something; what is older than the last few hundred messages is forgotten."""
        self.messages.append(message)
        del self.messages[:-KEPT]
        return message

    def card(self) -> JSON:
        """What the page shows of this conversation."""
        return {"id": self.id, "name": self.name, "is_dm": self.is_dm, "has_app": self.has_app}

    def channel_object(self) -> JSON:
        """The conversation as `conversations.info` describes it."""
        about: JSON = {"id": self.id, "created": 1_790_000_000, "is_archived": False}
        about |= {"is_im": self.is_dm, "is_org_shared": False, "context_team_id": TEAM_ID}
        if self.is_dm:
            return {**about, "user": self.person_id, "is_open": True, "priority": 0}
        own = {"name": self.name, "is_channel": True, "is_private": False, "is_general": True}
        return {**about, **own, "is_member": self.has_app}


def new_dm(person_id: str, name: str) -> Channel:
    """The conversation between a person and the app."""
    return Channel(f"D{secrets.token_hex(5).upper()}", name, person_id, {person_id, BOT_USER_ID})
