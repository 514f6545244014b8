"""People in a text: the emails that somebody wrote, and the names that stand beside them."""

import re
from typing import NamedTuple

from store.emails import normalise
from store.errors import Rejected
from store.limits import NAME_LIMIT
from store.names import PARTICLE, split
from store.text import clean, clean_lines

# A message has 40,000 characters at most; nobody reads a list of more people.
MOST = 50
# What may be an address; `normalise` decides whether it is one.
ADDRESS = re.compile(
    r"(?:mailto:)?[^\s<>()\[\]{},;:|\"“”«»]{1,254}@[^\s<>()\[\]{},;:|\"“”«»]{1,254}"
)
# A name that stands behind its address: ann@x.com (Ann Lee).
BEHIND = re.compile(r"[ \t]*\(([^()@]{1,100})\)")
AROUND = ".!?'’`*_~…"
BETWEEN = " \t<>()[]{}|:–—-\"'“”*•·,;"
# Capital words before an address that are no name of a person.
NO_NAMES = {
    "and", "at", "bcc", "cc", "contact", "dear", "e-mail", "email", "e", "from", "hello", "hey",
    "hi", "his", "her", "its", "mail", "me", "new", "or", "please", "reach", "reply", "see", "the",
    "their", "this", "to", "via", "with", "write", "you", "your", "kontakt", "an", "und",
}  # fmt: skip
NAME_WORDS = 5


class Someone(NamedTuple):
    """An email as it was written, and the name beside it; empty where there is none."""

    email: str
    first_name: str
    last_name: str


def people_in(text: str) -> list[Someone]:
    """Everybody in a text, each email once, in the order of the text; MOST at most."""
    found: dict[str, Someone] = {}
    above = ""
    for line in clean_lines(text).split("\n"):
        end = 0
        for match in ADDRESS.finditer(line):
            try:
                email = normalise(match[0].strip(AROUND))
            except Rejected:
                continue
            words = line[end : match.start()]
            name = _name(words) or ("" if words.strip(BETWEEN) else _name(above, alone=True))
            end = match.end()
            if behind := BEHIND.match(line, end):
                name, end = name or _name(behind[1], alone=True), behind.end()
            first, last = split(name)
            someone = Someone(email.shown, first[:NAME_LIMIT], last[:NAME_LIMIT])
            if not found.get(email.key, someone).first_name or email.key not in found:
                found[email.key] = someone
        above = "" if end else line or above
    return [*found.values()][:MOST]


def _name(words: str, *, alone: bool = False) -> str:
    """The name at the end of these words; with `alone`, only where there is nothing else."""
    told = clean(words).rstrip(BETWEEN)
    # After a comma it may be somebody else's address: `Hi Ann, ben@example.com`.
    alone = alone or bool(set(words[len(words.rstrip(BETWEEN)) :]) & {",", ";"})
    parts, name = told.split(), list[str]()
    for part in reversed(parts):
        bare = part.strip(BETWEEN)
        inside = bool(name) and PARTICLE.fullmatch(bare)
        ended = bool(name) and part[-1] in ",;:.!?"
        if ended or len(name) == NAME_WORDS or not (inside or _may_be_a_name(bare)):
            break
        name.insert(0, bare)
    whole = len(name) == len(parts)
    while name and PARTICLE.fullmatch(name[0]):
        name.pop(0)
    return " ".join(name) if whole or not alone else ""


def _may_be_a_name(word: str) -> bool:
    letters = word.replace("-", "").replace("'", "").replace("’", "").rstrip(".")
    return letters.isalpha() and word[0].isupper() and word.casefold() not in NO_NAMES
