"""Search on PostgreSQL: the planner knows how frequent words are, and has a trigram index."""

from sqlalchemy import Select, text
from sqlmodel import Session, col, select

from store.matching import glance, holds, put_in_order
from store.models import Book, Contact
from store.paging import Key, Stretch


def settle(session: Session) -> None:
    """What the server would do by itself within minutes: searches are slow until it is done."""
    session.execute(text("SELECT gin_clean_pending_list('contact_by_text')"))
    session.execute(text("ANALYZE contact"))


def few(session: Session, book: Book, words: list[str], *, limit: int) -> list[Key] | None:
    """Every contact whose text holds every word; None where there are more than the limit.

    In the order of ids, a search for frequent words reads this book and not its neighbours.
    """
    query = select(Contact.sort_key, Contact.id).where(*holds(book, words))
    rows = session.exec(query.order_by(col(Contact.id)).limit(limit + 1))
    found = [(sort_key, id) for sort_key, id in rows.all()]
    return found if len(found) <= limit else None


def ids(book: Book, words: list[str]) -> Select[int]:
    """The ids of all contacts whose text holds every word."""
    return select(Contact.id).where(*holds(book, words))


def walk(session: Session, book: Book, words: list[str], stretch: Stretch) -> list[int]:
    """A stretch of many hits: a glance at the next names, or else all hits put in order."""
    where = holds(book, words)
    near = glance(session, book, stretch, *where)
    return (
        near
        if len(near) > stretch.size
        else put_in_order(session, stretch, select(Contact.sort_key, Contact.id).where(*where))
    )
