"""Contacts: the people in a book, one for each email."""

from dataclasses import asdict, dataclass
from typing import Any, NoReturn

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, and_, col, func, select, update

from store import audit
from store.columns import now
from store.db import insert
from store.emails import normalise
from store.errors import Changed, Gone, Known, Rejected
from store.matching import holds, keys
from store.models import NAME_LIMIT, NOTES_LIMIT, PHONE_LIMIT, Book, Contact, Favorite, Source
from store.paging import Condition, Cursor, Found, Stretch, walk
from store.search import find as search_book
from store.search import indexing
from store.text import clean, clean_lines, search_text, search_words, sort_key

LIMITS = {
    "first_name": NAME_LIMIT,
    "last_name": NAME_LIMIT,
    "company": NAME_LIMIT,
    "job_title": NAME_LIMIT,
    "phone": PHONE_LIMIT,
    "notes": NOTES_LIMIT,
}
# Contacts that a list without a search counts, at most: "10,000+".
CAP = 10_000


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

    Raises Changed where somebody did, Known, Rejected or Gone.
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
                )
                .values(values)
                .execution_options(synchronize_session=False)
            )
    except IntegrityError:
        _refuse_known(session, book, fields.email)
    contact = get(session, book, contact_id=contact_id)
    if not edited.rowcount:
        session.expunge(contact)
        raise Changed(contact)
    audit.record(session, book, person=person, action="contact.edited")
    return contact


def delete(session: Session, book: Book, *, person: str, contact_id: int) -> Contact:
    """Delete a contact for good, with its stars; hands out what it was. Raises Gone."""
    contact = get(session, book, contact_id=contact_id, lock=True)
    session.delete(contact)
    session.flush()
    audit.record(session, book, person=person, action="contact.deleted")
    return contact


def find(
    session: Session,
    book: Book,
    *,
    person: str,
    search: str = "",
    favorites: bool = False,
    after: Cursor | None = None,
    before: Cursor | None = None,
    size: int = 25,
) -> Page:
    """A page of the list, by name, as `person` sees it: from the start, after or before a cursor.

    Where a cursor leads past the end, because contacts went meanwhile, it is the first page.
    """
    stretch = Stretch(size, after, before)
    found = _found(session, book, person, search_words(search), favorites, stretch)
    if len(found.ids) < (size if before else 1 if after else 0):
        stretch = Stretch(size)
        found = _found(session, book, person, search_words(search), favorites, stretch)
    rows = _rows(session, book, person, found.ids[:size])
    goes_on = len(found.ids) > size
    return Page(
        rows=rows[::-1] if stretch.backwards else rows,
        total=found.total,
        capped=found.capped,
        has_previous=goes_on if stretch.backwards else stretch.after is not None,
        has_next=goes_on or stretch.backwards,
    )


def count(session: Session, book: Book) -> int:
    """How many contacts the book has, exactly; in a large one that takes its time."""
    query = select(func.count()).select_from(Contact).where(Contact.book_id == book.id)
    return session.exec(query).one()


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


def _found(
    session: Session,
    book: Book,
    person: str,
    words: list[str],
    favorites: bool,
    stretch: Stretch,
) -> Found:
    if favorites:
        return _favorites(session, book, person, words, stretch)
    if words:
        return search_book(session, book, words=words, stretch=stretch)
    return walk(session, stretch, Contact.book_id == book.id, cap=CAP)


def _favorites(
    session: Session, book: Book, person: str, words: list[str], stretch: Stretch
) -> Found:
    """All stars are read and put in order: there are few, and they may stand anywhere by name."""
    where: list[Condition] = [
        Favorite.book_id == book.id,
        Favorite.person == person,
        Favorite.contact_id == Contact.id,
        *holds(book, words),
    ]
    found = keys(session, *where, limit=CAP + 1)
    if len(found) > CAP:
        return walk(session, stretch, *where, cap=CAP)
    return Found([id for _, id in stretch.cut(found)], total=len(found))


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
