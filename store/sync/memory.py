"""An account that is made of lists: for demonstrations, for tests, and as the plainest provider."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from store.sync.source import Expired, Habits, RemoteGroup, RemotePage, RemotePerson, Stream

MAIN = Stream("people")


@dataclass
class Account:
    """Somebody's address book, and a log of who changed when, from which changes are told.

    `failures` are raised by the next calls, one by one; None lets a call pass. With `repeats` each
    page brings the last person of the page before once more; with `gaps` an empty page comes before
    each. `asked` counts calls.
    """

    size: int = 1_000
    secret: str = "secret"
    habits: Habits = Habits()
    streams: list[Stream] = field(default_factory=lambda: [MAIN])
    groups: dict[str, str] = field(default_factory=dict)
    failures: list[Exception | None] = field(default_factory=list)
    repeats: bool = False
    gaps: bool = False
    asked: int = 0
    total: int | None = None
    people: dict[str, dict[str, RemotePerson]] = field(default_factory=dict)
    _log: list[tuple[str, str]] = field(default_factory=list)
    _formerly: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _walks: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    _oldest: int = 0

    def put(self, person: RemotePerson, to: Stream | None = None) -> None:
        """Add somebody to a part of the account, or say how they are now, where they are."""
        id = person.remote_id
        where = next((name for name, people in self.people.items() if id in people), MAIN.remote_id)
        stream = to.remote_id if to else where
        self.people.setdefault(stream, {})[id] = person
        self._log.append((stream, id))

    def remove(self, remote_id: str) -> None:
        """Take somebody out."""
        for stream, people in self.people.items():
            if people.pop(remote_id, None):
                self._log.append((stream, remote_id))

    def move(self, remote_id: str, to: Stream) -> None:
        """Put somebody into another part of the account."""
        person = self.get(remote_id)
        self.remove(remote_id)
        self.put(person, to)

    def rename(self, remote_id: str, new: str) -> None:
        """Call somebody by another id from now on, as providers do when two people become one."""
        for stream, people in self.people.items():
            if person := people.pop(remote_id, None):
                formerly = (*self._formerly.get(remote_id, ()), remote_id)
                self._formerly[new] = formerly
                self.put(replace(person, remote_id=new), Stream(stream))

    def get(self, remote_id: str) -> RemotePerson:
        """How somebody is now."""
        return next(people[remote_id] for people in self.people.values() if remote_id in people)

    def everybody(self) -> Iterator[RemotePerson]:
        """All people, in whatever part they are."""
        for people in self.people.values():
            yield from people.values()

    def expire(self) -> None:
        """Forget what was read how far: no token and no cursor is good any more."""
        self._oldest = len(self._log) + 1
        self._log.append(("", ""))
        self._walks.clear()

    def read(self, stream: Stream, token: str, cursor: str) -> RemotePage:
        """A page, as Source.page says."""
        walk, at = cursor.rsplit(" ", 1) if cursor else (self._begin(stream, token), "0")
        if walk not in self._walks:
            raise Expired
        start, ids = self._walks[walk]
        is_gap, first = self.gaps and not at.startswith("-"), abs(int(at))
        if is_gap:
            return RemotePage((), next=f"{walk} -{first}", total=self.total)
        last = first + self.size
        begin = max(first - 1, 0) if self.repeats else first
        people, gone = self._of(stream, ids[begin:last], with_former=bool(token))
        gone = gone if token else []
        if last < len(ids):
            return RemotePage(people, gone, next=f"{walk} {last}", total=self._total(stream, token))
        return RemotePage(people, gone, token=str(start), total=self._total(stream, token))

    def _begin(self, stream: Stream, token: str) -> str:
        """Note whom this round has to bring, and name it."""
        if token and int(token) < self._oldest:
            raise Expired
        now = len(self._log)
        since = [id for of, id in self._log[int(token or 0) :] if of == stream.remote_id]
        ids = [*dict.fromkeys(since)] if token else [*self.people.get(stream.remote_id, {})]
        walk = f"{stream.remote_id}/{token}/{now}"
        self._walks[walk] = now, ids
        return walk

    def _of(
        self, stream: Stream, ids: Sequence[str], *, with_former: bool
    ) -> tuple[list[RemotePerson], list[str]]:
        people = self.people.get(stream.remote_id, {})
        found = [people[id] for id in ids if id in people]
        if with_former:
            found = [replace(one, formerly=self._formerly.get(one.remote_id, ())) for one in found]
        renamed = {former for id in people for former in self._formerly.get(id, ())}
        gone = [id for id in ids if id not in people]
        gone += [former for id in gone for former in self._formerly.get(id, ())]
        return found, [id for id in gone if id not in renamed]

    def _total(self, stream: Stream, token: str) -> int | None:
        if self.total is not None or token:
            return self.total
        return len(self.people.get(stream.remote_id, {}))


class MemorySource:
    """The account, to be read."""

    def __init__(self, account: Account) -> None:
        self._account = account

    @property
    def secret(self) -> str:
        """What lets Roster in."""
        return self._account.secret

    @property
    def habits(self) -> Habits:
        """As the account says."""
        return self._account.habits

    def streams(self) -> Sequence[Stream]:
        """All parts."""
        self._ask()
        return [*self._account.streams]

    def groups(self) -> Sequence[RemoteGroup]:
        """All groups."""
        self._ask()
        return [RemoteGroup(id, name) for id, name in self._account.groups.items()]

    def page(self, stream: Stream, *, token: str = "", cursor: str = "") -> RemotePage:
        """A page of a part."""
        self._ask()
        return self._account.read(stream, token, cursor)

    def _ask(self) -> None:
        self._account.asked += 1
        if self._account.failures and (failure := self._account.failures.pop(0)):
            raise failure
