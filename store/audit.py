"""The audit trail of a book: who did what, when, and to how many; never to whom."""

from sqlmodel import Session

from store.models import AuditEntry, Book


def record(session: Session, book: Book, *, person: str, action: str, count: int = 1) -> None:
    """Note a change, in the transaction that makes it: "contact.added", "access.given"."""
    session.add(AuditEntry(book_id=book.id, person=person, action=action, count=count))
    session.flush()
