"""What accounts say about contacts that a person deletes: nothing of it is kept."""

from sqlmodel import Session, col, update
from sqlmodel.sql.expression import SelectOfScalar

from store.models import Book
from store.sync_models import Link


def forget(session: Session, book: Book, contacts: SelectOfScalar[int]) -> None:
    """Before these contacts are deleted: their links stay, so that no run brings them back, and say
    nothing any more."""
    theirs = (col(Link.book_id) == book.id, col(Link.contact_id).in_(contacts.order_by(None)))
    emptied = update(Link).where(*theirs).values(fields={}, groups=[])
    session.exec(emptied.execution_options(synchronize_session=False))
