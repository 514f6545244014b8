"""What stands before each person: their Home tab, and their modals up to three deep."""

import secrets
import time
from dataclasses import dataclass, field

from bot.playground.elements import filled
from bot.playground.errors import Refused
from bot.playground.json_types import JSON
from bot.playground.people import APP_ID, BOT_ID, TEAM_ID
from bot.playground.values import FindFile, Values

DEPTH = 3
_TEXTS = ("title", "submit", "close")


@dataclass
class Shown:
    """One view before one person."""

    id: str
    person_id: str
    body: JSON
    root_id: str
    previous_id: str | None = None
    hash: str = ""
    values: Values = field(default_factory=Values)

    def paint(self, body: JSON) -> None:
        """Show this body; what was typed stays where the ids stay."""
        self.body = {**body, "blocks": filled(body["blocks"])}
        self.hash = f"{int(time.time())}.{secrets.token_urlsafe(6)}"
        self.values.settle(self.body["blocks"])

    @property
    def blocks(self) -> list[JSON]:
        """The blocks, each with its ids."""
        blocks: list[JSON] = self.body["blocks"]
        return blocks

    @property
    def external_id(self) -> str:
        """The app's own name for this view; mostly none."""
        return str(self.body.get("external_id", ""))

    def view_object(self, find_file: FindFile) -> JSON:
        """The view as Slack sends it to the app."""
        body = self.body
        view: JSON = {
            "id": self.id,
            "team_id": TEAM_ID,
            "type": body["type"],
            "blocks": self.blocks,
            "private_metadata": body.get("private_metadata", ""),
            "callback_id": body.get("callback_id", ""),
            "state": self.values.state(self.blocks, find_file),
            "hash": self.hash,
            "title": {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": body.get("clear_on_close", False),
            "notify_on_close": body.get("notify_on_close", False),
            "close": None,
            "submit": None,
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": APP_ID,
            "external_id": self.external_id,
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
        }
        texts = {name: {"emoji": True, **body[name]} for name in _TEXTS if name in body}
        return {**view, **texts}

    def page_object(self) -> JSON:
        """The view as the page gets it."""
        own = {"id": self.id, "view_id": self.id, "hash": self.hash}
        held = {"values": self.values.by_block(), "chosen": self.values.chosen(self.blocks)}
        return {**self.body, **own, **held}


class Views:
    """Every view that is on anybody's screen."""

    def __init__(self) -> None:
        self.homes: dict[str, Shown] = {}
        self.stacks: dict[str, list[Shown]] = {}

    def stack(self, person_id: str) -> list[Shown]:
        """A person's modals, the bottom first."""
        return self.stacks.setdefault(person_id, [])

    def open_now(self) -> list[Shown]:
        """All modals of everybody."""
        return [shown for stack in self.stacks.values() for shown in stack]

    def find(self, view_id: str) -> Shown | None:
        """A view that is on the screen, by its id."""
        everything = [*self.open_now(), *self.homes.values()]
        return next((shown for shown in everything if shown.id == view_id), None)

    def visible(self, person_id: str, view_id: str) -> Shown | None:
        """A view that this person can use now: the top modal, or else the Home tab."""
        stack = self.stack(person_id)
        top = stack[-1] if stack else self.homes.get(person_id)
        return top if top and top.id == view_id else None

    def publish(self, person_id: str, body: JSON, hash_: str | None) -> Shown:
        """Show a Home tab."""
        shown = self.homes.get(person_id)
        if hash_ and (shown is None or shown.hash != hash_):
            raise Refused("hash_conflict")
        self._check_external_id(body, shown)
        if shown is None:
            view_id = _new_id()
            shown = self.homes[person_id] = Shown(view_id, person_id, body, root_id=view_id)
        shown.paint(body)
        return shown

    def open(self, person_id: str, body: JSON) -> Shown:
        """Show a modal instead of whatever modals there are."""
        self._check_external_id(body, None)
        view_id = _new_id()
        shown = Shown(view_id, person_id, body, root_id=view_id)
        shown.paint(body)
        self.stacks[person_id] = [shown]
        return shown

    def push(self, person_id: str, body: JSON) -> Shown:
        """Show a modal on top of the others."""
        stack = self.stack(person_id)
        if len(stack) >= DEPTH:
            raise Refused("push_limit_reached")
        self._check_external_id(body, None)
        shown = Shown(_new_id(), person_id, body, stack[0].root_id, stack[-1].id)
        shown.paint(body)
        stack.append(shown)
        return shown

    def update(self, shown: Shown, body: JSON, hash_: str | None = None) -> Shown:
        """Show another body in a modal that is there."""
        if hash_ and shown.hash != hash_:
            raise Refused("hash_conflict")
        self._check_external_id(body, shown)
        shown.paint(body)
        return shown

    def close(self, shown: Shown) -> None:
        """Take a modal away, if it is there still."""
        stack = self.stack(shown.person_id)
        if shown in stack:
            stack.remove(shown)

    def clear(self, person_id: str) -> None:
        """Take all modals of a person away."""
        self.stacks[person_id] = []

    def _check_external_id(self, body: JSON, own: Shown | None) -> None:
        name = body.get("external_id")
        for shown in [*self.open_now(), *self.homes.values()]:
            if name and shown is not own and shown.external_id == name:
                raise Refused("duplicate_external_id")


def _new_id() -> str:
    return f"V{secrets.token_hex(5).upper()}"
