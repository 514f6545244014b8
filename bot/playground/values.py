"""From what a person typed to Slack's `view.state.values`.

A *raw* value is what the page sends: a string, the value of an option, a list of those, a date,
a list of file ids. What somebody typed stays while the same block_id and action_id are on the
screen, whatever initial value a later version of the view brings; so does Slack. A type of element
that changes under the same ids starts afresh.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from bot.playground.elements import KINDS, Placed, chosen_at_first, options_of, stateful
from bot.playground.errors import NotPossible
from bot.playground.json_types import JSON, Raw

_FORMS = {
    "datepicker": r"\d{4}-\d\d-\d\d",
    "timepicker": r"\d\d:\d\d",
    "datetimepicker": r"\d{10}",
}

Key = tuple[str, str]
FindFile = Callable[[str], JSON]


@dataclass
class Values:
    """What every element on one surface holds at the moment."""

    raw: dict[Key, Raw] = field(default_factory=dict)
    kinds: dict[Key, str] = field(default_factory=dict)
    # options of searching selects: what a search brought, what was chosen at first
    found: dict[Key, dict[str, JSON]] = field(default_factory=dict)

    def settle(self, blocks: list[JSON]) -> None:
        """Take in the blocks shown now: the new start as they say, the gone are forgotten."""
        now = {placed.key: placed for placed in stateful(blocks)}
        same = {key for key, placed in now.items() if self.kinds.get(key) == placed.kind}
        self.found = {key: options for key, options in self.found.items() if key in same}
        for placed in now.values():
            if placed.searches:
                self.remember(placed, chosen_at_first(placed.element))
        self.raw = {
            key: self.raw[key]
            if key in same and self._fits(placed, self.raw[key])
            else initial(placed.element)
            for key, placed in now.items()
        }
        self.kinds = {key: placed.kind for key, placed in now.items()}

    def _fits(self, placed: Placed, raw: Raw) -> bool:
        """Whether every option that is chosen is offered, or was found in a search."""
        if KINDS[placed.kind][2] not in ("option", "options"):
            return True
        return all(value is None or self._option(placed, value) for value in _listed(raw))

    def type(self, placed: Placed, raw: Raw) -> None:
        """Put a value into an element, if a person could."""
        raw = self._checked(placed, raw)
        if not self._fits(placed, raw):
            raise NotPossible(f"The option {raw!r} is not on the screen.")
        self.raw[placed.key] = raw

    def take(self, blocks: list[JSON], typed: dict[str, dict[str, Raw]]) -> None:
        """Put in what the page says was typed; what went from the screen meanwhile is dropped."""
        for placed in stateful(blocks):
            block_id, action_id = placed.key
            if action_id in typed.get(block_id, {}):
                raw = self._checked(placed, typed[block_id][action_id])
                if self._fits(placed, raw):
                    self.raw[placed.key] = raw

    def remember(self, placed: Placed, options: list[JSON]) -> None:
        """Keep the options that a search brought, so that one of them can be chosen."""
        own = self.found.setdefault(placed.key, {})
        own.update((option["value"], option) for option in options)

    def state(self, blocks: list[JSON], find_file: FindFile) -> JSON:
        """The values as Slack writes them: block_id, action_id, type and value."""
        values: JSON = {}
        for placed in stateful(blocks):
            block_id, action_id = placed.key
            values.setdefault(block_id, {})[action_id] = self.entry(placed, find_file)
        return {"values": values}

    def entry(self, placed: Placed, find_file: FindFile) -> JSON:
        """One element's value as Slack writes it."""
        _, name, sort = KINDS[placed.kind]
        raw = self.raw.get(placed.key)
        value: Raw = raw
        if sort == "text":
            value = raw or None
        elif sort == "option":
            value = None if raw is None else self._option(placed, raw)
        elif sort == "options":
            value = [self._option(placed, one) for one in raw or []]
        elif sort == "files":
            value = [find_file(one) for one in raw or []]
        elif sort == "rich":
            value = rich_text(raw) if raw else None
        return {"type": placed.kind, name: value}

    def by_block(self) -> JSON:
        """The raw values by block_id and action_id, for the page."""
        values: JSON = {}
        for (block_id, action_id), raw in self.raw.items():
            values.setdefault(block_id, {})[action_id] = raw
        return values

    def chosen(self, blocks: list[JSON]) -> JSON:
        """The options that searching selects hold, for the page: their words stand nowhere else."""
        chosen: JSON = {}
        for placed in stateful(blocks):
            raw, (block_id, action_id) = self.raw.get(placed.key), placed.key
            if placed.searches and raw:
                options = [self._option(placed, one) for one in _listed(raw)]
                chosen.setdefault(block_id, {})[action_id] = options
        return chosen

    def _option(self, placed: Placed, value: Raw) -> JSON | None:
        known = {option["value"]: option for option in options_of(placed.element)}
        return known.get(value) or self.found.get(placed.key, {}).get(value)

    def _checked(self, placed: Placed, raw: Raw) -> Raw:
        sort = KINDS[placed.kind][2]
        if sort in ("text", "rich"):
            return _text(placed, raw)
        if sort in ("option", "one"):
            raw = None if raw == "" else raw
        if sort in ("options", "several", "files") and not isinstance(raw, list):
            raise NotPossible(f"{placed.kind} holds a list of values, not {raw!r}.")
        if sort in ("option", "one"):
            _check_form(placed, raw)
        _check_count(placed, raw)
        return int(raw) if raw and placed.kind == "datetimepicker" else raw


def initial(element: JSON) -> Raw:
    """What an element holds at first, raw."""
    name, _, sort = KINDS[element["type"]]
    first = element.get(name)
    if sort == "option":
        return first["value"] if first else None
    if sort == "options":
        return [option["value"] for option in first or []]
    if sort in ("several", "files"):
        return list(first or [])
    return first if sort == "one" else first or ""


def _listed(raw: Raw) -> list[Raw]:
    return raw if isinstance(raw, list) else [raw]


def rich_text(text: str) -> JSON:
    """Typed text as Slack's rich text."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _text(placed: Placed, raw: Raw) -> str:
    if not isinstance(raw, str | None):
        raise NotPossible(f"{placed.kind} holds text, not {raw!r}.")
    text = raw or ""
    if placed.element.get("multiline") or placed.kind == "rich_text_input":
        return text
    # a field of one line takes no line ends, however they got into the clipboard
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def _check_form(placed: Placed, raw: Raw) -> None:
    form = _FORMS.get(placed.kind, r"(?s).*")
    if raw is None:
        return
    if not re.fullmatch(form, str(raw)) or (placed.kind == "datepicker" and not _is_day(str(raw))):
        raise NotPossible(f"{placed.kind} cannot hold {raw!r}.")


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _check_count(placed: Placed, raw: Raw) -> None:
    most = placed.element.get("max_selected_items") or placed.element.get("max_files")
    if most and isinstance(raw, list) and len(raw) > most:
        raise NotPossible(f"No more than {most} can be chosen here.")
