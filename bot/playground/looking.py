"""From a person's state to their screen: what is in front, and what lies behind it unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.json_types import JSON
from bot.playground.reading import read
from bot.playground.screen import Screen, Surface, lines_of

Typed = Mapping[str, dict[str, dict[str, Any]]]
Errors = Mapping[str, dict[str, str]]
Words = Mapping[tuple[str, str, str], str]


@dataclass(frozen=True)
class Unsent:
    """What only the browser knows: unsent values and complaints, by view; what searches found."""

    typed: Typed
    errors: Errors
    words: Words


def look(state: JSON, place: str, unsent: Unsent) -> Screen:
    """The screen of somebody who is at the Home tab or in a conversation, perhaps behind modals."""
    names = _names(state)
    if state["modals"]:
        kind = "modal"
        surfaces, lines = _modal(state["modals"][-1], unsent, names)
    elif place == "home":
        kind = "home"
        surfaces = [_view_surface(state["home"], unsent)] if state["home"] else []
        lines = [line for surface in surfaces for line in lines_of(surface, names)]
    else:
        kind = "messages"
        surfaces, lines = _messages(state["messages"][place], place, unsent, names)
    if state["notice"]:
        lines.append(state["notice"]["text"])
    return Screen(kind, surfaces, lines, names, state)


def _names(state: JSON) -> dict[str, str]:
    names = {one["id"]: one["real_name"] for one in state["people"]}
    names |= {one["id"]: one["name"] for one in state["channels"]}
    return {**names, state["app"]["user_id"]: state["app"]["name"]}


def _modal(view: JSON, unsent: Unsent, names: dict[str, str]) -> tuple[list[Surface], list[str]]:
    surface = _view_surface(view, unsent)
    buttons = [f"[{read(view[name], names)}]" for name in ("submit", "close") if name in view]
    return [surface], [read(view["title"], names), *lines_of(surface, names), *buttons]


def _messages(
    messages: list[JSON], place: str, unsent: Unsent, names: dict[str, str]
) -> tuple[list[Surface], list[str]]:
    surfaces, lines = [], []
    for message in messages:
        where = {"channel": place, "ts": message["ts"]}
        values = _overlaid(message["values"], unsent.typed.get(message["ts"], {}))
        words = _words(message, names) | dict(unsent.words)
        surface = Surface(where, message["blocks"], values, {}, words)
        surfaces.append(surface)
        lines.append(f"{message['user']['name']}:")
        lines += list(lines_of(surface, names)) or [read(message["text"], names)]
        lines += [file["name"] for file in message["files"]]
    return surfaces, lines


def _view_surface(view: JSON, unsent: Unsent) -> Surface:
    where, errors = {"view_id": view["id"]}, unsent.errors.get(view["id"], {})
    values = _overlaid(view["values"], unsent.typed.get(view["id"], {}))
    words = _words(view, {}) | dict(unsent.words)
    return Surface(where, view["blocks"], values, errors, words)


def _words(shown: JSON, names: Mapping[str, str]) -> dict[tuple[str, str, str], str]:
    """How the options are called that searching selects hold."""
    return {
        (block_id, action_id, option["value"]): read(option["text"], names)
        for block_id, held in shown["chosen"].items()
        for action_id, options in held.items()
        for option in options
    }


def _overlaid(held: JSON, typed: JSON) -> JSON:
    return {block_id: {**own, **typed.get(block_id, {})} for block_id, own in held.items()}
