"""The fake Graph's own words: ids, items, links and refusals."""

import base64
import binascii
import json
from collections.abc import Iterable

from bot.playground.accounts.people import Account, Group, Person
from bot.playground.json_types import JSON

MAIN_FOLDER = "AQMkADc5MAAuAAADmain="
IMMUTABLE, MUTABLE, FOLDER = "AAkALg", "AAMkAD", "AQMkADc5"
ADDRESSES = 3
# Which properties of an item are others when somebody's fields are.
PROPERTIES = {
    "first_name": ("givenName", "displayName"),
    "last_name": ("surname", "displayName"),
    "company": ("companyName", "displayName"),
    "job_title": ("jobTitle",),
    "emails": ("emailAddresses", "displayName"),
    "phones": ("mobilePhone", "businessPhones", "homePhones"),
    "groups": ("categories",),
    "folder": ("parentFolderId",),
}


class Refused(Exception):
    """A refusal of Graph's."""

    def __init__(
        self, status: int, code: str, message: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status, self.headers = status, headers or {}
        self.answer: JSON = {"error": {"code": code, "message": message, "innerError": {}}}


def missing() -> Refused:
    """That there is nothing of this id."""
    words = "The specified object was not found in the store."
    return Refused(404, "ErrorItemNotFound", words)


def malformed() -> Refused:
    """That something is no id at all."""
    return Refused(400, "ErrorInvalidIdMalformed", "Id is malformed.")


def forgotten(again: str) -> Refused:
    """That a delta or skip token is too old; `again` is where to begin anew."""
    words = "The sync state generation is not found; generation=149;[highest=157][157][155][156]."
    return Refused(410, "SyncStateNotFound", words, {"Location": again})


def item_id(person: Person, *, immutable: bool) -> str:
    """What Graph calls somebody: unless asked for ids that stay, it is another one in each
    folder. Case matters."""
    if immutable:
        return IMMUTABLE + _packed(person.id)
    return MUTABLE + _packed(f"{person.folder}/{person.id}")


def person_of(account: Account, id: str) -> Person:
    """Who is meant by an id of either kind."""
    for kind in (IMMUTABLE, MUTABLE):
        if id.startswith(kind):
            person = account.people.get(_unpacked(id[len(kind) :]).rpartition("/")[2])
            if person is None or item_id(person, immutable=kind == IMMUTABLE) != id:
                raise missing()
            return person
    raise malformed()


def folder_id(group: Group) -> str:
    """What Graph calls a folder."""
    return FOLDER + _packed(group.id)


def folder_of(account: Account, id: str) -> Group:
    """The folder that is meant by an id."""
    if not id.startswith(FOLDER):
        raise malformed()
    group = account.groups.get(_unpacked(id[len(FOLDER) :]))
    if group is None or not group.is_folder:
        raise missing()
    return group


def folder(account: Account, group: Group) -> JSON:
    """A folder, as a list shows it."""
    parent = account.groups.get(group.parent)
    above = folder_id(parent) if parent else MAIN_FOLDER
    return {"id": folder_id(group), "parentFolderId": above, "displayName": group.name}


def item(account: Account, person: Person, *, immutable: bool) -> JSON:
    """Somebody, whole."""
    folder = account.groups.get(person.folder)
    phones = [*person.phones, None]
    names = [account.groups[id].name for id in person.groups if id in account.groups]
    return {
        **_head(item_id(person, immutable=immutable)),
        "createdDateTime": "2026-01-02T10:00:00Z",
        "lastModifiedDateTime": "2026-11-20T10:00:00Z",
        "changeKey": "EQAAAB",
        "categories": names,
        "parentFolderId": folder_id(folder) if folder else MAIN_FOLDER,
        # Outlook shows something of everybody
        "displayName": person.name or person.company or next(iter(person.emails), ""),
        "givenName": person.first_name or None,
        "middleName": None,
        "surname": person.last_name or None,
        "jobTitle": person.job_title or None,
        "companyName": person.company or None,
        "emailAddresses": [
            {"name": person.name, "address": one} for one in person.emails[:ADDRESSES]
        ],
        "mobilePhone": phones[0],
        "businessPhones": person.phones[1:],
        "homePhones": [],
    }


def part(whole: JSON, fields: Iterable[str]) -> JSON:
    """What a change tells: what was changed, and little else."""
    named = {"@odata.type", "id", *(name for one in fields for name in PROPERTIES.get(one, ()))}
    return {name: value for name, value in whole.items() if name in named}


def removed(id: str) -> JSON:
    """Somebody who is not in a folder any more."""
    return {**_head(id), "@removed": {"reason": "deleted"}}


def sealed(content: JSON) -> str:
    """A token that says nothing to whoever gets it."""
    return _packed(json.dumps(content))


def opened(token: str) -> JSON:
    """What a token says."""
    try:
        content: object = json.loads(_unpacked(token))
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise Refused(400, "BadRequest", "Badly formed token.")
    return content


def _head(id: str) -> JSON:
    return {"@odata.type": "#microsoft.graph.contact", "@odata.etag": 'W/"EQAAAB"', "id": id}


def _packed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


def _unpacked(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise malformed() from None
