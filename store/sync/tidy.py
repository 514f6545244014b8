"""What an account says about a person, as a book keeps it: nothing that it says stops a run."""

import json
from collections.abc import Iterable
from json.encoder import encode_basestring_ascii
from operator import attrgetter
from typing import Any, NamedTuple

from store.emails import normalise
from store.errors import Rejected
from store.limits import NAME_LIMIT, PHONE_LIMIT
from store.sync.source import RemotePerson
from store.text import clean, keys

LIMITS = {
    "first_name": NAME_LIMIT,
    "last_name": NAME_LIMIT,
    "company": NAME_LIMIT,
    "job_title": NAME_LIMIT,
    "phone": PHONE_LIMIT,
}
FIELDS = ("email", *LIMITS)
said_of = attrgetter(*FIELDS)
# Fields as JSON. Every page asks for everybody's, and json.dumps takes four times as long.
JSON = json.dumps(dict.fromkeys(FIELDS, "%s")).replace('"%s"', "%s")


class Tidy(NamedTuple):
    """A person's email key and fields; both empty for somebody without an email."""

    key: str
    fields: dict[str, str]


def tidy(person: RemotePerson) -> Tidy:
    """The fields cleaned, and cut where they are too long."""
    try:
        email = normalise(person.email)
    except Rejected:
        return Tidy("", {})
    texts = {name: clean(getattr(person, name))[:limit] for name, limit in LIMITS.items()}
    return Tidy(email.key, {"email": email.shown} | texts)


def kept_fields(texts: Iterable[str]) -> str:
    """Texts for FIELDS, or none, as the table of links keeps them: what is the same is one text."""
    quoted = tuple(map(encode_basestring_ascii, texts))
    return JSON % quoted if quoted else "{}"


def kept_groups(names: Iterable[str]) -> str:
    """The remote ids of groups, as the table of links keeps them."""
    return f"[{', '.join(map(encode_basestring_ascii, names))}]"


def columns(fields: dict[str, str]) -> dict[str, Any]:
    """The fields as the table of contacts keeps them, all but the email's key."""
    first, last, company = fields["first_name"], fields["last_name"], fields["company"]
    company_key, sort, search = keys(
        first_name=first, last_name=last, email=fields["email"], company=company
    )
    return fields | {"company_key": company_key, "sort_key": sort, "search": search}


def key_of(fields: dict[str, str]) -> str:
    """The email key of fields that are kept; empty where there are none."""
    return normalise(fields["email"]).key if fields else ""
