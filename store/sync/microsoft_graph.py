"""An account at Office 365, read over Microsoft Graph: its folders, and what changed in each.

A folder is a stream of its own, and so is the main folder, which Graph does not list. Groups are
categories and folders; they go by their names, for a category has nothing else.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol
from urllib.parse import quote

from store.sync import microsoft_people as people
from store.sync.asking import Answer, Asking
from store.sync.bounded import origin
from store.sync.source import (
    Broken,
    Ended,
    Expired,
    Habits,
    Later,
    RemoteGroup,
    RemotePage,
    RemotePerson,
    Stream,
    Trouble,
)
from store.text import clean

# No option of a query goes along with a delta: Graph refuses some, and has the rest in its links.
IMMUTABLE = 'IdType="ImmutableId"'
WHOLE_SIZE = 200
# Smaller, for each item that lacks something is asked for once more.
CHANGES_SIZE = 50
MAIN = Stream("contacts", "Contacts")
FOLDER_SIZE = "100"
MOST_FOLDERS = 500
# As many, at a second each; whoever is slower would keep other accounts waiting.
SECONDS_FOR_FOLDERS = 500
FORGOTTEN = {
    "syncstatenotfound",
    "resyncrequired",
    "syncstateinvalid",
    "errorinvalidsyncstatedata",
}
NO_MAILBOX = {"mailboxnotenabledforrestapi", "mailboxnotsupportedforrestapi"}
DENIED = {"erroraccessdenied", "authorization_requestdenied", "accessdenied", "forbidden"}
ENDED = "Office 365 does not let Roster into this account any more. Please connect it again."
REFUSED = (
    "Office 365 does not let Roster read the contacts of this account. Please connect it again; "
    "in some organisations an administrator has to approve Roster first."
)
WITHOUT_MAILBOX = (
    "This account has no mailbox at Office 365, and so no contacts. Connect it again once it has."
)
SENSELESS = "Office 365 gave an answer that makes no sense."
ELSEWHERE = "Office 365 named an address that is not its own."


class Key(Protocol):
    """What opens the account."""

    @property
    def secret(self) -> str:
        """All of it, to be kept."""

    def token(self, *, anew: bool = False) -> str:
        """What a request carries; `anew` where the last one was refused. Raises Trouble."""


@dataclass(frozen=True)
class Folder:
    """A folder of contacts, wherever it is."""

    id: str
    name: str


class MicrosoftSource:
    """An account that is read at this address."""

    habits = Habits(lists_all_groups=False)

    def __init__(self, asking: Asking, graph_url: str, key: Key) -> None:
        self._asking, self._url, self._key = asking, graph_url, key
        self._listed: list[Folder] | None = None

    @property
    def secret(self) -> str:
        """As in Source."""
        return self._key.secret

    def streams(self) -> list[Stream]:
        """The main folder, and every other one."""
        self._listed = self._folders()
        return [MAIN, *(Stream(one.id, one.name) for one in self._listed)]

    def groups(self) -> list[RemoteGroup]:
        """The folders; categories are named by those who are in them. Those that `streams` has
        just read are not asked for again."""
        folders = self._folders() if self._listed is None else self._listed
        self._listed = None
        return list(people.groups(one.name for one in folders))

    def page(self, stream: Stream, *, token: str = "", cursor: str = "") -> RemotePage:
        """As in Source."""
        answer = self._ask(
            cursor or token or self._delta(stream),
            size=CHANGES_SIZE if token else WHOLE_SIZE,
        )
        if not answer.is_good:
            raise _trouble(answer, is_linked=bool(cursor or token))
        further, last = self._link(answer, "nextLink"), self._link(answer, "deltaLink")
        if not further and not last:
            raise Broken(SENSELESS)
        folder = "" if _is_main(stream) else stream.name
        there, gone = self._read(_items(answer), folder)
        return RemotePage(there, gone, next=further, token="" if further else last)

    def _delta(self, stream: Stream) -> str:
        folder = "" if _is_main(stream) else f"contactFolders/{quote(stream.remote_id, safe='')}/"
        return f"{self._url}/me/{folder}contacts/delta"

    def _read(
        self, items: list[dict[str, Any]], folder: str
    ) -> tuple[list[RemotePerson], list[str]]:
        """Who is there and who is gone. Of what is said twice the latter counts."""
        there, gone = [], []
        for id, item in {_id(item): item for item in items}.items():
            if "@removed" in item:
                gone.append(id)
            elif whole := self._whole(id, item):
                there.append(people.read({**whole, "id": id}, folder=folder))
        return there, gone

    def _whole(self, id: str, item: dict[str, Any]) -> dict[str, Any] | None:
        """The item with all that Roster reads; None for somebody who cannot be found meanwhile,
        which another round will tell, if it is so."""
        if people.is_whole(item):
            return item
        answer = self._ask(f"{self._url}/me/contacts/{quote(id, safe='')}")
        if answer.is_good:
            return answer.content
        trouble = _trouble(answer)
        if answer.status == 404 and isinstance(trouble, Later):
            return None
        raise trouble

    def _folders(self) -> list[Folder]:
        """All folders but the main one, with those inside of them."""
        found: dict[str, Folder] = {}
        until = monotonic() + SECONDS_FOR_FOLDERS
        waiting = deque([f"{self._url}/me/contactFolders"])
        while waiting:
            if monotonic() > until:
                raise Later(f"{self._asking.name} took too long to answer.")
            for item in self._listing(waiting.popleft()):
                id = _id(item)
                if id in found:
                    continue
                found[id] = Folder(
                    id, clean(str(item.get("displayName") or ""))[: people.NAME_LIMIT]
                )
                waiting.append(f"{self._url}/me/contactFolders/{quote(id, safe='')}/childFolders")
                if len(found) > MOST_FOLDERS:
                    raise Broken("This account has more folders of contacts than Roster can read.")
        return list(found.values())

    def _listing(self, address: str) -> Iterator[dict[str, Any]]:
        """The items of a list, page by page."""
        params: Mapping[str, str] | None = {"$top": FOLDER_SIZE}
        for _ in range(MOST_FOLDERS):
            answer = self._ask(address, params=params)
            if not answer.is_good:
                raise _trouble(answer)
            yield from _items(answer)
            address, params = self._link(answer, "nextLink"), None
            if not address:
                return
        raise Broken(SENSELESS)

    def _ask(
        self, address: str, *, size: int = 0, params: Mapping[str, str] | None = None
    ) -> Answer:
        """An answer or a refusal; with a token that is made anew where the first is refused."""
        prefer = f"{IMMUTABLE}, odata.maxpagesize={size}" if size else IMMUTABLE
        for anew in (False, True):
            token = self._key.token(anew=anew)
            answer = self._asking.get(
                address, token=token, params=params, headers={"Prefer": prefer}
            )
            if answer.status != 401:
                break
        return answer

    def _link(self, answer: Answer, name: str) -> str:
        """Where it goes on, as Graph wrote it; nowhere but at Graph, for a token goes along."""
        link = answer.content.get(f"@odata.{name}") or ""
        if not isinstance(link, str):
            raise Broken(SENSELESS)
        if link and origin(link) != origin(self._url):
            raise Broken(ELSEWHERE)
        return link


def _is_main(stream: Stream) -> bool:
    return stream.remote_id == MAIN.remote_id


def _items(answer: Answer) -> list[dict[str, Any]]:
    value = answer.content.get("value")
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Broken(SENSELESS)
    return value


def _id(item: Mapping[str, Any]) -> str:
    id = item.get("id")
    if not isinstance(id, str) or not id or clean(id) != id:
        raise Broken(SENSELESS)
    return id


def _trouble(answer: Answer, *, is_linked: bool = False) -> Trouble:
    """What a refusal means; `is_linked` where a link of Graph's own was followed."""
    codes = set(_codes(answer.content.get("error")))
    if answer.status == 410 or codes & FORGOTTEN:
        return Expired()
    if codes & NO_MAILBOX:
        return Ended(WITHOUT_MAILBOX)
    if answer.status == 401:
        return Ended(ENDED)
    if answer.status == 403 and codes & DENIED:
        return Ended(REFUSED)
    if answer.status == 404:
        return Later("What Roster wanted to read of this account has just been removed there.")
    if answer.status == 400 and is_linked:
        return Expired()
    return Broken(SENSELESS)


def _codes(error: object) -> Iterator[str]:
    """The codes of an error and of those inside of it, in lower case: Graph is not strict there."""
    while isinstance(error, dict):
        yield str(error.get("code", "")).lower()
        error = error.get("innerError") or error.get("innererror")
