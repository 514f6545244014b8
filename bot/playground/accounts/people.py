"""Sample accounts: who is in them, in which groups, and what has changed since when."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

GOOGLE, MICROSOFT = "google", "microsoft"


@dataclass
class Group:
    """A label at Google; at Microsoft a category, or a folder, perhaps inside another one."""

    id: str
    name: str
    is_folder: bool = False
    parent: str = ""


@dataclass
class Person:
    """Somebody in an account. `groups` are ids of labels or categories, `folder` that of a folder,
    `formerly` earlier ids; the first email and phone are the main ones."""

    id: str
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    job_title: str = ""
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    folder: str = ""
    formerly: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.first_name} {self.last_name}".strip()


# What somebody may be given or changed to.
FIELDS = {one.name for one in fields(Person)} - {"id", "formerly"}


@dataclass(frozen=True)
class Change:
    """That somebody was added, changed or (`gone`) deleted; which fields, and where they were."""

    number: int
    person: str
    gone: bool = False
    fields: frozenset[str] = frozenset()
    folder: str = ""


class Account:
    """One account. `id` is what its provider calls it for ever; `tenant` is Microsoft's.

    Every change has a number; `remembered` is the smallest one from which the account can still
    tell what has changed since.
    """

    def __init__(
        self, provider: str, *, id: str, email: str, name: str = "", tenant: str = ""
    ) -> None:
        self.provider, self.id, self.email = provider, id, email
        self.name, self.tenant = name or email, tenant
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}
        self.changes: list[Change] = []
        self.version = 0
        self.remembered = 0
        self.lock = threading.RLock()
        self._numbers = 0

    def add(self, **given: Any) -> Person:  # noqa: ANN401 (any of FIELDS)
        """Somebody new."""
        with self.lock:
            person = Person(self._number(), **_allowed(given))
            self.people[person.id] = person
            self._changed(person.id, fields=FIELDS, folder=person.folder)
            return person

    def edit(self, id: str, **given: Any) -> Person:  # noqa: ANN401 (any of FIELDS)
        """Change somebody; what is as it was is no change."""
        with self.lock:
            before = self.people[id]
            changed = {k: v for k, v in _allowed(given).items() if getattr(before, k) != v}
            if changed:
                self.people[id] = replace(before, **changed)
                self._changed(id, fields=changed, folder=before.folder)
            return self.people[id]

    def delete(self, id: str) -> None:
        """Take somebody out."""
        with self.lock:
            person = self.people.pop(id)
            self._changed(id, gone=True, folder=person.folder)

    def rename(self, id: str) -> Person:
        """Give somebody another id, as Google does when an address is found to belong to it."""
        with self.lock:
            before = self.people.pop(id)
            person = replace(before, id=self._number(), formerly=[*before.formerly, id])
            self.people[person.id] = person
            self._changed(id, gone=True, folder=before.folder)
            self._changed(person.id, fields=FIELDS, folder=person.folder)
            return person

    def add_group(self, name: str, *, is_folder: bool = False, parent: str = "") -> Group:
        """A new label, category or folder."""
        with self.lock:
            group = Group(self._number(), name, is_folder, parent)
            self.groups[group.id] = group
            return group

    def rename_group(self, id: str, name: str) -> None:
        """Call a group something else; its people are not changed by that, unless it is a category,
        whose name is all that they have of it."""
        with self.lock:
            group = self.groups[id]
            group.name = name
            if self.provider == MICROSOFT and not group.is_folder:
                for person in self.people.values():
                    if id in person.groups:
                        self._changed(person.id, fields=("groups",), folder=person.folder)

    def delete_group(self, id: str) -> None:
        """Take a group away; whoever was in it stays, and whoever was in a folder goes with it."""
        with self.lock:
            group = self.groups.pop(id)
            for inner in [one.id for one in self.groups.values() if one.parent == id]:
                self.delete_group(inner)
            for person in list(self.people.values()):
                if group.is_folder and person.folder == id:
                    self.delete(person.id)
                elif id in person.groups:
                    self.edit(person.id, groups=[one for one in person.groups if one != id])

    def since(self, number: int) -> list[Change]:
        """The latest change of everybody who changed after this one, oldest first; `fields` are
        those of all their changes since."""
        with self.lock:
            latest: dict[str, Change] = {}
            for change in self.changes:
                if change.number > number:
                    before = latest.pop(change.person, change)
                    latest[change.person] = replace(change, fields=change.fields | before.fields)
            return list(latest.values())

    def forget(self) -> None:
        """Make every sync token that was ever given out worthless."""
        with self.lock:
            self.version += 1
            self.remembered = self.version

    def _changed(
        self, person: str, *, gone: bool = False, fields: Iterable[str] = (), folder: str = ""
    ) -> None:
        self.version += 1
        self.changes.append(Change(self.version, person, gone, frozenset(fields), folder))

    def _number(self) -> str:
        self._numbers += 1
        return str(1000 + self._numbers)


class Directory:
    """All accounts there are."""

    def __init__(self, accounts: Iterable[Account] = ()) -> None:
        self.accounts = list(accounts)

    def of(self, provider: str) -> list[Account]:
        """Those at one provider."""
        return [one for one in self.accounts if one.provider == provider]

    def get(self, provider: str, id: str) -> Account | None:
        """The one that the provider calls so."""
        return next((one for one in self.of(provider) if one.id == id), None)

    def add(self, account: Account) -> Account:
        """One more."""
        self.accounts.append(account)
        return account


def _allowed(given: dict[str, Any]) -> dict[str, Any]:
    if unknown := given.keys() - FIELDS:
        raise TypeError(f"nobody has {', '.join(sorted(unknown))}")
    return given
