"""People and labels at Google: what the People API says of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from store import names
from store.emails import is_everyday, normalise
from store.errors import Rejected
from store.sync.source import RemoteGroup, RemotePerson
from store.text import clean

PERSON_FIELDS = "metadata,names,emailAddresses,organizations,phoneNumbers,memberships"
GROUP_FIELDS = "metadata,groupType,name"
GROUP = "contactGroups/"
# Everybody has these; they are Google's, not the owner's.
SYSTEM = {
    f"{GROUP}{name}"
    for name in (
        *("myContacts", "starred", "all", "blocked"),
        *("friends", "family", "coworkers", "chatBuddies"),
    )
}
USERS = "USER_CONTACT_GROUP"


def read(person: Mapping[str, Any]) -> RemotePerson:
    """Somebody; what is absent is empty."""
    firm = _main(person, "organizations")
    first_name, last_name = _name(_main(person, "names"))
    return RemotePerson(
        remote_id=str(person["resourceName"]),
        email=_email(person),
        first_name=first_name,
        last_name=last_name,
        company=_text(firm, "name"),
        job_title=_text(firm, "title"),
        phone=_text(_main(person, "phoneNumbers"), "value"),
        groups=_groups(person),
        formerly=formerly(person),
    )


def is_deleted(person: Mapping[str, Any]) -> bool:
    """Whether it says that somebody is not there any more."""
    return _metadata(person).get("deleted") is True


def formerly(person: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids that somebody had before."""
    given = _metadata(person).get("previousResourceNames")
    return tuple(_ids(given)) if isinstance(given, list) else ()


def group(card: Mapping[str, Any]) -> RemoteGroup | None:
    """A label of the owner's; None for one of Google's own."""
    id, name = card.get("resourceName"), _text(card, "name") or _text(card, "formattedName")
    is_gone = _metadata(card).get("deleted") is True
    if not isinstance(id, str) or card.get("groupType") != USERS or is_gone or not name:
        return None
    return RemoteGroup(id, name)


def items(content: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list, where there is one; their order says nothing."""
    found = content.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _main(person: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The one that is marked as the main one, or else the first."""
    found = items(person, name)
    if len(found) < 2:  # as it nearly always is
        return found[0] if found else {}
    return next(filter(_is_main, found), found[0])


def _is_main(item: Mapping[str, Any]) -> bool:
    return _metadata(item).get("primary") is True


def _metadata(item: Mapping[str, Any]) -> dict[str, Any]:
    found = item.get("metadata")
    return found if isinstance(found, dict) else {}


def _name(name: Mapping[str, Any]) -> tuple[str, str]:
    first_name, last_name = _text(name, "givenName"), _text(name, "familyName")
    if first_name or last_name:
        return first_name, last_name
    return names.split(_text(name, "displayName") or _text(name, "unstructuredName"))


def _email(person: Mapping[str, Any]) -> str:
    """The main address if it is one, else the first that is; else what stands there."""
    main = _text(_main(person, "emailAddresses"), "value")
    if is_everyday(main):
        return main
    texts = [main, *(_text(one, "value") for one in items(person, "emailAddresses"))]
    given = [text for text in texts if text]
    return next(filter(_is_email, given), given[0] if given else "")


def _is_email(text: str) -> bool:
    if is_everyday(text):
        return True
    try:
        normalise(text)
    except Rejected:
        return False
    return True


def _groups(person: Mapping[str, Any]) -> tuple[RemoteGroup, ...]:
    """The labels that somebody has; their names stand in the account's list."""
    found = [one.get("contactGroupMembership") for one in items(person, "memberships")]
    given = [one.get("contactGroupResourceName") for one in found if isinstance(one, dict)]
    return tuple([RemoteGroup(id, "") for id in _ids(given) if id not in SYSTEM])


def _ids(given: Iterable[object]) -> list[str]:
    """Each text once."""
    return list(dict.fromkeys([one for one in given if isinstance(one, str) and one]))


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return clean(value) if isinstance(value, str) else ""
