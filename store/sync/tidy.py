"""What an account says about a person, as a book keeps it: nothing that it says stops a run."""

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
