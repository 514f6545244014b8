"""Matching: the contacts of a book whose text holds some words, read without a search index."""

from dataclasses import replace

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from store.models import Book, Contact
from store.paging import Condition, Key, Stretch

# So much of a list is read in the hope that its hits are frequent.
GLANCE = 2_000


def holds(book: Book, words: list[str]) -> list[Condition]:
    """The conditions that a contact is of this book, and its text holds every word."""
    return [Contact.book_id == book.id, *contain(words)]


def contain(words: list[str]) -> list[ColumnElement[bool]]:
    """The conditions that a contact's text holds every word."""
    return [col(Contact.search).contains(word, autoescape=True) for word in words]


def keys(session: Session, *where: Condition, limit: int | None = None) -> list[Key]:
    """The keys of the contacts that meet the conditions, in no order."""
    query = select(Contact.sort_key, Contact.id).where(*where).limit(limit)
    return [(sort_key, id) for sort_key, id in session.exec(query).all()]


def walk(session: Session, stretch: Stretch, *where: Condition) -> list[int]:
    """A stretch of the contacts that meet the conditions, read in the order of names."""
    return [*session.exec(stretch.of(select(Contact.id).where(*where))).all()]


def glance(session: Session, book: Book, stretch: Stretch, *where: Condition) -> list[int]:
    """The stretch of those who meet the conditions, as far as it lies among the next names of the
    book; it may go on beyond."""
    ahead = replace(stretch, size=GLANCE).of(
        select(Contact.sort_key).where(Contact.book_id == book.id)
    )
    horizon = session.exec(ahead.limit(1).offset(GLANCE)).first()
    if horizon is None:
        return walk(session, stretch, *where)
    name = col(Contact.sort_key)
    near = [name >= horizon if stretch.backwards else name <= horizon]
    if stretch.bound:
        # The stretch says so itself, but not so that PostgreSQL's planner knows how few these are.
        start, _ = stretch.bound
        near.append(name <= start if stretch.backwards else name >= start)
    return walk(session, stretch, *where, *near)


def put_in_order(session: Session, stretch: Stretch, keys: Select[*Key]) -> list[int]:
    """A stretch of those whose keys a query finds, all of them first.

    Left to itself, the planner walks the names however far: half of a large book, for a first
    name from the middle of the alphabet.
    """
    every = keys.order_by(None).cte("hit").prefix_with("MATERIALIZED")
    return list(session.scalars(stretch.of(select(every.c.id), every.c.sort_key, every.c.id)))
