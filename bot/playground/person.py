"""A person at the playground, for tests and sample data: sees a screen and acts on what is there.

    carla = Person(playground.url, "carla")
    carla.command("/contacts add")
    carla.type("Email", "ann@example.com")
    carla.submit()
    carla.see("Ann")

Everything is called by its visible words. What is not there yet is waited for, on the server's own
signal; what does not come raises NotOnScreen with the whole screen in words.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.playground.elements import Placed
from bot.playground.json_types import JSON, Raw
from bot.playground.reading import read
from bot.playground.screen import Screen, Surface, Target
from bot.playground.seeing import NotOnScreen
from bot.playground.talking import Talking

__all__ = ["NotOnScreen", "Person"]

_DEFAULT_TRIGGERS = ["on_enter_pressed"]


class Person(Talking):
    """One of the people, by id or first name; starts in the conversation with the app."""

    def click(self, text: str, near: str = "", confirm: str = "") -> None:
        """Click a button or an entry of a ⋮ menu; `near` names words in its row.

        Where Slack asks back, `confirm` must be what the confirming button says.
        """
        target = self._find(text, Screen.clickable, near)
        asked = target.placed.element.get("confirm")
        says = read(asked.get("confirm") or "Yes", {}) if asked else ""
        if confirm != says:
            raise NotOnScreen(f"{text!r} asks for {says!r}, not for {confirm!r}")
        self._click(target.surface, target.placed, target.value)

    def link(self, text: str, near: str = "") -> str:
        """Where a link button leads; clicking it still tells the app."""
        target = self._find(text, Screen.clickable, near)
        if "url" not in target.placed.element:
            raise NotOnScreen(f"{text!r} is a button, not a link:\n{self.screen.text}")
        return str(target.placed.element["url"])

    def type(
        self, label: str, text: str, *, enter: bool = False, near: str = "", nth: int = 0
    ) -> None:
        """Write into the field with this label; a date or a time as well.

        What stands in a row of elements has no label: it is called by its placeholder, or by what
        it shows now. Of several that are called the same, `near` names words in the row, and
        `nth` counts from 1. So it is for `choose`, `unchoose`, `clear`, `held` and `offered` too.
        """
        target = self._find(label, _fields, near, nth)
        self._keep(target.surface, target.placed, text)
        block, element = target.placed.block, target.placed.element
        config = element.get("dispatch_action_config") or {}
        on = config.get("trigger_actions_on", _DEFAULT_TRIGGERS)
        sends = "on_character_entered" in on or (enter and "on_enter_pressed" in on)
        if "picker" in target.placed.kind:
            self._commit(target.surface, target.placed, text)
        elif block.get("dispatch_action") and sends:
            self._click(target.surface, target.placed, text)

    def choose(
        self, label: str, *texts: str, query: str = "", near: str = "", nth: int = 0
    ) -> None:
        """Choose from a select; where several can be chosen, exactly these will be.

        A select that searches is asked for `query`, or for the wanted text itself.
        """
        target = self._find(label, _selects, near, nth)
        values = [self._value_of(target, text, query) for text in texts]
        raw = values if target.placed.kind.startswith("multi_") else values[0]
        self._commit(target.surface, target.placed, raw)

    def unchoose(self, label: str, *texts: str, near: str = "", nth: int = 0) -> None:
        """Take some of those that were chosen out of a select of several."""
        target = self._find(label, _multi_selects, near, nth)
        held = list(target.surface.value(target.placed) or [])
        for text in texts:
            offered = self._words_of(target)
            if offered.get(text) not in held:
                raise NotOnScreen(f"{text!r} is not chosen:\n{self.screen.text}")
            held.remove(offered[text])
        self._commit(target.surface, target.placed, held)

    def clear(self, label: str, *, near: str = "", nth: int = 0) -> None:
        """Empty a field or a select: "Clear selection" in its list, where Slack has that."""
        target = self._find(label, _holders, near, nth)
        placed, kind = target.placed, target.placed.kind
        several = kind.startswith("multi_")
        needed = placed.is_input and not placed.block.get("optional")
        if "_select" not in kind:
            self.type(label, "", near=near, nth=nth)
        elif needed and not several:
            raise NotOnScreen(f"{label!r} cannot be emptied: it is not optional")
        else:
            self._commit(target.surface, placed, [] if several else None)

    def held(self, label: str, *, near: str = "", nth: int = 0) -> str:
        """What a field or a select shows that it holds; nothing where it is empty."""
        target = self._find(label, _holders, near, nth)
        return target.surface.held(target.placed, self.screen.names)

    def offered(self, label: str, query: str = "", *, near: str = "", nth: int = 0) -> list[str]:
        """What the list of a select offers, for what is typed if it searches."""
        target = self._find(label, _selects, near, nth)
        if target.placed.searches:
            return list(self._search(target, query))
        return list(self.screen.offered(target))

    def tick(self, *texts: str, of: str = "", on: bool = True) -> None:
        """Tick check boxes or a radio button; `of` is the label above them."""
        for text in texts:
            target = self._find(text, Screen.tickable, of)
            if target.placed.kind == "radio_buttons":
                raw: Any = target.value
            else:
                held = set(target.surface.value(target.placed) or [])
                held = held | {target.value} if on else held - {target.value}
                options = target.placed.element["options"]
                raw = [option["value"] for option in options if option["value"] in held]
            self._commit(target.surface, target.placed, raw)

    def attach(self, label: str, name: str, content: bytes) -> None:
        """Put a file into the file field with this label."""
        target = self._find(label, _file_inputs)
        file = self._wire.upload(self.id, name, content)["file"]["id"]
        held = target.surface.value(target.placed) or []
        self._keep(target.surface, target.placed, [*held, file])

    def submit(self) -> None:
        """Press the button that submits the top modal; complaints are in `errors` then."""
        view = self._modal()
        if "submit" not in view:
            raise NotOnScreen(f"There is nothing to submit:\n{self.screen.text}")
        answer = self._wire.act(
            self.id, "submit", view_id=view["id"], typed=self._typed.get(view["id"], {})
        )
        self._errors[view["id"]] = answer.get("errors", {})

    def close(self, *, everything: bool = False) -> None:
        """Close the top modal, or all of them."""
        self._wire.act(self.id, "close", view_id=self._modal()["id"], all=everything)

    # the machinery

    def _find(
        self, text: str, where: Callable[[Screen], Iterable[Target]], near: str = "", nth: int = 0
    ) -> Target:
        def pick(screen: Screen) -> Target | None:
            found = [t for t in where(screen) if t.says(text) and near in t.row]
            exact = [t for t in found if t.is_exactly(text)] or found
            # a conversation repeats itself: the latest message counts
            latest = [t for t in exact if t.surface is exact[0].surface]
            if nth:
                latest = latest[nth - 1 : nth]
            if len(latest) > 1:
                raise NotOnScreen(f"{text!r} is there {len(latest)} times:\n{screen.text}")
            return latest[0] if latest else None

        what = f"{text!r} near {near!r}" if near else repr(text)
        target: Target = self.until(pick, what=what)
        return target

    def _value_of(self, target: Target, text: str, query: str) -> str:
        searched = self._search(target, query or text) if target.placed.searches else {}
        offered = self._words_of(target) | searched
        if text not in offered:
            raise NotOnScreen(f"{text!r} is not offered, but {', '.join(offered) or 'nothing'}")
        return offered[text]

    def _search(self, target: Target, query: str) -> dict[str, str]:
        """What the app offers to somebody who types this: texts and their values."""
        block_id, action_id = target.placed.key
        named = {**target.surface.where, "block_id": block_id, "action_id": action_id}
        answer = self._wire.act(self.id, "suggest", **named, query=query)
        groups = answer.get("option_groups", [answer])
        options = [option for group in groups for option in group["options"]]
        found = {read(option["text"], {}): option["value"] for option in options}
        self._found |= {(block_id, action_id, value): text for text, value in found.items()}
        return found

    def _words_of(self, target: Target) -> dict[str, str]:
        """The texts of what stands in a select, offered or chosen, and their values."""
        chosen = target.surface.value(target.placed) or []
        held = chosen if isinstance(chosen, list) else [chosen]
        words = target.surface.words
        named = {words.get((*target.placed.key, str(one)), ""): str(one) for one in held}
        return named | self.screen.offered(target)

    def _keep(self, surface: Surface, placed: Placed, raw: Raw) -> None:
        block_id, action_id = placed.key
        self._typed.setdefault(_key(surface), {}).setdefault(block_id, {})[action_id] = raw

    def _commit(self, surface: Surface, placed: Placed, raw: Raw) -> None:
        self._keep(surface, placed, raw)
        if not placed.is_input or placed.block.get("dispatch_action"):
            self._click(surface, placed, raw)

    def _click(self, surface: Surface, placed: Placed, raw: Raw) -> None:
        block_id, action_id = placed.key
        named = {**surface.where, "block_id": block_id, "action_id": action_id}
        self._wire.act(
            self.id, "click", **named, value=raw, typed=self._typed.pop(_key(surface), {})
        )

    def _modal(self) -> JSON:
        modals: list[JSON] = self.until(lambda screen: screen.state["modals"], what="a modal")
        return modals[-1]


def _key(surface: Surface) -> str:
    return str(surface.where.get("view_id") or surface.where["ts"])


def _of_kind(*words: str) -> Callable[[Screen], Iterator[Target]]:
    def pick(screen: Screen) -> Iterator[Target]:
        return (t for t in screen.targets() if any(word in t.placed.kind for word in words))

    return pick


_fields = _of_kind("text_input", "number_input", "picker")
_selects = _of_kind("_select")
_multi_selects = _of_kind("multi_")
_holders = _of_kind("text_input", "number_input", "picker", "_select")
_file_inputs = _of_kind("file_input")
