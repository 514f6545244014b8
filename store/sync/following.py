"""Following: a contact that only accounts know is what its first link says."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import Session, col, select, update

from store import search
from store.among import among
from store.columns import now
from store.models import Book, Contact
from store.sync.tidy import columns, key_of
from store.sync_models import Connection, Link
from store.words import READ_ONLY, Source


def follow(session: Session, book: Book, *, ids: Iterable[int], at: datetime) -> set[int]:
    """Let those of these contacts who are read-only be as their first link says; which ones were
    not. Their email's key stays: where a link says another, it is not about that."""
    ids = [*dict.fromkeys(ids)]
    if not ids:
        return set()
    first = _first_links(session, book, ids)
    wanted = (
        select(Contact)
        .where(Contact.book_id == book.id, among(session, col(Contact.id), ids))
        .where(col(Contact.source).in_(READ_ONLY))
    )
    # Not more than that: two accounts may each hold the other one's contacts already.
    held = wanted.order_by(col(Contact.id)).with_for_update(key_share=True)
    changes = [
        {"b_id": contact.id} | changed
        for contact in session.exec(held.execution_options(populate_existing=True)).all()
        if contact.id in first and (changed := _changed(contact, *first[contact.id]))
    ]
    _write(session, book, changes, at)
    return {change["b_id"] for change in changes}


def hand_over(
    session: Session, book: Book, ids: Iterable[int], *where: ColumnElement[bool]
) -> set[int]:
    """Let those of these contacts who stand in an account be that account's; who they are."""
    linked = select(Link.id).where(Link.book_id == book.id, Link.contact_id == Contact.id)
    those = (
        col(Contact.book_id) == book.id,
        among(session, col(Contact.id), ids),
        linked.where(~col(Link.gone)).exists(),
        *where,
    )
    given = update(Contact).where(*those).values(source=READ_ONLY[0], import_id=None)
    found = session.exec(
        given.returning(col(Contact.id)).execution_options(synchronize_session=False)
    )
    handed = {id for (id,) in found}
    follow(session, book, ids=sorted(handed), at=now())
    return handed


def _first_links(
    session: Session, book: Book, ids: list[int]
) -> dict[int, tuple[Source, dict[str, str]]]:
    """The first link of each that is still there; where all are gone, the first of them."""
    query = (
        select(Link.contact_id, Connection.provider, Link.fields)
        .join(
            Connection,
            (col(Connection.book_id) == Link.book_id) & (col(Connection.id) == Link.connection_id),
        )
        .where(Link.book_id == book.id, among(session, col(Link.contact_id), ids))
        .order_by(col(Link.gone), col(Link.id))
    )
    first: dict[int, tuple[Source, dict[str, str]]] = {}
    for contact, provider, fields in session.exec(query):
        if contact and fields:
            first.setdefault(contact, (Source(provider), {**fields}))
    return first


def _changed(contact: Contact, source: Source, fields: dict[str, str]) -> dict[str, Any]:
    """What has to be written, all of it; nothing where the contact is so already."""
    same_email = {} if key_of(fields) == contact.email_key else {"email": contact.email}
    wanted = columns(fields | same_email) | {"source": source}
    is_so = all(getattr(contact, name) == value for name, value in wanted.items())
    return {} if is_so else wanted


def _write(session: Session, book: Book, changes: list[dict[str, Any]], at: datetime) -> None:
    if not changes:
        return
    statement = (
        update(Contact)
        .where(col(Contact.book_id) == book.id, col(Contact.id) == bindparam("b_id"))
        .values({"version": Contact.version + 1, "updated_at": at})
        .values({name: bindparam(name) for name in changes[0] if name != "b_id"})
    )
    with search.renaming(session, ids=[change["b_id"] for change in changes]):
        session.connection().execute(statement, changes)
