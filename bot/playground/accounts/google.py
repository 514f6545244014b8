"""The fake Google: its addresses, and how it hands out the people of an account page by page."""

import json
from collections.abc import Callable

from flask import Blueprint, Response, request

from bot.playground.accounts import google_people as api
from bot.playground.accounts.faults import Faults
from bot.playground.accounts.google_consent import CLIENT_ID, GoogleConsent
from bot.playground.accounts.google_people import Refused, Wanted, expired, invalid
from bot.playground.accounts.google_tokens import CONTACTS, Tokens
from bot.playground.accounts.people import Account, Directory, Person
from bot.playground.json_types import JSON

# A sync token is good for a week after the whole was read, however often it is renewed.
SYNC_SECONDS = 7 * 24 * 3600
# Somebody, or the id of somebody who is not there any more; by a number that orders them.
Entry = tuple[int, Person | str]


class Google:
    """Google's accounts, their consent and their contacts.

    For tests: `faults` are its troubles, habits and what it was asked, `tokens` what it gave out,
    `consent.redirects` the addresses to which it sends people back (any on this machine, unless
    some are named).
    """

    def __init__(self, directory: Directory, *, now: Callable[[], float]) -> None:
        self.faults = Faults()
        self.tokens = Tokens(CLIENT_ID, lambda: self.faults.habits, now)
        self.consent = GoogleConsent(directory, self.tokens, self.faults)
        self._now = now
        self._pages = 0

    def routes(self) -> Blueprint:
        """The table of addresses."""
        side = Blueprint("google", __name__)
        self.consent.add_to(side)
        side.add_url_rule("/v1/people/me/connections", view_func=self.people)
        side.add_url_rule("/v1/contactGroups", view_func=self.groups)
        return side

    def forget_pages(self) -> None:
        """Make every page token that was given out worthless."""
        self._pages += 1

    def people(self) -> Response:
        """`people.connections.list`."""
        return self._answer("people", self._people)

    def groups(self) -> Response:
        """`contactGroups.list`."""
        return self._answer("groups", self._groups)

    def _answer(self, what: str, find: Callable[[Account], JSON]) -> Response:
        fault = self.faults.take(what, {k: v[-1] for k, v in request.args.lists()})
        try:
            account = self._account()
            with account.lock:
                answer = _json(find(account))
        except Refused as refused:
            answer = _json(refused.answer, refused.code)
        return self.faults.suffer(fault, answer) if fault else answer

    def _account(self) -> Account:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        grant = self.tokens.holder(token) if kind == "Bearer" else None
        if grant is None:
            words = "Request had invalid authentication credentials."
            raise Refused(401, "UNAUTHENTICATED", words, "ACCESS_TOKEN_EXPIRED")
        if CONTACTS not in grant.scopes:
            words = "Request had insufficient authentication scopes."
            reason = "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
            raise Refused(403, "PERMISSION_DENIED", words, reason)
        return grant.account

    def _groups(self, account: Account) -> JSON:
        size, after = api.wanted_groups(request.args.to_dict(flat=False))
        size = min(size, self.faults.habits.page_size or size)
        groups = api.groups_of(account)
        answer: JSON = {"totalItems": len(groups), "contactGroups": groups[after : after + size]}
        if after + size < len(groups):
            answer["nextPageToken"] = api.sealed({"after": after + size})
        return answer

    def _people(self, account: Account) -> JSON:
        asked = api.wanted(request.args.to_dict(flat=False))
        place = self._place(account, asked)
        found = _changed(account, place) if asked.sync else _all(account)
        return self._page(asked, place, found)

    def _place(self, account: Account, asked: Wanted) -> JSON:
        """Where a page begins: as its token says, or at the beginning of everything."""
        since = self._since(account, asked) if asked.sync else {}
        if not asked.page:
            place: JSON = {"account": account.id, "digest": asked.digest, "after": 0}
            whole_at = since.get("whole_at", self._now())
            place |= {"since": since.get("number"), "to": account.version, "whole_at": whole_at}
            return place | {"pages": self._pages, "empty": False}
        place = api.opened(asked.page)
        if place.get("account") != account.id or place.get("digest") != asked.digest:
            raise invalid()
        if place["pages"] != self._pages or place["since"] != since.get("number"):
            raise invalid()
        return place

    def _since(self, account: Account, asked: Wanted) -> JSON:
        """What a sync token says, if it is still good."""
        since = api.opened(asked.sync)
        if since.get("account") != account.id or since.get("digest") != asked.digest:
            raise invalid()
        too_old = self._now() - since["whole_at"] > SYNC_SECONDS
        if too_old or since["number"] < account.remembered:
            raise expired(self.faults.habits.expired_status)
        return since

    def _page(self, asked: Wanted, place: JSON, found: list[Entry]) -> JSON:
        habits = self.faults.habits
        size = min(asked.size, habits.page_size or asked.size)
        rest = [one for one in found if one[0] > place["after"]]
        before = [one for one in found if one[0] <= place["after"]][-1:]
        shown = (before if habits.duplicates else []) + rest[:size]
        next_place: JSON | None = {**place, "after": shown[-1][0]} if rest[size:] else None
        if habits.empty_pages and rest and not place["empty"]:
            shown, next_place = [], {**place, "empty": True}
        elif next_place:
            next_place["empty"] = False
        if habits.endless:
            next_place = {**place, "turn": place.get("turn", 0) + 1}
        people = [_described(who, asked) for _, who in shown]
        answer: JSON = {"connections": people} if people else {}
        if not asked.sync:
            total = len(found) if habits.total is None else habits.total
            answer |= {"totalPeople": total, "totalItems": total}
        if next_place:
            answer["nextPageToken"] = api.sealed(next_place)
        elif asked.is_synced:
            names = ("account", "digest", "whole_at")
            token = {"number": place["to"], **{name: place[name] for name in names}}
            answer["nextSyncToken"] = api.sealed(token)
        return answer


def _all(account: Account) -> list[Entry]:
    """Everybody, by the number that orders them."""
    return sorted(((int(id), person) for id, person in account.people.items()), key=_number)


def _changed(account: Account, place: JSON) -> list[Entry]:
    """Everybody who changed in between, by the number of their last change."""
    renamed = {id for person in account.people.values() for id in person.formerly}
    return [
        (change.number, account.people.get(change.person, change.person))
        for change in account.since(place["since"])
        if change.number <= place["to"] and change.person not in renamed
    ]


def _described(who: Person | str, asked: Wanted) -> JSON:
    if isinstance(who, str):
        return api.deleted(who, asked.fields)
    return api.described(who, asked.fields, is_sync=bool(asked.sync))


def _number(entry: Entry) -> int:
    return entry[0]


def _json(content: JSON, status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json; charset=UTF-8")
