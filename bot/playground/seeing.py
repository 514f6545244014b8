"""What a driven person sees: their screen, and waiting for what comes onto it."""

import time
from collections.abc import Callable
from typing import Any

from bot.playground.json_types import JSON, Raw
from bot.playground.looking import Unsent, look
from bot.playground.screen import Screen
from bot.playground.wire import Wire

PATIENCE = 20.0


class NotOnScreen(AssertionError):
    """Something that was to be seen, clicked or filled is not there, or is there twice."""


class Seeing:
    """One of the people before their screen."""

    def __init__(self, base_url: str, user: str = "carla", *, patience: float = PATIENCE) -> None:
        self._wire, self._patience = Wire(base_url), patience
        people = self._wire.state()["people"]
        self.id: str = next(one["id"] for one in people if user in (one["id"], one["name"]))
        self._typed: dict[str, dict[str, dict[str, Any]]] = {}
        self._errors: dict[str, dict[str, str]] = {}
        self._found: dict[tuple[str, str, str], str] = {}
        self.dm: str = next(one["id"] for one in self.state["channels"] if one["is_dm"])
        self.place: str = self.dm

    def close_connections(self) -> None:
        """Leave the playground."""
        self._wire.close()

    @property
    def state(self) -> JSON:
        """The present state, as the page gets it."""
        return self._wire.state(person=self.id)

    @property
    def screen(self) -> Screen:
        """What is visible now."""
        return self._look(self.state)

    @property
    def view(self) -> JSON | None:
        """The top modal, or else the Home tab, as the app sent it."""
        state = self.state
        view: JSON | None = state["modals"][-1] if state["modals"] else state["home"]
        return view

    @property
    def messages(self) -> list[JSON]:
        """The messages in the conversation with the app, the oldest first."""
        said: list[JSON] = self.state["messages"][self.dm]
        return said

    @property
    def errors(self) -> dict[str, str]:
        """The complaints at the inputs of the top modal, by their labels."""
        screen = self.screen
        return {
            target.text: target.surface.errors[target.placed.key[0]]
            for target in screen.targets()
            if target.placed.key[0] in target.surface.errors
        }

    def until(
        self, wanted: Callable[[Screen], Any], timeout: float | None = None, what: str = "that"
    ) -> Raw:
        """Wait until this is true of the screen, and hand it out."""
        end = time.monotonic() + (self._patience if timeout is None else timeout)
        state = self.state
        while True:
            screen = self._look(state)
            if found := wanted(screen):
                return found
            left = end - time.monotonic()
            if left <= 0:
                raise NotOnScreen(f"{what} is not on the screen:\n{screen.text}")
            state = self._wire.state(person=self.id, after=state["version"], wait=round(left, 3))

    def see(self, text: str, timeout: float | None = None) -> Screen:
        """Wait until these words are visible."""
        screen: Screen = self.until(lambda s: s if text in s else None, timeout, repr(text))
        return screen

    def see_no(self, text: str, timeout: float | None = None) -> Screen:
        """Wait until these words are not visible."""
        what = f"a screen without {text!r}"
        screen: Screen = self.until(lambda s: None if text in s else s, timeout, what)
        return screen

    def _look(self, state: JSON) -> Screen:
        return look(state, self.place, Unsent(self._typed, self._errors, self._found))
