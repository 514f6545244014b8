"""Accounts: which providers there are to connect, and what opens a connected account."""

import logging
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from store.db import Database
from store.errors import ACCOUNTS
from store.models import Book
from store.secrets import Secrets, Unopenable
from store.sync import consents
from store.sync.provider import Consenting
from store.sync.source import Misconfigured, Source, Trouble
from store.sync_models import Connection
from store.words import ConnectionState, Provider

START = "/connect"
# What is kept is left as it is: with the key back it opens again.
LOCKED = (
    "Roster has not got the key that opens this account. Whoever runs it has to put the key back "
    "into ROSTER_SECRET_KEYS; or connect the account again."
)
# Connections that need what their provider granted.
IN_USE = (ConnectionState.active, ConnectionState.held)
log = logging.getLogger("roster.accounts")


class Accounts:
    """The providers that are set up, and the keys to what they grant.

    `base_url` is where people reach the pages of a consent; `minutes` is how often an account
    is read.
    """

    def __init__(
        self,
        database: Database,
        secrets: Secrets,
        known: Sequence[Consenting] = (),
        *,
        base_url: str = "",
        minutes: int = 15,
    ) -> None:
        self.database = database
        self.minutes = minutes
        self._secrets = secrets
        self._known = {one.provider: one for one in known}
        self._base_url = base_url

    @property
    def providers(self) -> tuple[Provider, ...]:
        """Those whose accounts can be connected."""
        return tuple(self._known)

    def begin(
        self,
        session: Session,
        book: Book,
        *,
        person: str,
        provider: Provider,
        place: dict[str, Any],
        connection_id: int | None = None,
    ) -> str:
        """The address at which this person lets Roster into an account; good once, for ten minutes.

        `place` says where it began, for whoever tells what came of it; `connection_id` is the
        connection that is meant to be connected again. Misconfigured where the provider is not
        set up.
        """
        self.provider(provider)
        word = consents.begin(
            session,
            book,
            person=person,
            provider=provider,
            place=place,
            connection_id=connection_id,
        )
        return self.address(word)

    def address(self, word: str) -> str:
        """Where the consent of this word is given."""
        return f"{self._base_url}{START}/{word}"

    def back(self, provider: Provider) -> str:
        """Where a provider sends people back to; registered there, to the letter."""
        return f"{self._base_url}{START}/{provider}/return"

    def provider(self, provider: Provider) -> Consenting:
        """The provider's side; Misconfigured where it is not set up."""
        if provider not in self._known:
            raise Misconfigured(
                f"Roster is not set up for {ACCOUNTS[provider]} any more. Whoever runs it has to "
                f"set {provider.upper()}_CLIENT_ID again."
            )
        return self._known[provider]

    def open(self, connection: Connection) -> Source:
        """The account of a connection, to be read; Misconfigured where no key opens it."""
        consenting = self.provider(connection.provider)
        try:
            return consenting.open(self.unseal(connection.secret))
        except Unopenable:
            raise Misconfigured(LOCKED) from None

    def seal(self, text: str) -> bytes:
        """The text, as it may be kept."""
        return self._secrets.seal(text)

    def unseal(self, sealed: bytes) -> str:
        """The text again; raises Unopenable."""
        return self._secrets.unseal(sealed)

    def revoke(self, connection: Connection) -> bool:
        """Give back what the provider granted; whether Roster is out, as far as it offers that.

        Call it outside of a transaction: it asks the provider.
        """
        try:
            secret = self.unseal(connection.secret)
        except Unopenable:
            return False
        return self.release(
            connection.provider, connection.account, secret, but=(connection.book_id, connection.id)
        )

    def release(
        self,
        provider: Provider,
        account: str,
        secret: str,
        *,
        but: tuple[int, int] | None = None,
    ) -> bool:
        """The same for an account that is no connection, or is one no longer.

        While another connection reads the account nothing is given back: a provider would shut
        Roster out of all of them.
        """
        if self._is_in_use(provider, account, but):
            return True
        try:
            self.provider(provider).revoke(secret)
        except Trouble as trouble:
            log.warning("a consent could not be given back: %s", type(trouble).__name__)
            return False
        return True

    def _is_in_use(self, provider: Provider, account: str, but: tuple[int, int] | None) -> bool:
        wanted = select(Connection.book_id, Connection.id).where(
            Connection.provider == provider,
            Connection.account == account,
            col(Connection.state).in_(IN_USE),
        )
        with self.database.reading() as session:
            return any((book, number) != but for book, number in session.exec(wanted))
