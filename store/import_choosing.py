"""Choosing how a file is brought in: what can be chosen, and columns remembered for the next."""

from sqlmodel import Session, select

from store import audit, naming
from store.columns import now
from store.db import insert
from store.errors import Rejected
from store.import_choices import Choices, Places
from store.models import Book, Group, Product
from store.work_models import ColumnChoice


def check(choices: Choices) -> None:
    """Raises Rejected for a name that is none, and for columns without emails."""
    if choices.places is not None and not choices.places.get("email"):
        raise Rejected("email", "A contact needs an email. Choose the column that holds it.")
    for field, table, name in (
        ("group", Group, choices.group),
        ("product", Product, choices.product),
    ):
        try:
            if name:
                naming.columns(table, name)
        except Rejected as rejected:
            raise Rejected(field, rejected.reason) from None


def remember(session: Session, book: Book, *, person: str, header: str, places: Places) -> None:
    """Read the next file with these columns like this one; one without a header is like none."""
    if not header:
        return
    chosen = {"places": {field: [*at] for field, at in places.items()}, "chosen_at": now()}
    session.exec(
        insert(session, ColumnChoice)
        .values(book_id=book.id, header=header, **chosen)
        .on_conflict_do_update(index_elements=["book_id", "header"], set_=chosen)
    )
    audit.record(session, book, person=person, action="columns.chosen")


def remembered(session: Session, book: Book, header: str) -> Places | None:
    """Where the fields of such a file are, as somebody chose; None where nobody did."""
    wanted = select(ColumnChoice.places).where(
        ColumnChoice.book_id == book.id, ColumnChoice.header == header
    )
    found = session.exec(wanted).first()
    return None if found is None else {field: tuple(at) for field, at in found.items()}
