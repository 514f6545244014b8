"""The way of a consent: out to the provider, and back with an account that waits for a yes."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum

from sqlmodel import Session

from store import books
from store.books import Seat
from store.columns import now
from store.errors import StoreError
from store.secrets import Unopenable
from store.sync import consents
from store.sync.accounts import Accounts
from store.sync.provider import Admitted, Declined
from store.sync.source import Broken, Later, Source, Trouble
from store.sync_models import Connection, Consent
from store.words import Provider, Role

# A provider that has not answered by then will not any more: requests are cut before.
PATIENCE = timedelta(minutes=3)
LOST = "Roster cannot read any more what it kept of this consent."


class Unknown(StoreError):
    """No consent has this word, or it is too old, or it belongs to another provider."""


class Elsewhere(StoreError):
    """The consent was begun in another browser."""


class Answered(StoreError):
    """The provider's answer, or the person's, was brought before."""


class Failed(StoreError):
    """Nothing comes of this consent; `again` is the address at which to try once more."""

    def __init__(self, reason: str, again: str, consent: Consent) -> None:
        super().__init__(reason)
        self.again, self.consent = again, consent


class Stage(StrEnum):
    """How far a consent is."""

    begun = "begun"
    asking = "asking"
    waiting = "waiting"
    done = "done"
    failed = "failed"


def stage(consent: Consent) -> Stage:
    """How far it is; one whose process died while it asked the provider has failed."""
    if consent.used_at:
        return Stage.done if consent.connection_id else Stage.failed
    if not consent.answered_at:
        return Stage.begun
    if consent.sealed:
        return Stage.waiting
    return Stage.asking if now() - consent.answered_at < PATIENCE else Stage.failed


def visit(accounts: Accounts, *, word: str, browser: str) -> Consent:
    """The consent as it stands, for the browser that opens it first. Raises Unknown, Elsewhere."""
    consent = _find(accounts, word)
    if consents.belongs(consent, browser=browser):
        return consent
    with accounts.database.writing() as session:
        if not consents.bind(session, word=word, browser=browser):
            raise Elsewhere
    return consent


def leave(accounts: Accounts, consent: Consent, *, word: str) -> str:
    """The address at the provider; the same one each time. Raises NotAllowed, Gone, Trouble."""
    with accounts.database.reading() as session:
        enter(session, consent)
        known = meant(session, consent)
    if consent.sealed is None:
        asked = accounts.provider(consent.provider).begin(
            state=word, back=accounts.back(consent.provider), hint=known.email if known else ""
        )
        sealed = accounts.seal(json.dumps([asked.address, asked.kept]))
        with accounts.database.writing() as session:
            consents.leave(session, word=word, sealed=sealed)
        consent = _find(accounts, word)  # of two who leave at once, one was first
    address, _ = _way(accounts, consent)
    return address


def come_back(
    accounts: Accounts, *, word: str, provider: Provider, browser: str, answer: Mapping[str, str]
) -> None:
    """Take the provider's answer and keep the account, to be confirmed.

    Raises Unknown, Elsewhere, NotAllowed or Gone before the provider is asked anything, Answered
    where it was asked already, and Failed, after which nothing is kept.
    """
    consent = _find(accounts, word)
    if consent.provider is not provider:
        raise Unknown
    if not consents.belongs(consent, browser=browser):
        raise Elsewhere
    with accounts.database.reading() as session:
        enter(session, consent)
    with accounts.database.writing() as session:
        if not consents.answer(session, word=word):
            raise Answered
    try:
        _, kept = _way(accounts, consent)
        admitted = accounts.provider(provider).finish(
            state=word, back=accounts.back(provider), kept=kept, answer=answer
        )
        _wait(accounts, consent, word, admitted)
    except (Declined, Trouble, Unopenable) as reason:
        _end(accounts, word)
        raise Failed(str(reason), _again(accounts, consent), consent) from None
    except Exception:
        _end(accounts, word)
        raise


def connection(accounts: Accounts, consent: Consent) -> Connection | None:
    """What came of it; None where that is not connected any more."""
    with accounts.database.reading() as session:
        return session.get(Connection, (consent.book_id, consent.connection_id))


def tidy(accounts: Accounts, *, word: str | None = None) -> None:
    """Forget old consents, or the one of this word, and give back what nobody confirmed."""
    with accounts.database.writing() as session:
        abandoned = consents.prune(session, word=word)
    for consent in abandoned:
        release(accounts, consent)


def release(accounts: Accounts, consent: Consent) -> None:
    """Give back what a provider granted to a consent that nobody will confirm any more."""
    with suppress(Unopenable):
        admitted = json.loads(accounts.unseal(consent.sealed or b""))["admitted"]
        accounts.release(consent.provider, admitted["account"], admitted["secret"])


def _find(accounts: Accounts, word: str) -> Consent:
    with accounts.database.reading() as session:
        consent = consents.get(session, word=word)
        is_late = consent is None and consents.is_late(session, word=word)
    if is_late:
        tidy(accounts, word=word)
    if consent is None:
        raise Unknown
    return consent


def enter(session: Session, consent: Consent) -> Seat:
    """The seat of the person in the book. Raises NotAllowed, Gone: they may have lost it since."""
    book = books.get(session, book_id=consent.book_id)
    return books.enter(
        session,
        workspace=book.workspace,
        person=consent.person,
        book_id=book.id,
        needs=Role.editor,
    )


def meant(session: Session, consent: Consent) -> Connection | None:
    """The connection that is to be connected again, if the consent is about one."""
    if not consent.connection_id:
        return None
    return session.get(Connection, (consent.book_id, consent.connection_id))


def _way(accounts: Accounts, consent: Consent) -> tuple[str, str]:
    """The address at the provider, and what was kept for the way back."""
    if consent.sealed is None:
        raise Answered
    try:
        address, kept = json.loads(accounts.unseal(consent.sealed))
    except Unopenable:
        raise Unopenable(LOST) from None
    return address, kept


def _wait(accounts: Accounts, consent: Consent, word: str, admitted: Admitted) -> None:
    """Keep the account until it is confirmed, with its groups to choose from."""
    try:
        source = accounts.provider(consent.provider).open(admitted.secret)
        listed = _groups(source)
        admitted = Admitted(admitted.account, admitted.email, source.secret)
        content = {"admitted": admitted.__dict__, "groups": listed}
        sealed = accounts.seal(json.dumps(content))
        with accounts.database.writing() as session:
            kept = consents.wait(session, word=word, sealed=sealed)
    except Exception:
        accounts.release(consent.provider, admitted.account, admitted.secret)
        raise
    if not kept:
        accounts.release(consent.provider, admitted.account, admitted.secret)
        raise Answered


def _groups(source: Source) -> list[list[str]] | None:
    """The account's groups; None where it cannot list them now, which is no reason to give up."""
    try:
        return [[group.remote_id, group.name] for group in source.groups()]
    except (Later, Broken):
        return None


def _end(accounts: Accounts, word: str) -> None:
    with accounts.database.writing() as session:
        consents.end(session, word=word)


def _again(accounts: Accounts, consent: Consent) -> str:
    """A new consent of the same kind."""
    with accounts.database.writing() as session:
        return accounts.begin(
            session,
            books.get(session, book_id=consent.book_id),
            person=consent.person,
            provider=consent.provider,
            place=consent.place,
            connection_id=consent.connection_id,
        )
