"""The other half of the contract: how a person lets Roster into an account, and out again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from store.errors import StoreError
from store.sync.source import Source
from store.words import Provider


@dataclass(frozen=True)
class Way:
    """The address of the consent page, and what has to be kept secret until its answer comes."""

    address: str
    kept: str


@dataclass(frozen=True)
class Admitted:
    """An account that lets Roster in. `account` is what the provider calls it for ever."""

    account: str
    email: str
    secret: str


class Declined(StoreError):
    """There is no consent; the text says why and what to do, in a sentence or two."""


class Consenting(Protocol):
    """A provider, as far as consent goes."""

    provider: Provider

    def begin(self, *, state: str, back: str, hint: str = "") -> Way:
        """The way to the consent page, from which the person comes `back` with the `state`.

        `hint` is the email of the account that is meant, where it is known. Raises Trouble.
        """

    def finish(self, *, state: str, back: str, kept: str, answer: Mapping[str, str]) -> Admitted:
        """What the answer of the consent page is worth. Raises Declined, or Trouble."""

    def open(self, secret: str) -> Source:
        """The account behind a secret, to be read; asks nothing yet."""

    def revoke(self, secret: str) -> None:
        """Let Roster out, as far as the provider offers that; done already is done. Raises Trouble
        when the provider did not answer."""
