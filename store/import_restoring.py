"""Contacts as they were before an import: what it changed is put back, whom it added is deleted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import Session, and_, col, delete, exists, func, or_, select, update

from store import search
from store.among import among
from store.import_gifts import lock
from store.import_undone import NAMES_KEPT, Chunk, Undone
from store.models import Book, Contact, Favorite, GroupContact, Membership
from store.sync import following
from store.text import keys
from store.words import Source
from store.work_models import Import, ImportChange

FIELDS = ("first_name", "last_name", "company", "job_title", "phone", "notes")
KEYS = ("company_key", "sort_key", "search")
KEPT = ("updated_at", "updated_by")
# What a contact can have, that somebody gave it.
GIVEN = (GroupContact, Favorite, Membership)


def restore(session: Session, book: Book, of: Import, *, limit: int) -> Chunk:
    """Put back so many changes, field by field, where nobody has changed the field since.

    What is put back is forgotten: the next call goes on with what is left.
    """
    next_ones = select(ImportChange).where(*_changes(of)).order_by(col(ImportChange.contact_id))
    changes = {one.contact_id: one for one in session.exec(next_ones.limit(limit))}
    if not changes:
        return Chunk()
    lock(session, book, [*changes])
    found = select(Contact).where(
        Contact.book_id == book.id, among(session, col(Contact.id), changes)
    )
    found = found.order_by(col(Contact.id)).execution_options(populate_existing=True)
    contacts = [*session.exec(found)]
    kept = [_name(one, changes[one.id]) for one in contacts if _changed_since(one, changes[one.id])]
    old = [row for one in contacts if (row := _restored(of, one, changes[one.id]))]
    _write(session, book, old, [row["changed_id"] for row in old if row.pop("is_renamed")])
    gone = delete(ImportChange).where(*_changes(of), col(ImportChange.contact_id) <= max(changes))
    session.exec(gone.execution_options(synchronize_session=False))
    what = Undone(restored=len(old), kept=kept[:NAMES_KEPT], kept_count=len(kept))
    return Chunk(len(changes), what)


def remove(session: Session, book: Book, of: Import, *, after: int, limit: int) -> Chunk:
    """Delete so many of the contacts that came with the import, in the order of ids, but for those
    whom somebody has changed or given something since; the next call goes on behind them.

    Who also stands in an account is that account's from now on.
    """
    some = select(Contact.id).where(*came_with(book, of), Contact.id > after)
    ids = [*session.exec(some.order_by(col(Contact.id)).limit(limit))]
    if not ids:
        return Chunk()
    lock(session, book, ids)
    size, last = len(ids), ids[-1]
    unchanged = col(Contact.updated_at) == Contact.created_at
    ids = sorted({*ids} - following.hand_over(session, book, ids, unchanged))
    here = (col(Contact.book_id) == book.id, among(session, col(Contact.id), ids))
    touched = or_(
        ~unchanged,
        *(exists().where(_is_of(table)) for table in GIVEN),
    )
    stay = [*session.exec(select(Contact).where(*here, touched).order_by(col(Contact.id)))]
    going = sorted({*ids}.difference(one.id for one in stay))
    kept = [one.name for one in stay[:NAMES_KEPT]]
    what = Undone(_delete(session, book, going), kept=kept, kept_count=len(stay))
    return Chunk(size, what, last)


def count(session: Session, book: Book, of: Import) -> int:
    """How many contacts there are to be looked at."""
    changed = select(func.count()).select_from(ImportChange).where(*_changes(of))
    added = select(func.count()).select_from(Contact).where(*came_with(book, of))
    return session.exec(changed).one() + session.exec(added).one()


def came_with(book: Book, of: Import) -> list[ColumnElement[bool]]:
    """That a contact came with the import; its moment is what the index leads to."""
    return [
        col(Contact.book_id) == book.id,
        col(Contact.source) == Source.csv,
        col(Contact.created_at) == of.started_at,
        col(Contact.import_id) == of.id,
    ]


def _changes(of: Import) -> list[ColumnElement[bool]]:
    return [col(ImportChange.book_id) == of.book_id, col(ImportChange.import_id) == of.id]


def _is_of(table: type[GroupContact | Favorite | Membership]) -> ColumnElement[bool]:
    return and_(col(table.book_id) == Contact.book_id, col(table.contact_id) == Contact.id)


def _changed_since(contact: Contact, change: ImportChange) -> list[str]:
    """The fields that are not as the import left them any more."""
    return [name for name, left in change.after.items() if getattr(contact, name) != left]


def _to_put_back(contact: Contact, change: ImportChange) -> dict[str, str]:
    theirs = _changed_since(contact, change)
    return {name: was for name, was in change.before.items() if name not in theirs}


def _name(contact: Contact, change: ImportChange) -> str:
    """How the contact is called once its fields are put back."""
    old = _to_put_back(contact, change)
    first, last = (old.get(name, getattr(contact, name)) for name in ("first_name", "last_name"))
    return f"{first} {last}".strip() or contact.email


def _restored(of: Import, contact: Contact, change: ImportChange) -> dict[str, Any] | None:
    """The contact's columns as they shall be; None where there is nothing to put back.

    Where nothing else was changed since, it is as if the import had never touched it.
    """
    old = _to_put_back(contact, change)
    if not old:
        return None
    fields = {name: old.get(name, getattr(contact, name)) for name in FIELDS}
    known = keys(
        first_name=fields["first_name"],
        last_name=fields["last_name"],
        email=contact.email,
        company=fields["company"],
    )
    is_as_left = len(old) == len(change.after) and contact.updated_at == of.started_at
    by = change if is_as_left else contact
    row = fields | dict(zip(KEYS, known, strict=True))
    row |= {name: getattr(by, name) for name in KEPT}
    is_renamed = known[1:] != (contact.sort_key, contact.search)
    return {f"new_{name}": value for name, value in row.items()} | {
        "changed_id": contact.id,
        "is_renamed": is_renamed,
    }


def _write(
    session: Session, book: Book, rows: Sequence[dict[str, Any]], renamed: Sequence[int]
) -> None:
    if not rows:
        return
    names = (*FIELDS, *KEYS, *KEPT)
    statement = (
        update(Contact)
        .where(col(Contact.book_id) == book.id, col(Contact.id) == bindparam("changed_id"))
        .values({name: bindparam(f"new_{name}") for name in names})
        .values(version=Contact.version + 1)
    )
    with search.renaming(session, ids=renamed):
        session.connection().execute(statement, rows)


def _delete(session: Session, book: Book, ids: Sequence[int]) -> int:
    going = select(Contact.id).where(
        Contact.book_id == book.id, among(session, col(Contact.id), ids)
    )
    deleted = delete(Contact).where(
        col(Contact.book_id) == book.id, among(session, col(Contact.id), ids)
    )
    with search.forgetting(session, going):
        return session.exec(deleted.execution_options(synchronize_session=False)).rowcount
