"""Filter values: what stands after `product:` and so on, how it is read and how it is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from store import filter_days
from store.errors import Mistake, Rejected
from store.filter_names import Kind, Names
from store.filters import ANY, Days, Ids
from store.text import clean, fold

ID = re.compile(r"#([0-9]{1,18})")
NUMBER = re.compile(r"#?([0-9]{1,18})")
# What needs no quotes: a word that no sign of the language can be taken for.
PLAIN = re.compile(r"\w[\w@.+'’&-]*")
NEEDS_QUOTES = ("and", "or", "not", "any", "all")
YES_NO = {"yes": True, "true": True, "no": False, "false": False}
DOMAIN = re.compile(r"[^\s@.]+(\.[^\s@.]+)*")


@dataclass(frozen=True)
class Value:
    """A value as it is `written` at a place of the text, and the `text` within its quotes."""

    text: str
    written: str
    at: int

    @property
    def quoted(self) -> bool:
        """Whether it stands in quotes, and so means nothing but itself."""
        return self.text != self.written

    def mistake(self, reason: str, suggestion: str = "") -> Mistake:
        """What is wrong with it."""
        return Mistake(reason, at=self.at, wrong=self.written, suggestion=suggestion)


def quote(text: str) -> str:
    """The text as a word or value of a written filter: in quotes, where it needs them."""
    if PLAIN.fullmatch(text) and text.lower() not in NEEDS_QUOTES:
        return text
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'


def shown(text: str) -> str:
    """A piece of what somebody wrote, as a sentence quotes it."""
    text = clean(text)
    return f"“{text[:75]}…”" if len(text) > 75 else f"“{text}”"


def nearest(text: str, known: list[str]) -> str:
    """The known word that somebody may have meant; nothing, where none is like it."""
    return next(iter(get_close_matches(text.lower(), known, n=1, cutoff=0.6)), "")


def read_named(kind: Kind, values: list[Value], names: Names) -> Ids:
    """The ids of products or groups."""
    ids = [_id(kind, value, names) for value in values]
    return ANY if None in ids else tuple(dict.fromkeys(id for id in ids if id is not None))


def write_named(kind: Kind, ids: Ids, names: Names) -> list[str]:
    """The names of products or groups; what has none stays a number."""
    called = names.of(kind)
    return [quote(called[id]) if id in called else f"#{id}" for id in ids] or ["any"]


def write_imports(ids: Ids) -> list[str]:
    """The numbers of imports, of which many may have the same name."""
    return [str(id) for id in ids] or ["any"]


def read_words(words: type[StrEnum], values: list[Value]) -> tuple[StrEnum, ...]:
    """The words among these, in their own order; nothing, where all will do."""
    written = [value.text.lower() for value in values]
    known = [*map(str, words), "all"]
    for value, word in zip(values, written, strict=True):
        if word not in (*known, "any"):
            meant = nearest(word, known)
            hint = f" Did you mean {meant}?" if meant else ""
            reason = f"{shown(value.text)} is none of {_either(known)}.{hint}"
            raise value.mistake(reason, meant)
    asks_nothing = {"all", "any"}.intersection(written)
    return () if asks_nothing else tuple(word for word in words if word in written)


def read_days(values: list[Value]) -> Days:
    """A stretch of days."""
    if len(values) > 1:
        reason = "One stretch of days is enough: 2026-01-01..2026-01-31 goes from day to day."
        raise values[1].mistake(reason)
    try:
        return filter_days.read(values[0].text)
    except Rejected as refused:
        meant = filter_days.suggest(values[0].text)
        hint = f" Did you mean {meant}?" if meant else ""
        raise values[0].mistake(f"{refused.reason}{hint}", meant) from refused


def read_yes_no(values: list[Value]) -> bool | None:
    """Yes or no; nothing, where both will do."""
    answers = [YES_NO.get(value.text.lower()) for value in values]
    for value, answer in zip(values, answers, strict=True):
        if answer is None:
            raise value.mistake(f"{shown(value.text)} is neither yes nor no.", "yes")
    return answers[0] if len(set(answers)) == 1 else None


def read_texts(read: Callable[[str], str], values: list[Value]) -> tuple[str, ...]:
    """Texts, each as `read` takes it."""
    texts = []
    for value in values:
        try:
            texts.append(read(value.text))
        except Rejected as refused:
            raise value.mistake(refused.reason) from refused
    return tuple(dict.fromkeys(texts))


def company(text: str) -> str:
    """A company as a filter keeps it; raises Rejected for one without a letter or digit."""
    words = [word for word in clean(text).split() if fold(word)]
    if not words:
        raise Rejected("company", "Which company?")
    return " ".join(words)


def domain(text: str) -> str:
    """The domain of emails as a filter keeps it, without the @; raises Rejected."""
    plain = clean(text).lower().removeprefix("@")
    if not DOMAIN.fullmatch(plain):
        raise Rejected("domain", f"{shown(text)} is no domain. Write one like gmail.com.")
    return plain


def _id(kind: Kind, value: Value, names: Names) -> int | None:
    """The id that is written or named; None for any at all."""
    if not value.quoted and value.text.lower() == "any":
        return None
    number = (NUMBER if kind == "import" else ID).fullmatch(value.text)
    if number and not value.quoted:
        return int(number[1])
    found = names.find(kind, value.text)
    if len(found) == 1:
        return found[0]
    raise _several(kind, value, names, found) if found else _unknown(kind, value, names)


def _several(kind: Kind, value: Value, names: Names, found: list[int]) -> Mistake:
    numbered = kind == "import"
    called = [shown(names.of(kind)[id]) for id in found]
    if numbered:
        called = [f"{id} ({name})" for id, name in zip(found, called, strict=True)]
    some = called if len(called) <= 3 else [*called[:2], f"{len(called) - 2} others"]
    reason = f"More than one {kind} is called like {shown(value.text)}: {_either(some)}?"
    first = str(found[0]) if numbered else quote(names.of(kind)[found[0]])
    return value.mistake(reason, first)


def _unknown(kind: Kind, value: Value, names: Names) -> Mistake:
    reason = f"There is no {kind} {shown(value.text)}."
    if not value.quoted and value.text.lower() == "all":
        return value.mistake(f"{reason} Did you mean {kind}:any?", "any")
    close = names.close(kind, value.text)
    if not close:
        return value.mistake(reason)
    meant = _either([shown(name) for name in close])
    return value.mistake(f"{reason} Did you mean {meant}?", quote(close[0]))


def _either(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
