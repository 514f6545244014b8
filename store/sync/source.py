"""The contract of sync: what an account says, and what may go wrong while it is asked.

A source is one account at a provider. The engine asks it and never learns which provider it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from store.errors import StoreError


@dataclass(frozen=True)
class Stream:
    """A part of an account that is read on its own: all contacts, or those of one folder."""

    remote_id: str
    name: str = ""


@dataclass(frozen=True)
class RemoteGroup:
    """A label, category or folder of the account."""

    remote_id: str
    name: str


@dataclass(frozen=True)
class RemotePerson:
    """Somebody in the account, always whole: what is empty here is empty there.

    `email` is what the account says, perhaps no address at all; of several the main one, or the
    first that is one. `groups` are those that the person is in, system groups left out; one with an
    empty name is named by the account's own list of groups. `formerly` are earlier remote ids.
    """

    remote_id: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    job_title: str = ""
    phone: str = ""
    groups: tuple[RemoteGroup, ...] = ()
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemotePage:
    """One page of a stream. The last one has no `next` and brings the `token` to go on from.

    `gone` are remote ids that are not in this stream any more; nobody is in `people` and in `gone`
    of one page, and whoever is in `people` twice is as the last says. `total` is how many people
    the stream has, where the account says so.
    """

    people: Sequence[RemotePerson]
    gone: Sequence[str] = ()
    next: str = ""
    token: str = ""
    total: int | None = None


@dataclass(frozen=True)
class Habits:
    """What a provider is like. However well changes are told, the whole is read anew `whole_every`
    so long, and never sooner than `whole_apart` after the last time. What was changed just now may
    be told as late as `late_by`: so long after the whole was read there is one round more.
    `lists_all_groups`: a group that its list lacks is gone, even where a person names it.
    """

    whole_every: timedelta = timedelta(days=30)
    whole_apart: timedelta = timedelta(0)
    late_by: timedelta = timedelta(0)
    lists_all_groups: bool = True


class Source(Protocol):
    """An account that can be read. Every method may raise any of the troubles below.

    A source asks over the network: none of its methods is called while a transaction is open.
    """

    @property
    def secret(self) -> str:
        """What lets Roster into the account, to be kept: it changes when the provider renews it."""

    @property
    def habits(self) -> Habits:
        """What the provider is like; always the same."""

    def streams(self) -> Sequence[Stream]:
        """All parts of the account, at least one."""

    def groups(self) -> Sequence[RemoteGroup]:
        """The account's own list of groups, complete; those that only people name may lack."""

    def page(self, stream: Stream, *, token: str = "", cursor: str = "") -> RemotePage:
        """A page of a stream: of the whole, or of what changed since `token`; from its beginning,
        or from the `next` of the page before, which belongs to the same token.

        Raises Expired when the token, or the cursor, is not good any more.
        """


class Trouble(StoreError):
    """Why an account could not be read. The text is a sentence for the person who connected it."""


class Expired(Trouble):
    """What was read last is too long ago for the account to tell what has changed since."""

    def __init__(self) -> None:
        super().__init__("The account has to be read from its beginning again.")


class Ended(Trouble):
    """The account does not let Roster in any more, until its owner connects it again."""


class Later(Trouble):
    """The account is busy, down or out of reach: a matter of time.

    `until` is when it wants to be asked again at the earliest, where it says so.
    """

    def __init__(self, sentence: str, *, until: datetime | None = None) -> None:
        super().__init__(sentence)
        self.until = until


class Broken(Trouble):
    """The account answered with something that makes no sense."""


class Misconfigured(Trouble):
    """Whoever runs Roster has to mend something; the sentence says what, and what else may help."""
