"""The end of a consent: whether an account that was let in is connected, or let go again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import select

from store.books import Seat
from store.errors import Rejected
from store.sync import connections, consents
from store.sync.accounts import Accounts
from store.sync.consenting import Answered, enter, meant, release
from store.sync.provider import Admitted
from store.sync.source import RemoteGroup
from store.sync_models import Connection, Consent


@dataclass(frozen=True)
class Waiting:
    """An account that was let in and waits to be confirmed by the person whose consent it is.

    `groups` are those to choose from, None where the account could not list them just now.
    `known` is the connection that the book already has of this account; `meant` is the email of
    another one, which was to be connected again.
    """

    seat: Seat
    admitted: Admitted
    groups: Sequence[RemoteGroup] | None
    known: Connection | None
    meant: str


def waiting(accounts: Accounts, consent: Consent) -> Waiting:
    """What there is to confirm. Raises NotAllowed, Gone, and Unopenable."""
    content = json.loads(accounts.unseal(consent.sealed or b""))
    admitted = Admitted(**content["admitted"])
    listed = content["groups"]
    with accounts.database.reading() as session:
        seat = enter(session, consent)
        other = meant(session, consent)
        known = session.exec(
            select(Connection).where(
                Connection.book_id == consent.book_id,
                Connection.provider == consent.provider,
                Connection.account == admitted.account,
            )
        ).first()
    return Waiting(
        seat=seat,
        admitted=admitted,
        groups=None if listed is None else [RemoteGroup(*one) for one in listed],
        known=known,
        meant=other.email if other and other.account != admitted.account else "",
    )


def confirm(
    accounts: Accounts, consent: Consent, *, word: str, chosen: Sequence[str] | None
) -> None:
    """Connect the account that waits: all of its contacts, or those in the chosen groups.

    Raises Rejected where none of them is the account's, Answered, NotAllowed, Gone, Unopenable.
    """
    there = waiting(accounts, consent)
    if chosen is not None:
        chosen = [one.remote_id for one in there.groups or () if one.remote_id in set(chosen)]
        if not chosen:
            raise Rejected("chosen", "Please choose at least one, or all contacts.")
    with accounts.database.writing() as session:
        seat = enter(session, consent)
        if not consents.use(session, word=word):
            raise Answered
        connection = connections.connect(
            session,
            seat.book,
            person=consent.person,
            provider=consent.provider,
            account=there.admitted.account,
            email=there.admitted.email,
            secret=accounts.seal(there.admitted.secret),
            chosen=chosen,
            place=consent.place,
        )
        consents.connected(session, word=word, connection_id=connection.id)


def cancel(accounts: Accounts, consent: Consent, *, word: str) -> None:
    """Let the account go that waits; what its provider granted is given back. Raises Answered."""
    with accounts.database.writing() as session:
        if not consents.use(session, word=word):
            raise Answered
    release(accounts, consent)
