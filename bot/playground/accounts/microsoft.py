"""The fake Microsoft: its addresses, and how Graph tells of contacts, folder by folder."""

import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Blueprint, Response, request

from bot.playground.accounts import microsoft_people as api
from bot.playground.accounts.faults import Faults
from bot.playground.accounts.microsoft_consent import MicrosoftConsent
from bot.playground.accounts.microsoft_people import Refused
from bot.playground.accounts.microsoft_tokens import CONTACTS, USER, MicrosoftTokens
from bot.playground.accounts.people import Account, Directory, Person
from bot.playground.json_types import JSON

GRAPH = "/v1.0"
AT_ONCE = 4
USUAL_SIZE, LARGEST_SIZE = 10, 1000
FOLDERS_SIZE = 10
# Somebody who is in the folder, with what changed of them (None: all), or somebody who was; by a
# number that orders them.
Entry = tuple[int, Person, frozenset[str] | None] | tuple[int, str, None]


class Microsoft:
    """Microsoft's accounts, their consent and their contacts.

    For tests: `faults` are its troubles, habits and what it was asked, `tokens` what it gave out,
    `consent` the way in; `without_mailbox` are the ids of accounts that have none, `elsewhere`
    puts links to another address.
    """

    def __init__(self, directory: Directory, *, now: Callable[[], float]) -> None:
        self.faults = Faults()
        self.tokens = MicrosoftTokens(lambda: self.faults.habits, now)
        self.consent = MicrosoftConsent(directory, self.tokens, self.faults)
        self.without_mailbox: set[str] = set()
        self.elsewhere = ""
        self._busy: Counter[str] = Counter()
        self._lock = threading.Lock()

    def routes(self) -> Blueprint:
        """The table of addresses."""
        side = Blueprint("microsoft", __name__)
        self.consent.add_to(side)
        me = f"{GRAPH}/me"
        side.add_url_rule(me, view_func=self.me)
        side.add_url_rule(f"{me}/contacts/<id>", view_func=self.contact)
        side.add_url_rule(f"{me}/contacts/delta", view_func=self.delta)
        side.add_url_rule(f"{me}/contactFolders", view_func=self.folders)
        side.add_url_rule(f"{me}/contactFolders/<id>/childFolders", view_func=self.folders)
        side.add_url_rule(f"{me}/contactFolders/<id>/contacts/delta", view_func=self.delta)
        # the way in which Graph writes its own links
        side.add_url_rule(f"{me}/contactFolders('<id>')/contacts/delta", view_func=self.delta)
        return side

    def me(self) -> Response:
        """Whose account it is."""
        return self._answer("me", _me, scope=USER)

    def contact(self, id: str) -> Response:
        """One contact, whole."""
        return self._answer("contact", lambda account: _contact(account, id))

    def folders(self, id: str = "") -> Response:
        """The folders beside the main one, or inside of another; the main one is never told."""
        return self._answer("folders", lambda account: self._folders(account, id))

    def delta(self, id: str = "") -> Response:
        """Everybody in a folder, or what has changed there."""
        return self._answer("delta", lambda account: self._delta(account, id))

    def _answer(
        self, what: str, find: Callable[[Account], JSON], *, scope: str = CONTACTS
    ) -> Response:
        asked = {"path": request.path, "Prefer": request.headers.get("Prefer", "")}
        fault = self.faults.take(what, {**asked, **request.args.to_dict()})
        try:
            account = self._account(scope)
            with self._seat(account):
                with account.lock:
                    answer = _json(find(account))
                return self.faults.suffer(fault, answer) if fault else answer
        except Refused as refused:
            answer = _json(refused.answer, refused.status)
            answer.headers.update(refused.headers)
        return self.faults.suffer(fault, answer) if fault else answer

    def _account(self, scope: str) -> Account:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        grant = self.tokens.holder(token) if kind == "Bearer" else None
        if grant is None:
            words = "Lifetime validation failed, the token is expired."
            raise Refused(401, "InvalidAuthenticationToken", words)
        if scope not in grant.scopes:
            words = "Access is denied. Check credentials and try again."
            raise Refused(403, "ErrorAccessDenied", words)
        if grant.account.id in self.without_mailbox and scope == CONTACTS:
            words = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
            raise Refused(404, "MailboxNotEnabledForRESTAPI", words)
        return grant.account

    @contextmanager
    def _seat(self, account: Account) -> Iterator[None]:
        """One of the few requests that a mailbox takes at a time."""
        with self._lock:
            if self._busy[account.id] >= AT_ONCE:
                words = "Application is over its MailboxConcurrency limit."
                raise Refused(429, "ApplicationThrottled", words, {"Retry-After": "5"})
            self._busy[account.id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy[account.id] -= 1

    def _folders(self, account: Account, id: str) -> JSON:
        parent = api.folder_of(account, id).id if id else ""
        found = [
            api.folder(account, group)
            for group in account.groups.values()
            if group.is_folder and group.parent == parent
        ]
        size = int(request.args.get("$top", FOLDERS_SIZE))
        after = int(request.args.get("$skip", 0))
        answer: JSON = {"value": found[after : after + size]}
        if found[after + size :]:
            further = f"?$top={size}&$skip={after + size}"
            answer["@odata.nextLink"] = self._here(request.path) + further
        return answer

    def _delta(self, account: Account, id: str) -> JSON:
        folder = api.folder_of(account, id).id if id else ""
        known = ("$skiptoken", "$deltatoken")
        if unknown := [name for name in request.args if name not in known]:
            raise Refused(400, "ErrorInvalidUrlQuery", _not_supported(unknown))
        place = self._place(account, folder)
        since = place["since"]
        found = _all(account, folder) if since is None else _changed(account, folder, place)
        return self._page(account, place, found, id)

    def _place(self, account: Account, folder: str) -> JSON:
        """Where a page begins: as its token says, or at the beginning of everything."""
        here: JSON = {"account": account.id, "folder": folder}
        begin: JSON = {**here, "to": account.version, "after": 0, "empty": False, "turn": 0}
        token = request.args.get("$skiptoken") or request.args.get("$deltatoken")
        if not token:
            return {**begin, "since": None}
        place = api.opened(token)
        is_round = "$deltatoken" in request.args
        oldest = place["to"] if is_round or place["since"] is None else place["since"]
        if {**place, **here} != place or oldest < account.remembered:
            raise api.forgotten(self._here(request.path))
        return {**begin, "since": place["to"]} if is_round else place

    def _page(self, account: Account, place: JSON, found: list[Entry], folder: str) -> JSON:
        habits, size = self.faults.habits, _wanted_size()
        size = min(size, habits.page_size or size)
        rest = [one for one in found if one[0] > place["after"]]
        before = [one for one in found if one[0] <= place["after"]][-1:]
        shown = (before if habits.duplicates else []) + rest[:size]
        further: JSON | None = {**place, "after": shown[-1][0]} if rest[size:] else None
        if habits.empty_pages and rest and not place["empty"]:
            shown, further = [], {**place, "empty": True}
        elif further:
            further["empty"] = False
        if habits.endless:
            further = {**place, "turn": place["turn"] + 1}
        answer: JSON = {"@odata.context": f"{request.host_url}$metadata#Collection(contact)"}
        answer["value"] = [_told(account, one) for one in shown]
        name, token = ("next", "$skiptoken") if further else ("delta", "$deltatoken")
        me = f"{request.path.partition(GRAPH)[0]}{GRAPH}/me"
        link = self._here(f"{me}/contactFolders('{folder}')" if folder else me) + "/contacts/delta"
        answer[f"@odata.{name}Link"] = f"{link}?{token}={api.sealed(further or place)}"
        return answer

    def _here(self, path: str) -> str:
        return (self.elsewhere or request.host_url.rstrip("/")) + path


def _me(account: Account) -> JSON:
    return {"id": account.id, "mail": account.email, "userPrincipalName": account.email}


def _contact(account: Account, id: str) -> JSON:
    return api.item(account, api.person_of(account, id), immutable=_is_immutable())


def _all(account: Account, folder: str) -> list[Entry]:
    """Everybody in a folder; and, as Graph does that too, who was there once."""
    there: list[Entry] = [
        (int(person.id), person, None)
        for person in account.people.values()
        if person.folder == folder
    ]
    ever = dict.fromkeys(one.person for one in account.changes if one.folder == folder)
    ids = {person.id for person in account.people.values() if person.folder == folder}
    gone = [id for id in ever if id not in ids]
    return sorted(there, key=_number) + [(10**9 + int(id), id, None) for id in gone]


def _changed(account: Account, folder: str, place: JSON) -> list[Entry]:
    """Everybody of a folder who changed in between, by the number of their last change."""
    found: dict[str, Entry] = {}
    fields: dict[str, frozenset[str]] = {}
    was_here: set[str] = set()
    for change in account.changes:
        if not place["since"] < change.number <= place["to"]:
            continue
        found.pop(change.person, None)
        fields[change.person] = fields.get(change.person, frozenset()) | change.fields
        if change.folder == folder:
            was_here.add(change.person)
        person = account.people.get(change.person)
        if person and person.folder == folder:
            changed = fields[change.person]
            found[change.person] = change.number, person, None if "folder" in changed else changed
        elif change.person in was_here:
            found[change.person] = change.number, change.person, None
    return list(found.values())


def _told(account: Account, entry: Entry) -> JSON:
    _, who, fields = entry
    if isinstance(who, str):
        return api.removed(api.item_id(Person(who), immutable=_is_immutable()))
    whole = api.item(account, who, immutable=_is_immutable())
    return whole if fields is None else api.part(whole, fields)


def _number(entry: Entry) -> int:
    return entry[0]


def _is_immutable() -> bool:
    return bool(re.search(r'IdType\s*=\s*"ImmutableId"', request.headers.get("Prefer", "")))


def _wanted_size() -> int:
    found = re.search(r"odata\.maxpagesize=(\d+)", request.headers.get("Prefer", ""))
    return max(1, min(int(found[1]), LARGEST_SIZE)) if found else USUAL_SIZE


def _not_supported(unknown: list[str]) -> str:
    names = "$orderby, $filter, $select, $expand, $search, $top"
    resource = "change tracking over the 'Contacts' resource"
    return f"The following parameters are not supported with {resource}: '{names}'. ({unknown[0]})"


def _json(content: JSON, status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")
