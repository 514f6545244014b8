"""An account at Google, read over the People API: its labels, and what changed since the last time.

A page or sync token is good only with the parameters it was got with, so their digest goes along.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

from store.sync import google_people as people
from store.sync.asking import Answer, Asking
from store.sync.source import (
    Broken,
    Ended,
    Expired,
    Habits,
    Later,
    Misconfigured,
    RemoteGroup,
    RemotePage,
    RemotePerson,
    Stream,
    Trouble,
)
from store.text import clean

PARAMS = {
    "personFields": people.PERSON_FIELDS,
    "sources": "READ_SOURCE_TYPE_CONTACT",
    "pageSize": "1000",
    "requestSyncToken": "true",
}
DIGEST = hashlib.sha256(json.dumps(PARAMS, sort_keys=True).encode()).hexdigest()[:12]
MAIN = Stream("contacts")
GROUP_PARAMS = {"groupFields": people.GROUP_FIELDS, "pageSize": "1000"}
# Google has at most some thousand labels; a list that goes on and on has no end.
MOST_PAGES = 50
BUSY = {
    *("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"),
    *("RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"),
}
UNTICKED = {"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"}
SWITCHED_OFF = {"SERVICE_DISABLED", "accessNotConfigured"}
ENDED = "Google does not let Roster into this account any more. Please connect it again."
NOT_ALLOWED = (
    "Google does not let Roster read the contacts of this account any more. Please connect it "
    "again, and tick the permission to see contacts."
)
DISABLED = (
    "The People API is switched off for this Roster. Whoever runs it has to enable it in the "
    "Google Cloud console."
)
REFUSED = (
    "Google refuses to show the contacts of this account. In some organisations an administrator "
    "has to allow it."
)
SENSELESS = "Google gave an answer that makes no sense."


class Key(Protocol):
    """What opens the account."""

    @property
    def secret(self) -> str:
        """All of it, to be kept."""

    def token(self, *, anew: bool = False) -> str:
        """What a request carries; `anew` where the last one was refused. Raises Trouble."""


class GoogleSource:
    """An account that is read at this address."""

    # A sync token dies after a week. The first page of everything has a quota of its own. What was
    # changed just now may be told some minutes later.
    habits = Habits(
        whole_every=timedelta(days=6),
        whole_apart=timedelta(minutes=10),
        late_by=timedelta(minutes=5),
    )

    def __init__(self, asking: Asking, people_url: str, key: Key) -> None:
        self._asking, self._url, self._key = asking, people_url, key

    @property
    def secret(self) -> str:
        """As in Source."""
        return self._key.secret

    def streams(self) -> list[Stream]:
        """All contacts are one."""
        return [MAIN]

    def groups(self) -> list[RemoteGroup]:
        """The owner's labels, without Google's own."""
        found: dict[str, RemoteGroup] = {}
        token = ""
        for _ in range(MOST_PAGES):
            answer = self._ask("contactGroups", GROUP_PARAMS | _given(pageToken=token))
            if not answer.is_good:
                raise _trouble(answer)
            cards = people.items(answer.content, "contactGroups")
            found |= {one.remote_id: one for one in map(people.group, cards) if one}
            token = _token(answer, "nextPageToken")
            if not token:
                return list(found.values())
        raise Broken(SENSELESS)

    def page(
        self,
        stream: Stream,  # noqa: ARG002 (there is only one)
        *,
        token: str = "",
        cursor: str = "",
    ) -> RemotePage:
        """As in Source."""
        tokens = _given(syncToken=_opened(token), pageToken=_opened(cursor))
        answer = self._ask("people/me/connections", PARAMS | tokens)
        if not answer.is_good:
            raise _trouble(answer, is_going_on=bool(tokens))
        there, gone = _read(answer.content.get("connections", []))
        further, last = _token(answer, "nextPageToken"), _token(answer, "nextSyncToken")
        if not further and not last:
            raise Broken(SENSELESS)
        return RemotePage(
            there,
            gone,
            next=_sealed(further),
            token="" if further else _sealed(last),
            total=None if token else _total(answer),
        )

    def _ask(self, what: str, params: Mapping[str, str]) -> Answer:
        """An answer or a refusal; with a token that is made anew where the first is refused."""
        for anew in (False, True):
            token = self._key.token(anew=anew)
            answer = self._asking.get(f"{self._url}/v1/{what}", token=token, params=params)
            if answer.status != 401:
                break
        return answer


def _read(items: object) -> tuple[list[RemotePerson], list[str]]:
    """Who is there and who is gone. Of what is said twice the latter counts.

    Whoever had another id before is gone under that one too: it may be all that was ever heard.
    """
    if not isinstance(items, list):
        raise Broken(SENSELESS)
    latest = {_id(item): item for item in items}
    there = [people.read(item) for item in latest.values() if not people.is_deleted(item)]
    gone = {id: item for id, item in latest.items() if people.is_deleted(item)}
    former = {id for item in gone.values() for id in people.formerly(item)}
    return there, [*gone, *sorted(former - latest.keys())]


def _id(item: object) -> str:
    id = item.get("resourceName") if isinstance(item, dict) else None
    if not isinstance(id, str) or not id or clean(id) != id:
        raise Broken(SENSELESS)
    return id


def _token(answer: Answer, name: str) -> str:
    found = answer.content.get(name) or ""
    if not isinstance(found, str):
        raise Broken(SENSELESS)
    return found


def _total(answer: Answer) -> int | None:
    found = answer.content.get("totalItems")
    return found if isinstance(found, int) else None


def _sealed(token: str) -> str:
    return f"{DIGEST}:{token}" if token else ""


def _opened(text: str) -> str:
    """The token in a text of `_sealed`; Expired where it was got with other parameters."""
    digest, _, token = text.partition(":")
    if text and digest != DIGEST:
        raise Expired
    return token


def _given(**tokens: str) -> dict[str, str]:
    return {name: token for name, token in tokens.items() if token}


def _trouble(answer: Answer, *, is_going_on: bool = False) -> Trouble:
    """What a refusal means; `is_going_on` where a token of Google's own was sent."""
    error = answer.content.get("error")
    reasons = set(_reasons(error)) if isinstance(error, dict) else set()
    if answer.status == 401:
        return Ended(ENDED)
    if answer.status == 403:
        return _forbidden(answer, reasons)
    # An expired token comes as 400, as 410 says the guide; a page token, or parameters that do
    # not match, as an invalid argument. Whether one was sent tells them from our own mistakes.
    if answer.status in (400, 410) and is_going_on:
        return Expired()
    return Broken(SENSELESS)


def _forbidden(answer: Answer, reasons: set[str]) -> Trouble:
    if reasons & BUSY:
        return Later("Google asks Roster to wait.", until=answer.until)
    if reasons & SWITCHED_OFF:
        return Misconfigured(DISABLED)
    if reasons & UNTICKED:
        return Ended(NOT_ALLOWED)
    return Broken(REFUSED)


def _reasons(error: dict[str, Any]) -> list[str]:
    """Why, in the newer and in the older way of saying it."""
    cards = [*people.items(error, "details"), *people.items(error, "errors")]
    return [str(error.get("status", "")), *(str(one.get("reason", "")) for one in cards)]
