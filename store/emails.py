"""Emails: what is one, and when two are the same."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import unquote

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from store.errors import Rejected
from store.limits import EMAIL_LIMIT
from store.text import clean

# An everyday address, which needs no further thought: the validator takes a hundred times as long,
# and an import asks for every row. tests/store/test_emails.py holds the two against each other.
# So short, no part of it can be too long; and no formula's guard stands before it.
# A group that is repeated gives back what it took: before 3.11.5 Python reads `(…)*+` wrongly.
EVERYDAY_LIMIT = 64
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++"
LABEL = r"[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*"
SPECIAL = "|".join(map(re.escape, SPECIAL_USE_DOMAIN_NAMES))
EVERYDAY = re.compile(
    rf"(?!'){ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+(?!(?i:{SPECIAL})$)[A-Za-z]{{2,63}}", re.ASCII
)

# An address of full length within a name of full length, and some signs around them.
TEXT_LIMIT = 700

# Signs that nobody sees: web pages and texts written from right to left leave them around.
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“", "‘": "’", "«": "»"}
NAMED = re.compile(r"[^<>]*<([^<>]+)>")
MAILTO = re.compile(r"mailto:([^?|]*).*", re.IGNORECASE)


class Email(NamedTuple):
    """An address as its owner writes it, and the key that is the same however it is written."""

    shown: str
    key: str


def is_everyday(text: str) -> bool:
    """Whether this is an address as most are: in small letters it is its own key."""
    return len(text) <= EVERYDAY_LIMIT and EVERYDAY.fullmatch(text) is not None


def normalise(text: str) -> Email:
    """Read one address, also from `mailto:`, quotes or `Name <address>`; raises Rejected."""
    if is_everyday(text):
        return Email(text, text.lower())
    return _read_carefully(_unwrap(clean(text[:TEXT_LIMIT])))


def _read_carefully(text: str) -> Email:
    if not text:
        raise Rejected("email", "An email address is needed.")
    if len(text) > EMAIL_LIMIT:
        raise Rejected("email", f"An email address has at most {EMAIL_LIMIT} characters.")
    try:
        valid = validate_email(unicodedata.normalize("NFKC", text), check_deliverability=False)
    except EmailNotValidError as problem:
        raise Rejected("email", str(problem)) from problem
    return Email(text, f"{valid.local_part.lower()}@{valid.ascii_domain.lower()}")


def _unwrap(text: str) -> str:
    """The address within what people and programs put around it."""
    inner = text.strip(UNSEEN)
    if inner != text:
        return _unwrap(inner.strip())
    if QUOTES.get(text[:1]) == text[-1:] and len(text) > 1:
        inner = text[1:-1]
    elif named := NAMED.fullmatch(text):
        inner = named[1]
    elif link := MAILTO.fullmatch(text):
        inner = clean(unquote(link[1]))
    return text if inner == text else _unwrap(inner.strip())
