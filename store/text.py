"""Texts: cleaned when they come in, folded where they are compared, sorted or searched."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

SORT_KEY_LIMIT = 100
SEARCH_LIMIT = 200
# So many different names are remembered folded, as most people are called like others.
REMEMBERED = 4_096

# Controls, the separators of lines and paragraphs, and halves of surrogate pairs: no database
# takes all of them, and none of them belongs in one line of text.
NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
NOT_IN_LINES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LINE_ENDS = re.compile(r"\r\n|\r|\u2028|\u2029")

# Letters that people type without their stroke or ligature, which Unicode does not take apart; and
# the full stop of Chinese and Japanese, which in an email is a dot.
PLAIN = {
    "。": ".",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ħ": "h",
    "ı": "i",
}


class _Folded(dict[int, str]):
    """What becomes of each letter, found out when it first occurs.

    Nothing, for accents and the invisible signs that steer how text is drawn.
    """

    def __missing__(self, point: int) -> str:
        small = unicodedata.normalize("NFKD", chr(point)).casefold()
        parts = (
            PLAIN.get(part, part)
            for part in unicodedata.normalize("NFKD", small)
            if not unicodedata.combining(part) and unicodedata.category(part) != "Cf"
        )
        self[point] = "".join(parts).lower()
        return self[point]


FOLDED = _Folded()


def clean(text: str) -> str:
    """One line of text: what cannot stand in it becomes a space, the ends are trimmed."""
    if not text.isprintable():
        text = NOT_IN_A_LINE.sub(" ", text)
    return unicodedata.normalize("NFC", text).strip()


def clean_lines(text: str) -> str:
    """Several lines of text, each ended as on every machine; otherwise as `clean`."""
    lines = NOT_IN_LINES.sub(" ", LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", lines).strip()


def fold(text: str) -> str:
    """Text without case, accents, widths and double spaces: é is e, Straße is strasse."""
    folded = text.lower() if text.isascii() else text.translate(FOLDED)
    return " ".join(folded.split())


def keys(*, first_name: str, last_name: str, email: str, company: str) -> tuple[str, str, str]:
    """The company key, the sort key and the search text of a contact, each part folded once."""
    name, folded, company_key = fold(f"{first_name} {last_name}"), fold(email), fold(company)
    search = " ".join(filter(None, (name, folded, company_key)))
    return company_key, (name or folded)[:SORT_KEY_LIMIT], search


def keys_of_all(
    *,
    first_names: Sequence[str],
    last_names: Sequence[str],
    emails: Sequence[str],
    companies: Sequence[str],
) -> tuple[list[str], list[str], list[str]]:
    """The `keys` of many contacts who all have an email: a list of each."""
    firsts, lasts = map(_remembered, first_names), map(_remembered, last_names)
    names = [f"{first} {last}".strip() for first, last in zip(firsts, lasts, strict=True)]
    # No email has a space in it, so that those of plain letters are folded soon.
    folded = [email.lower() if email.isascii() else fold(email) for email in emails]
    company_keys = [*map(_remembered, companies)]
    parts = zip(names, folded, company_keys, strict=True)
    search = [f"{name} {email} {company}".strip() for name, email, company in parts]
    sort_keys = [
        (name or email)[:SORT_KEY_LIMIT] for name, email in zip(names, folded, strict=True)
    ]
    return company_keys, sort_keys, search


@lru_cache(REMEMBERED)
def _remembered(text: str) -> str:
    return fold(text)


def sort_key(*, first_name: str, last_name: str, email: str) -> str:
    """Where a contact stands in a list: by its name, or by its email where it has none."""
    return (fold(f"{first_name} {last_name}") or fold(email))[:SORT_KEY_LIMIT]


def name_key(name: str) -> str:
    """What makes the name of a group its own: neither case, widths, spaces nor invisible signs."""
    small = unicodedata.normalize("NFKC", name).casefold()
    visible = "".join(one for one in small if unicodedata.category(one) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", visible).split())


def search_text(*, first_name: str, last_name: str, email: str, company: str) -> str:
    """What a search for a contact looks at. No word of a search can reach over two fields."""
    return fold(f"{first_name} {last_name} {email} {company}")


def search_words(text: str) -> list[str]:
    """The folded words of a search, each once; all of them have to be found."""
    return list(dict.fromkeys(fold(clean(text[:SEARCH_LIMIT])).split()))
