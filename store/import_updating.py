"""People who are in the book already: held while an import writes, and filled in or updated."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, col, insert, select, update

from store import search
from store.among import among
from store.import_rows import Values
from store.import_writing import among_emails
from store.models import Book, Contact
from store.text import keys
from store.words import READ_ONLY, Existing, Source
from store.work_models import Import, ImportChange

FIELDS = Values._fields
KEYS = ("company_key", "sort_key", "search")


class There(NamedTuple):
    """A contact that is in the book, with what an import may change of it."""

    id: int
    email: str
    email_key: str
    source: Source
    import_id: int | None
    sort_key: str
    search: str
    updated_at: datetime
    updated_by: str
    values: Values


class _Change(NamedTuple):
    there: There
    values: Values
    columns: dict[str, str]

    @property
    def fields(self) -> list[str]:
        return [name for name in FIELDS if getattr(self.values, name) != self._before(name)]

    @property
    def before(self) -> dict[str, str]:
        return {name: self._before(name) for name in self.fields}

    @property
    def after(self) -> dict[str, str]:
        return {name: getattr(self.values, name) for name in self.fields}

    @property
    def is_found_otherwise(self) -> bool:
        """Whether lists and searches find the contact by something else now."""
        keys = (self.columns["sort_key"], self.columns["search"])
        return keys != (self.there.sort_key, self.there.search)

    def _before(self, name: str) -> str:
        found: str = getattr(self.there.values, name)
        return found


def there(
    session: Session, book: Book, *, emails: Sequence[str], lock: bool = False
) -> dict[str, There]:
    """Who of these is in the book, by the key of the email. With `lock` nobody else changes or
    deletes them before this transaction is over."""
    plain = [col(getattr(Contact, name)) for name in There._fields[:-1]]
    fields = [col(getattr(Contact, name)) for name in FIELDS]
    wanted = select(*plain, *fields).where(
        Contact.book_id == book.id, among_emails(session, [*emails])
    )
    if lock:
        wanted = wanted.order_by(col(Contact.id)).with_for_update(key_share=True)
    rows = (
        There._make((*row[: len(plain)], Values(*row[len(plain) :])))
        for row in session.exec(wanted)
    )
    return {row.email_key: row for row in rows}


def changed(there: There, values: Values, existing: Existing) -> Values:
    """What the contact will say; an empty cell erases nothing, and an account's contact stays."""
    old = there.values
    if existing is Existing.skip or there.source in READ_ONLY or old == values:
        return old
    if existing is Existing.fill:
        return Values(*(was or new for was, new in zip(old, values, strict=True)))
    return Values(*(new or was for was, new in zip(old, values, strict=True)))


def apply(
    session: Session,
    book: Book,
    *,
    into: Import,
    existing: Existing,
    found: Mapping[str, There],
    people: Mapping[str, Values],
) -> int:
    """Fill in or update those who are there and held; how many were changed.

    Who was changed by this import before, and has another email since, is left as it is.
    """
    changes = [
        _change(one, new)
        for key, one in found.items()
        if key in people
        and one.import_id != into.id
        and (new := changed(one, people[key], existing)) != one.values
    ]
    before = _changed_before(session, book, into, [one.there.id for one in changes])
    changes = sorted(one for one in changes if one.there.id not in before)
    if not changes:
        return 0
    session.connection().execute(insert(ImportChange), [_row(into, one) for one in changes])
    renamed = [one.there.id for one in changes if one.is_found_otherwise]
    with search.renaming(session, ids=renamed):
        _update(session, into, changes)
    return len(changes)


def _change(there: There, values: Values) -> _Change:
    known = keys(
        first_name=values.first_name,
        last_name=values.last_name,
        email=there.email,
        company=values.company,
    )
    return _Change(there, values, dict(zip(KEYS, known, strict=True)))


def _changed_before(session: Session, book: Book, into: Import, ids: list[int]) -> set[int]:
    if not ids:
        return set()
    wanted = select(ImportChange.contact_id).where(
        ImportChange.book_id == book.id,
        ImportChange.import_id == into.id,
        among(session, col(ImportChange.contact_id), ids),
    )
    return {*session.exec(wanted)}


def _row(into: Import, change: _Change) -> dict[str, Any]:
    return {
        "book_id": into.book_id,
        "import_id": into.id,
        "contact_id": change.there.id,
        "before": change.before,
        "after": change.after,
        "updated_at": change.there.updated_at,
        "updated_by": change.there.updated_by,
    }


def _update(session: Session, into: Import, changes: Sequence[_Change]) -> None:
    names = (*FIELDS, *KEYS)
    statement = (
        update(Contact)
        .where(col(Contact.book_id) == into.book_id, col(Contact.id) == bindparam("changed_id"))
        .values(
            {name: bindparam(f"new_{name}") for name in names}
            | {"version": Contact.version + 1}
            | {"updated_at": into.started_at, "updated_by": into.person}
        )
    )
    rows = [
        {"changed_id": one.there.id}
        | {f"new_{name}": value for name, value in one.values._asdict().items()}
        | {f"new_{name}": value for name, value in one.columns.items()}
        for one in changes
    ]
    session.connection().execute(statement, rows)
