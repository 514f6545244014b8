"""Filter fields: `product:`, `status:` and so on, and which part of a row each of them is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from store import filter_days
from store.errors import Mistake
from store.filter_names import Kind, Names
from store.filter_values import (
    Value,
    company,
    domain,
    nearest,
    quote,
    read_days,
    read_named,
    read_texts,
    read_words,
    read_yes_no,
    shown,
    write_imports,
    write_named,
)
from store.filters import Days
from store.words import Payment, Source, Status


@dataclass(frozen=True)
class Field:
    """A field, and the part of a row that it gives. What `read` gives may ask nothing."""

    part: str
    read: Callable[[list[Value], Names], Any]
    write: Callable[[Any, Names], list[str]]


def _named(part: str, kind: Kind) -> Field:
    return Field(part, partial(read_named, kind), partial(write_named, kind))


def _words(part: str, words: type[StrEnum]) -> Field:
    return Field(part, lambda values, _: read_words(words, values), lambda chosen, _: [*chosen])


def _days(part: str) -> Field:
    def write(days: Days, _: Names) -> list[str]:
        return [text] if (text := filter_days.write(days)) else []

    return Field(part, lambda values, _: read_days(values), write)


def _texts(part: str, read: Callable[[str], str]) -> Field:
    return Field(
        part,
        lambda values, _: read_texts(read, values),
        lambda texts, _: [quote(text) for text in texts],
    )


FIELDS = {
    "product": _named("products", "product"),
    "status": _words("statuses", Status),
    "payment": _words("payments", Payment),
    "starts": _days("starts"),
    "ends": _days("ends"),
    "group": _named("groups", "group"),
    "favorite": Field(
        "favorite",
        lambda values, _: read_yes_no(values),
        lambda answer, _: ["yes" if answer else "no"],
    ),
    "company": _texts("companies", company),
    "domain": _texts("domains", domain),
    "source": _words("sources", Source),
    "import": Field("imports", partial(read_named, "import"), lambda ids, _: write_imports(ids)),
    "added": _days("added"),
}
# What else people call them.
CALLED = {
    "products": "product",
    "membership": "product",
    "type": "payment",
    "paid": "payment",
    "start": "starts",
    "started": "starts",
    "end": "ends",
    "ended": "ends",
    "expires": "ends",
    "groups": "group",
    "label": "group",
    "favourite": "favorite",
    "favorites": "favorite",
    "starred": "favorite",
    "email-domain": "domain",
    "created": "added",
    "imports": "import",
    "imported": "import",
    "file": "import",
}
# Search words look there by themselves.
SEARCHED = ("name", "first", "last", "email", "search", "text")


def is_a_word(written: str) -> bool:
    """Whether this looks like no field, for all its colon: it is searched for like other words."""
    word = written.removesuffix(":").lower()
    known = [*FIELDS, *CALLED]
    is_known = word in known or word in SEARCHED or nearest(word, known)
    return written.endswith(":") and not is_known


def named(written: str, *, at: int) -> str:
    """The field that is written so, with its colon; raises Mistake."""
    word = written.removesuffix(":").lower()
    field = CALLED.get(word, word)
    if field in FIELDS:
        return field
    if word in SEARCHED:
        reason = f"Leave out {written} and write the word alone: it is found in names and emails."
        raise Mistake(reason, at=at, wrong=str(written))
    meant = nearest(word, [*FIELDS, *CALLED])
    meant = CALLED.get(meant, meant)
    listed = f"There are {', '.join(FIELDS)}; in quotes it is searched for."
    hint = f"Did you mean {meant}:?" if meant else listed
    reason = f"There is no field {shown(written)}. {hint}"
    raise Mistake(reason, at=at, wrong=str(written), suggestion=f"{meant}:" if meant else "")
