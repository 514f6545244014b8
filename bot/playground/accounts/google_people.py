"""The fake People API: what it takes, and how it describes people, labels and refusals."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.playground.accounts.people import Account, Group, Person
from bot.playground.json_types import JSON

PERSON_FIELDS = frozenset(
    (
        *("addresses", "ageRanges", "biographies", "birthdays", "calendarUrls", "clientData"),
        *("coverPhotos", "emailAddresses", "events", "externalIds", "genders", "imClients"),
        *("interests", "locales", "locations", "memberships", "metadata", "miscKeywords"),
        *("names", "nicknames", "occupations", "organizations", "phoneNumbers", "photos"),
        *("relations", "sipAddresses", "skills", "urls", "userDefined"),
    )
)
GROUP_FIELDS = frozenset(("clientData", "groupType", "memberCount", "metadata", "name"))
SOURCES = frozenset(f"READ_SOURCE_TYPE_{one}" for one in ("CONTACT", "PROFILE", "DOMAIN_CONTACT"))
SYSTEM_GROUPS = {
    "myContacts": "My Contacts",
    "starred": "Starred",
    "friends": "Friends",
    "family": "Family",
    "coworkers": "Coworkers",
    "chatBuddies": "Chat contacts",
    "all": "All Contacts",
    "blocked": "Blocked",
}
PRIMARY = {"primary": True}


class Refused(Exception):
    """A refusal as Google's APIs word it."""

    def __init__(self, code: int, status: str, message: str, reason: str = "") -> None:
        super().__init__(status)
        self.code = code
        self.answer = refusal(code, status, message, reason)


def refusal(code: int, status: str, message: str, reason: str = "") -> JSON:
    """The body of a refusal; `reason` is that of its ErrorInfo."""
    error: JSON = {"code": code, "message": message, "status": status}
    if reason:
        kind = "type.googleapis.com/google.rpc.ErrorInfo"
        info = {"@type": kind, "reason": reason, "domain": "googleapis.com"}
        error["details"] = [{**info, "metadata": {"service": "people.googleapis.com"}}]
    return {"error": error}


def invalid(message: str = "Request contains an invalid argument.") -> Refused:
    """What Google says of nearly every mistake."""
    return Refused(400, "INVALID_ARGUMENT", message)


def expired(status: int) -> Refused:
    """That a sync token is too old: as 400 in practice, as 410 in the guide."""
    message = "Sync token is expired. Clear local cache and retry call without the sync token."
    return Refused(status, "FAILED_PRECONDITION", message, "EXPIRED_SYNC_TOKEN")


@dataclass(frozen=True)
class Wanted:
    """The parameters of a request for people, checked."""

    fields: frozenset[str]
    size: int
    page: str
    sync: str
    is_synced: bool
    digest: str  # of all that has to stay the same from call to call


def wanted(params: Mapping[str, list[str]]) -> Wanted:
    """Read the parameters of `people/me/connections` as strictly as Google does."""
    known = {"personFields", "pageSize", "pageToken", "requestSyncToken", "syncToken", "sources"}
    _check(params, known | {"sortOrder"})
    fields = mask(params, "personFields", PERSON_FIELDS)
    if not fields:
        raise invalid("personFields mask is required. Please specify one or more valid paths.")
    if not SOURCES.issuperset(params.get("sources", ())):
        raise invalid("Invalid value at 'sources'.")
    asked = one(params, "requestSyncToken")
    if asked not in ("", "true", "false"):
        raise invalid("Invalid value at 'request_sync_token' (TYPE_BOOL).")
    same = {k: sorted(v) for k, v in params.items() if k not in ("pageToken", "syncToken")}
    digest = hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()
    page, sync = one(params, "pageToken"), one(params, "syncToken")
    return Wanted(fields, size(params, 100), page, sync, asked == "true", digest)


def wanted_groups(params: Mapping[str, list[str]]) -> tuple[int, int]:
    """The size of a page of labels, and where it begins."""
    _check(params, {"pageSize", "pageToken", "syncToken", "groupFields"})
    mask(params, "groupFields", GROUP_FIELDS)
    token = one(params, "pageToken")
    return size(params, 30), int(opened(token)["after"]) if token else 0


def mask(params: Mapping[str, list[str]], name: str, known: frozenset[str]) -> frozenset[str]:
    """The fields that are asked for."""
    fields = frozenset(filter(None, (part.strip() for part in one(params, name).split(","))))
    if unknown := sorted(fields - known):
        raise invalid(f'Invalid {name} mask path: "{unknown[0]}".')
    return fields


def size(params: Mapping[str, list[str]], default: int) -> int:
    """The size of a page that is asked for."""
    text = one(params, "pageSize") or "0"
    if not text.isdecimal() or int(text) > 1000:
        raise invalid("Page size must be between 0 and 1000.")
    return int(text) or default


def one(params: Mapping[str, list[str]], name: str) -> str:
    """The value of a parameter that may stand there once."""
    values = params.get(name, [])
    if len(values) > 1:
        raise invalid(f"Invalid value at '{name}': it is not repeated.")
    return values[0] if values else ""


def sealed(content: JSON) -> str:
    """A token that says nothing to whoever gets it."""
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


def opened(token: str) -> JSON:
    """What a token says."""
    try:
        content: object = json.loads(base64.urlsafe_b64decode(token))
    except ValueError:
        raise invalid() from None
    if not isinstance(content, dict):
        raise invalid()
    return content


def described(person: Person, fields: frozenset[str], *, is_sync: bool) -> JSON:
    """A person, with those fields that are asked for and not empty."""
    names = {"displayName": person.name, "givenName": person.first_name}
    names |= {"familyName": person.last_name, "unstructuredName": person.name}
    firm = {"name": person.company, "title": person.job_title}
    in_groups = [*(f"contactGroups/{id}" for id in person.groups), "contactGroups/myContacts"]
    full = {
        "names": [{"metadata": PRIMARY, **_filled(names)}] if person.name else [],
        "emailAddresses": _several(person.emails),
        "phoneNumbers": _several(person.phones),
        "organizations": [{"metadata": PRIMARY, **_filled(firm)}] if _filled(firm) else [],
        "memberships": [
            {"contactGroupMembership": {"contactGroupResourceName": name}} for name in in_groups
        ],
    }
    answer = _head(person.id)
    if "metadata" in fields:
        answer["metadata"] = _metadata(person.id)
        if is_sync and person.formerly:
            answer["metadata"]["previousResourceNames"] = [resource(id) for id in person.formerly]
    return answer | {name: value for name, value in full.items() if name in fields and value}


def deleted(id: str, fields: frozenset[str]) -> JSON:
    """Somebody who is not there any more."""
    gone = {"metadata": {**_metadata(id), "deleted": True}} if "metadata" in fields else {}
    return _head(id) | gone


def resource(id: str) -> str:
    """What Google calls somebody."""
    return f"people/c{id}"


def groups_of(account: Account) -> list[JSON]:
    """The account's labels, after those that every account has."""
    system = [
        _group(Group(id, id), kind="SYSTEM_CONTACT_GROUP", shown=shown)
        for id, shown in SYSTEM_GROUPS.items()
    ]
    own = [_group(one) for one in account.groups.values() if not one.is_folder]
    for group in own:
        id = str(group["resourceName"]).removeprefix("contactGroups/")
        group["memberCount"] = sum(id in person.groups for person in account.people.values())
    return system + own


def _group(group: Group, *, kind: str = "USER_CONTACT_GROUP", shown: str = "") -> JSON:
    card: JSON = {"resourceName": f"contactGroups/{group.id}", "groupType": kind}
    return card | {"name": group.name, "formattedName": shown or group.name}


def _head(id: str) -> JSON:
    return {"resourceName": resource(id), "etag": "%EgUBAgUH"}


def _metadata(id: str) -> JSON:
    source = {"type": "CONTACT", "id": f"{int(id):x}", "etag": "#a1"}
    return {"sources": [source], "objectType": "PERSON"}


def _several(values: list[str]) -> list[JSON]:
    # the main one comes last: their order says nothing
    marked = [{"metadata": PRIMARY if i == 0 else {}, "value": v} for i, v in enumerate(values)]
    return list(reversed(marked))


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _check(params: Mapping[str, list[str]], known: set[str]) -> None:
    if unknown := sorted(params.keys() - known):
        raise invalid(f'Invalid JSON payload received. Unknown name "{unknown[0]}".')
