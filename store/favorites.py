"""Favorites: the contacts that a person has starred; nobody else sees which."""

from sqlalchemy import true
from sqlmodel import Session, col, delete, literal, select

from store.contacts import get
from store.db import insert
from store.models import Book, Contact, Favorite
from store.scopes import Scope, ids_of


def add(session: Session, book: Book, *, person: str, contact_id: int) -> None:
    """Star a contact; once is enough. Raises Gone when it is not in this book."""
    get(session, book, contact_id=contact_id, lock=True)
    session.exec(
        insert(session, Favorite)
        .values(book_id=book.id, person=person, contact_id=contact_id)
        .on_conflict_do_nothing()
    )


def put(
    session: Session, book: Book, *, person: str, scope: Scope, ids: range | None = None
) -> int:
    """Star the contacts of a scope (of those ids); how many were not starred before."""
    chosen = ids_of(book, scope, ids=ids).with_for_update(read=True, key_share=True, of=Contact)
    contact = chosen.subquery()
    added = session.exec(
        insert(session, Favorite)
        .from_select(
            ["book_id", "person", "contact_id"],
            select(literal(book.id), literal(person), contact.c.id).where(true()),
        )
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True)
    )
    return added.rowcount


def remove(session: Session, book: Book, *, person: str, contact_id: int) -> None:
    """Take the star away, if there is one. Raises Gone when the contact is not in this book."""
    get(session, book, contact_id=contact_id)
    session.exec(
        delete(Favorite).where(
            col(Favorite.book_id) == book.id,
            col(Favorite.person) == person,
            col(Favorite.contact_id) == contact_id,
        )
    )


def is_favorite(session: Session, book: Book, *, person: str, contact_id: int) -> bool:
    """Whether this person has starred the contact."""
    wanted = select(Favorite).where(
        Favorite.book_id == book.id, Favorite.person == person, Favorite.contact_id == contact_id
    )
    return session.exec(wanted).first() is not None
