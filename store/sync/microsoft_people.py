"""People at Office 365: what an item of an address book there says."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from store import names
from store.emails import normalise
from store.errors import Rejected
from store.sync.source import RemoteGroup, RemotePerson
from store.text import clean, fold, name_key

# What Roster reads of somebody. A change tells at least what was changed, and leaves away what it
# likes of the rest: an item that lacks one of these says nothing about it.
FIELDS = (
    "displayName",
    "givenName",
    "surname",
    "companyName",
    "jobTitle",
    "emailAddresses",
    "mobilePhone",
    "businessPhones",
    "homePhones",
    "categories",
)
ADDRESSES = 3
NAME_LIMIT = 255


def is_whole(item: Mapping[str, Any]) -> bool:
    """Whether it says everything about somebody that Roster wants to know."""
    return all(field in item for field in FIELDS)


def read(item: Mapping[str, Any], *, folder: str = "") -> RemotePerson:
    """Somebody, from a whole item; in a folder of this name, unless it is the main one."""
    addresses = _addresses(item)
    company = _text(item.get("companyName"))
    first_name, last_name = _name(item, company, addresses)
    return RemotePerson(
        remote_id=str(item["id"]),
        email=next(filter(_is_email, addresses), next(iter(addresses), "")),
        first_name=first_name,
        last_name=last_name,
        company=company,
        job_title=_text(item.get("jobTitle")),
        phone=_phone(item),
        groups=groups([*_list(item.get("categories")), folder]),
    )


def groups(given: Iterable[object]) -> tuple[RemoteGroup, ...]:
    """Categories and folders of these names: those that share a name, however it is written, are
    one group, for some of Microsoft's programs show a folder as a category too."""
    found: dict[str, RemoteGroup] = {}
    for name in given:
        if isinstance(name, str) and (group := _group(name)):
            found.setdefault(group.remote_id, group)
    return tuple(found.values())


# The same few names stand in very many items.
@lru_cache(maxsize=1024)
def _group(name: str) -> RemoteGroup | None:
    name = clean(name)[:NAME_LIMIT].strip()
    return RemoteGroup(f"name:{name_key(name)}", name) if fold(name) else None


def _addresses(item: Mapping[str, Any]) -> list[str]:
    """At most three, as they stand there: an address within Exchange (/o=…) is one of them."""
    given = [one for one in _list(item.get("emailAddresses")) if isinstance(one, dict)]
    return [text for one in given[:ADDRESSES] if (text := _text(one.get("address")))]


def _is_email(text: str) -> bool:
    try:
        normalise(text)
    except Rejected:
        return False
    return True


def _name(item: Mapping[str, Any], company: str, addresses: list[str]) -> tuple[str, str]:
    """First and last name; taken out of the name that is shown where both are empty, unless that
    is the company or an address, which Outlook shows of somebody without a name."""
    first_name, last_name = _text(item.get("givenName")), _text(item.get("surname"))
    if first_name or last_name:
        return first_name, last_name
    shown = _text(item.get("displayName"))
    stand_ins = {fold(one) for one in (company, *addresses)}
    return ("", "") if fold(shown) in stand_ins else names.split(shown)


def _phone(item: Mapping[str, Any]) -> str:
    numbers = [item.get("mobilePhone"), *_list(item.get("businessPhones"))]
    return next(filter(None, map(_text, [*numbers, *_list(item.get("homePhones"))])), "")


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
