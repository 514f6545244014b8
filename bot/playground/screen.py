"""What one person has before their eyes, as text and as things to click."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.elements import KINDS, Placed, options_of, usable
from bot.playground.json_types import JSON, Raw
from bot.playground.limits.surfaces import walk
from bot.playground.reading import read

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_TICKS = ("checkboxes", "radio_buttons")


@dataclass(frozen=True)
class Surface:
    """One view or one message, with the values that its elements hold."""

    where: JSON  # how an act names it
    blocks: list[JSON]
    values: dict[str, dict[str, Any]]
    errors: Mapping[str, str]
    words: Mapping[tuple[str, str, str], str]  # what searching selects hold: ids, value -> text

    def value(self, placed: Placed) -> Raw:
        """What an element holds, raw."""
        block_id, action_id = placed.key
        return self.values.get(block_id, {}).get(action_id)

    def held(self, placed: Placed, names: Mapping[str, str]) -> str:
        """What an element holds, in words."""
        raw = self.value(placed)
        if placed.kind not in KINDS or raw in (None, "", []):
            return ""
        words = {o["value"]: read(o["text"], names) for o in options_of(placed.element)}
        chosen = raw if isinstance(raw, list) else [raw]
        found = [self.words.get((*placed.key, str(one))) for one in chosen]
        texts = [
            words.get(one) or text or names.get(one) or str(one)
            for one, text in zip(chosen, found, strict=True)
        ]
        return ", ".join(texts)


@dataclass(frozen=True)
class Target:
    """Something to click or to fill: where it is, what it says, what stands beside it."""

    surface: Surface
    placed: Placed
    text: str
    row: str
    value: Any = None
    other: str = ""  # another name of it: the placeholder of what stands without a label

    def says(self, text: str) -> bool:
        """Whether this is what somebody calls by these words; marks at the ends do not matter."""
        return self.is_exactly(text) or bare(text) in (bare(self.text), bare(self.other) or None)

    def is_exactly(self, text: str) -> bool:
        """Whether these are its words, mark by mark."""
        return text in (self.text, self.other)


@dataclass(frozen=True)
class Screen:
    """Everything visible; `surfaces` are the top modal, or the Home tab, or the messages."""

    kind: str
    surfaces: list[Surface]
    lines: list[str]
    names: dict[str, str]
    state: JSON

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)

    def __contains__(self, text: str) -> bool:
        return text in self.text

    def targets(self) -> Iterator[Target]:
        """Every element on the screen, by its label or its words; the latest message first."""
        for surface in reversed(self.surfaces):
            row = ""
            for _, block in walk("", surface.blocks):
                own = block_text(block, self.names)
                if block["type"] == "context":
                    row = f"{row}\n{own}"  # the small print of what stands above it
                elif block["type"] != "actions":
                    row = own
                for placed in usable([block]):
                    yield self._target(surface, placed, row or own)

    def clickable(self) -> Iterator[Target]:
        """Buttons, and the options of the ⋮ menus."""
        for target in self.targets():
            element = target.placed.element
            if target.placed.kind == "button":
                text = read(element["text"], self.names)
                yield Target(target.surface, target.placed, text, target.row)
            elif target.placed.kind == "overflow":
                for option in element["options"]:
                    text = read(option["text"], self.names)
                    yield Target(target.surface, target.placed, text, target.row, option["value"])

    def tickable(self) -> Iterator[Target]:
        """Check boxes and radio buttons."""
        for target in self.targets():
            if target.placed.kind in _TICKS:
                for option in target.placed.element["options"]:
                    text = read(option["text"], self.names)
                    value = option["value"]
                    yield Target(target.surface, target.placed, text, target.text, value)

    def offered(self, target: Target) -> dict[str, str]:
        """The texts of a select's own options, and their values; people and channels by name."""
        if "users_select" in target.placed.kind:
            return {one["real_name"]: one["id"] for one in self.state["people"]}
        if target.placed.kind.removeprefix("multi_") in ("channels_select", "conversations_select"):
            return {one["name"]: one["id"] for one in self.state["channels"]}
        options = options_of(target.placed.element)
        return {read(option["text"], self.names): option["value"] for option in options}

    def _target(self, surface: Surface, placed: Placed, row: str) -> Target:
        if placed.is_input:
            return Target(surface, placed, read(placed.block["label"], self.names), row)
        placeholder = read(placed.element.get("placeholder"), self.names)
        held = surface.held(placed, self.names)
        return Target(surface, placed, held or placeholder, row, other=placeholder)


def bare(text: str) -> str:
    """Words without the marks round them, in small letters: what somebody calls a button."""
    return _EDGES.sub("", text).casefold()


def block_text(block: JSON, names: Mapping[str, str]) -> str:
    """The words of a block, without its elements."""
    if block["type"] == "rich_text":
        return read(block, names)
    parts = [block.get(name) for name in ("text", "title", "subtitle", "body", "label")]
    parts += block.get("fields", [])
    parts += block["elements"] if block["type"] == "context" else []
    parts += [cell for row in block.get("rows", []) for cell in row]
    return "\n".join(filter(None, (read(part, names) for part in parts)))


def lines_of(surface: Surface, names: Mapping[str, str]) -> Iterator[str]:
    """What a view or message shows, line by line."""
    for _, block in walk("", surface.blocks):
        words = block_text(block, names)
        if words and block["type"] != "input":
            yield words
        shown = [_element_text(surface, placed, names) for placed in usable([block])]
        if block["type"] == "input":
            yield f"{words}: {' '.join(shown)}"
        elif shown:
            yield " ".join(shown)
        if block["type"] == "input" and block["block_id"] in surface.errors:
            yield f"! {surface.errors[block['block_id']]}"


def _element_text(surface: Surface, placed: Placed, names: Mapping[str, str]) -> str:
    element, raw = placed.element, surface.value(placed)
    if placed.kind == "button":
        return f"[{read(element['text'], names)}]"
    if placed.kind == "overflow" or placed.kind in _TICKS:
        chosen = raw if isinstance(raw, list) else [raw]
        words = [
            ("(x) " if option["value"] in chosen else "") + read(option["text"], names)
            for option in element["options"]
        ]
        return f"[{' | '.join(words)}]"
    return surface.held(placed, names) or f"({read(element.get('placeholder'), names)})"
