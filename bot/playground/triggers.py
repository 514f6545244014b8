"""What Slack hands out for a while: trigger ids (3 s, once), response urls (30 min, 5 times)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.errors import Refused

TRIGGER_SECONDS = 3
HOOK_SECONDS = 30 * 60
HOOK_USES = 5
KEPT = 1000


@dataclass
class Trigger:
    """A person's permission to be shown a modal."""

    person_id: str
    at: float
    view_id: str = ""  # the modal in which it was pulled
    used: bool = False


@dataclass
class Hook:
    """A place to answer one command or click."""

    person_id: str
    channel_id: str
    at: float
    message_ts: str = ""  # the message that was clicked
    uses: int = 0


class Triggers:
    """Hands out trigger ids and response urls, and takes them back."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._triggers: dict[str, Trigger] = {}
        self._hooks: dict[str, Hook] = {}

    def trigger(self, person_id: str, view_id: str = "") -> str:
        """A new trigger id."""
        name = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[name] = Trigger(person_id, self._now(), view_id)
        _forget_oldest(self._triggers)
        return name

    def pull(self, name: str) -> Trigger:
        """Use a trigger id up."""
        trigger = self._triggers.get(name)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._now() - trigger.at > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger

    def hook(self, person_id: str, channel_id: str, message_ts: str = "") -> str:
        """The name of a new response url."""
        name = secrets.token_urlsafe(18)
        self._hooks[name] = Hook(person_id, channel_id, self._now(), message_ts)
        _forget_oldest(self._hooks)
        return name

    def use(self, name: str) -> Hook:
        """Use a response url once."""
        hook = self._hooks.get(name)
        if hook is None:
            raise Refused("not_found")
        if self._now() - hook.at > HOOK_SECONDS:
            raise Refused("expired_url")
        if hook.uses >= HOOK_USES:
            raise Refused("used_url")
        hook.uses += 1
        return hook


def _forget_oldest(kept: dict[str, Trigger] | dict[str, Hook]) -> None:
    if len(kept) > KEPT:
        kept.pop(next(iter(kept)))
