"""From a person's state to their screen: what is in front, and what lies behind it unseen."""

from collections.abc import Mapping
from typing import Any

from bot.playground.json_types import JSON
from bot.playground.reading import read
from bot.playground.screen import Screen, Surface, lines_of

Typed = Mapping[str, dict[str, dict[str, Any]]]
Errors = Mapping[str, dict[str, str]]


def look(state: JSON, place: str, typed: Typed, errors: Errors) -> Screen:
    """The screen of somebody who is at the Home tab or in a conversation, perhaps behind modals.

    `typed` and `errors` are what the browser would know: unsent values and complaints, by view.
    """
    names = _names(state)
    if state["modals"]:
        kind = "modal"
        surfaces, lines = _modal(state["modals"][-1], typed, errors, names)
    elif place == "home":
        kind = "home"
        surfaces = [_view_surface(state["home"], typed, errors)] if state["home"] else []
        lines = [line for surface in surfaces for line in lines_of(surface, names)]
    else:
        kind = "messages"
        surfaces, lines = _messages(state["messages"][place], place, typed, names)
    if state["notice"]:
        lines.append(state["notice"]["text"])
    return Screen(kind, surfaces, lines, names, state)


def _names(state: JSON) -> dict[str, str]:
    names = {one["id"]: one["real_name"] for one in state["people"]}
    names |= {one["id"]: one["name"] for one in state["channels"]}
    return {**names, state["app"]["user_id"]: state["app"]["name"]}


def _modal(
    view: JSON, typed: Typed, errors: Errors, names: dict[str, str]
) -> tuple[list[Surface], list[str]]:
    surface = _view_surface(view, typed, errors)
    buttons = [f"[{read(view[name], names)}]" for name in ("submit", "close") if name in view]
    return [surface], [read(view["title"], names), *lines_of(surface, names), *buttons]


def _messages(
    messages: list[JSON], place: str, typed: Typed, names: dict[str, str]
) -> tuple[list[Surface], list[str]]:
    surfaces, lines = [], []
    for message in messages:
        where = {"channel": place, "ts": message["ts"]}
        values = _overlaid(message["values"], typed.get(message["ts"], {}))
        surface = Surface(where, message["blocks"], values, {})
        surfaces.append(surface)
        lines.append(f"{message['user']['name']}:")
        lines += list(lines_of(surface, names)) or [read(message["text"], names)]
        lines += [file["name"] for file in message["files"]]
    return surfaces, lines


def _view_surface(view: JSON, typed: Typed, errors: Errors) -> Surface:
    values = _overlaid(view["values"], typed.get(view["id"], {}))
    return Surface({"view_id": view["id"]}, view["blocks"], values, errors.get(view["id"], {}))


def _overlaid(held: JSON, typed: JSON) -> JSON:
    return {block_id: {**own, **typed.get(block_id, {})} for block_id, own in held.items()}
