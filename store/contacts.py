"""Contacts: the people in a book, one for each email."""

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, NoReturn

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, and_, col, select, update

from store import audit, listing, scopes
from store.columns import now
from store.db import insert
from store.emails import normalise
from store.errors import Changed, Gone, Known, ReadOnly, Rejected
from store.limits import NAME_LIMIT, NOTES_LIMIT, PHONE_LIMIT
from store.models import Book, Contact, Favorite
from store.paging import Cursor, Found, Stretch, part
from store.scopes import Scope
from store.search import indexing
from store.sync import forgetting
from store.text import clean, clean_lines, fold, search_text, sort_key
from store.words import READ_ONLY, Source

LIMITS = {
    "first_name": NAME_LIMIT,
    "last_name": NAME_LIMIT,
    "company": NAME_LIMIT,
    "job_title": NAME_LIMIT,
    "phone": PHONE_LIMIT,
    "notes": NOTES_LIMIT,
}
BOOK = Scope()


@dataclass(frozen=True)
class Fields:
    """What a person can say about a contact."""

    email: str
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    job_title: str = ""
    phone: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Row:
    """A contact in a list, as one person sees it."""

    contact: Contact
    starred: bool


@dataclass(frozen=True)
class Page:
    """A part of a list. `total` counts the whole of it; `capped` says that there are even more."""

    rows: list[Row]
    total: int
    capped: bool
    has_previous: bool
    has_next: bool


def add(
    session: Session, book: Book, *, person: str, fields: Fields, source: Source = Source.hand
) -> Contact:
    """A new contact. Raises Rejected, or Known where the email is already in the book."""
    values = columns(fields) | {"source": source, "created_by": person, "updated_by": person}
    new = Contact(book_id=book.id, **values)
    with indexing(session):
        added: Contact | None = session.scalar(
            insert(session, Contact)
            .values(new.model_dump(exclude={"id"}))
            .on_conflict_do_nothing(index_elements=["book_id", "email_key"])
            .returning(Contact)
        )
    if added is None:
        _refuse_known(session, book, new.email)
    audit.record(session, book, person=person, action="contact.added")
    return added


def get(session: Session, book: Book, *, contact_id: int, lock: bool = False) -> Contact:
    """The contact with this id; raises Gone when it is not in this book.

    With `lock` nobody else can change it before this transaction is over.
    """
    wanted = select(Contact).where(Contact.book_id == book.id, Contact.id == contact_id)
    if lock:
        wanted = wanted.with_for_update()
    found = session.exec(wanted.execution_options(populate_existing=True)).first()
    if found is None:
        raise Gone("This contact is not in the book any more.")
    return found


def by_email(session: Session, book: Book, *, email: str) -> Contact | None:
    """The contact that has this email, however it is written; raises Rejected for what is none."""
    key = normalise(email).key
    wanted = select(Contact).where(Contact.book_id == book.id, Contact.email_key == key)
    return session.exec(wanted.execution_options(populate_existing=True)).first()


def edit(
    session: Session, book: Book, *, person: str, contact_id: int, version: int, fields: Fields
) -> Contact:
    """Change a contact that nobody changed since `version` was read.

    Raises Changed where somebody did, ReadOnly, Known, Rejected or Gone.
    """
    values = columns(fields) | {"updated_at": now(), "updated_by": person, "version": version + 1}
    try:
        with session.begin_nested():
            edited = session.exec(
                update(Contact)
                .where(
                    col(Contact.book_id) == book.id,
                    col(Contact.id) == contact_id,
                    col(Contact.version) == version,
                    col(Contact.source).not_in(READ_ONLY),
                )
                .values(values)
                .execution_options(synchronize_session=False)
            )
    except IntegrityError:
        _refuse_known(session, book, fields.email)
    contact = get(session, book, contact_id=contact_id)
    if not edited.rowcount:
        session.expunge(contact)
        raise ReadOnly(contact, "changed") if contact.read_only else Changed(contact)
    audit.record(session, book, person=person, action="contact.edited")
    return contact


def delete(session: Session, book: Book, *, person: str, contact_id: int) -> Contact:
    """Delete a contact for good, with its stars; hands out what it was. Raises Gone, ReadOnly."""
    contact = get(session, book, contact_id=contact_id, lock=True)
    if contact.read_only:
        session.expunge(contact)
        raise ReadOnly(contact, "deleted")
    forgetting.forget(session, book, select(Contact.id).where(Contact.id == contact_id))
    session.delete(contact)
    session.flush()
    audit.record(session, book, person=person, action="contact.deleted")
    return contact


def find(
    session: Session,
    book: Book,
    *,
    person: str,
    scope: Scope = BOOK,
    after: Cursor | None = None,
    before: Cursor | None = None,
    size: int = 25,
) -> Page:
    """A page of the scope, by name, as `person` sees it: from the start, after or before a cursor.

    Where a cursor leads past the end, because contacts went meanwhile, it is the first page.
    """
    look = partial(_look, session, book, scope)
    found = part(look, size=size, after=after, before=before)
    return Page(
        rows=_rows(session, book, person, found.ids),
        total=found.total,
        capped=found.capped,
        has_previous=found.has_previous,
        has_next=found.has_next,
    )


def count(session: Session, book: Book, *, scope: Scope = BOOK) -> int:
    """How many contacts the scope has, exactly; for a large one that takes its time."""
    return scopes.count(session, book, scope)


def cursor(contact: Contact) -> Cursor:
    """The contact's place in every list."""
    return Cursor(contact.sort_key, contact.id)


def columns(fields: Fields) -> dict[str, Any]:
    """The fields as the table keeps them; raises Rejected for the first that is not right."""
    email = normalise(fields.email)
    texts = {name: clean(text) for name, text in asdict(fields).items()}
    texts |= {"email": email.shown, "notes": clean_lines(fields.notes)}
    for name, limit in LIMITS.items():
        if len(texts[name]) > limit:
            raise Rejected(name, f"At most {limit:,} characters fit here.")
    first, last = texts["first_name"], texts["last_name"]
    return texts | {
        "email_key": email.key,
        "company_key": fold(texts["company"]),
        "sort_key": sort_key(first_name=first, last_name=last, email=email.shown),
        "search": search_text(
            first_name=first, last_name=last, email=email.shown, company=texts["company"]
        ),
    }


def _refuse_known(session: Session, book: Book, email: str) -> NoReturn:
    known = by_email(session, book, email=email)
    if known is None:
        raise Rejected("email", "This email was in use until a moment ago. Please try again.")
    session.expunge(known)
    raise Known(known)


def _look(session: Session, book: Book, scope: Scope, stretch: Stretch) -> Found:
    return listing.find(session, book, scope=scope, stretch=stretch)


def _rows(session: Session, book: Book, person: str, ids: list[int]) -> list[Row]:
    star = and_(
        col(Favorite.book_id) == Contact.book_id,
        col(Favorite.contact_id) == Contact.id,
        col(Favorite.person) == person,
    )
    query = (
        select(Contact, col(Favorite.person).is_not(None))
        .join(Favorite, star, isouter=True)
        .where(Contact.book_id == book.id, col(Contact.id).in_(ids))
    )
    rows = {contact.id: Row(contact, starred) for contact, starred in session.exec(query)}
    # PostgreSQL may have let go of somebody between the two questions.
    return [rows[id] for id in ids if id in rows]
