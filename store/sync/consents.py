"""Consents: somebody on the way through a provider's pages and back; each step is taken once."""

import hashlib
import secrets as random
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, or_, select, update

from store.columns import now
from store.models import Book
from store.sync_models import Consent
from store.words import Provider

# For the way to the provider and back, and again for looking at what came of it.
LIFE = timedelta(minutes=10)


def digest(word: str) -> str:
    """What is kept of a secret word: enough to know it again."""
    return hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()


def begin(
    session: Session,
    book: Book,
    *,
    person: str,
    provider: Provider,
    place: dict[str, Any],
    connection_id: int | None = None,
) -> str:
    """A new word that leads through the consent of one account; only a digest of it is kept."""
    word = random.token_urlsafe(32)
    consent = Consent(
        state=digest(word),
        book_id=book.id,
        person=person,
        provider=provider,
        place=place,
        connection_id=connection_id,
        expires_at=now() + LIFE,
    )
    session.add(consent)
    session.flush()
    return word


def get(session: Session, *, word: str) -> Consent | None:
    """The consent of this word; None where there is none, or it is too old."""
    fresh = select(Consent).where(Consent.state == digest(word), col(Consent.expires_at) > now())
    return session.exec(fresh.execution_options(populate_existing=True)).first()


def is_late(session: Session, *, word: str) -> bool:
    """Whether the consent of this word is still there, but too old."""
    old = select(Consent.state).where(
        Consent.state == digest(word), col(Consent.expires_at) <= now()
    )
    return session.exec(old).first() is not None


def bind(session: Session, *, word: str, browser: str) -> bool:
    """Whether the consent belongs to this browser: it does to the first one that opens it."""
    theirs = or_(col(Consent.browser) == "", col(Consent.browser) == digest(browser))
    return _write(session, word, theirs, browser=digest(browser))


def belongs(consent: Consent, *, browser: str) -> bool:
    """Whether this browser is the one that the consent was begun in."""
    return bool(browser) and random.compare_digest(consent.browser, digest(browser))


def leave(session: Session, *, word: str, sealed: bytes) -> bool:
    """Keep what the provider is asked with; False when somebody left already."""
    return _write(session, word, col(Consent.sealed).is_(None), _OPEN, sealed=sealed)


def answer(session: Session, *, word: str) -> bool:
    """Take the provider's answer: one winner, however many bring it at once."""
    return _write(
        session,
        word,
        col(Consent.sealed).is_not(None),
        _OPEN,
        sealed=None,
        answered_at=now(),
        expires_at=now() + LIFE,
    )


def wait(session: Session, *, word: str, sealed: bytes) -> bool:
    """Keep the account that was let in, until its owner confirms; False when it is too late."""
    return _write(session, word, _ANSWERED, sealed=sealed)


def use(session: Session, *, word: str) -> bool:
    """Take the account that waits, to connect it or to let it go: one winner."""
    return _write(session, word, _ANSWERED, col(Consent.sealed).is_not(None), **_over())


def end(session: Session, *, word: str) -> None:
    """Nothing comes of this consent."""
    _write(session, word, col(Consent.used_at).is_(None), **_over())


def connected(session: Session, *, word: str, connection_id: int) -> None:
    """Remember which connection came of it, for whoever looks at the page again."""
    _write(session, word, connection_id=connection_id)


def waiting_in(session: Session, *, workspace: str) -> list[Consent]:
    """Those of a workspace whose account waits to be confirmed."""
    here = select(Consent).join(Book, col(Book.id) == Consent.book_id)
    wanted = here.where(Book.workspace == workspace, _ANSWERED, col(Consent.sealed).is_not(None))
    return list(session.exec(wanted))


def prune(session: Session, *, word: str | None = None) -> list[Consent]:
    """Drop those that are too old, or the one of this word if it is; those among them whose account
    nobody confirmed."""
    old = col(Consent.expires_at) <= now()
    if word is not None:
        old &= col(Consent.state) == digest(word)
    left = session.exec(select(Consent).where(old, _ANSWERED, col(Consent.sealed).is_not(None)))
    abandoned = list(left.all())
    session.exec(delete(Consent).where(old).execution_options(synchronize_session=False))
    return abandoned


_OPEN = col(Consent.answered_at).is_(None)
_ANSWERED = col(Consent.answered_at).is_not(None) & col(Consent.used_at).is_(None)


def _over() -> dict[str, Any]:
    return {"used_at": now(), "sealed": None, "connection_id": None}


def _write(session: Session, word: str, *also: ColumnElement[bool], **changes: object) -> bool:
    # the row count decides: a SELECT before would let everybody win who reads in time
    mine = (col(Consent.state) == digest(word), col(Consent.expires_at) > now(), *also)
    statement = update(Consent).where(*mine).values(**changes)
    changed = session.exec(statement.execution_options(synchronize_session=False))
    return changed.rowcount == 1
