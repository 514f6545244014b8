"""Products: what contacts can have access to; a name means one product, however it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import ColumnElement, ScalarSelect
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from store import audit, days, imports, naming
from store.columns import now
from store.errors import Gone
from store.models import Book, Contact, Membership, Product
from store.paging import Condition, Cursor, Found, Stretch, part
from store.words import Gift, Payment

# Memberships of a product, and products of a book, that a list counts: "10,000+".
CAP = 10_000


@dataclass(frozen=True)
class ProductRow:
    """A product in a list, with its memberships of today.

    `capped`: it has even more active and upcoming ones; `expired_capped`: more expired ones.
    """

    product: Product
    active: int
    expired: int
    upcoming: int
    capped: bool = False
    expired_capped: bool = False


@dataclass(frozen=True)
class ProductPage:
    """A part of the list of products. `total` counts the whole; `capped`: there are even more."""

    rows: list[ProductRow]
    total: int
    capped: bool
    has_previous: bool
    has_next: bool


def add(session: Session, book: Book, *, person: str, name: str) -> Product:
    """A new product. Raises Rejected, or Taken where the book has a product of this name."""
    new = Product(book_id=book.id, created_by=person, **naming.columns(Product, name))
    added = naming.add(session, book, new)
    audit.record(session, book, person=person, action="product.added")
    return added


def get(session: Session, book: Book, *, product_id: int, lock: bool = False) -> Product:
    """The product with this id, archived or not; raises Gone when it is not in this book.

    With `lock` nobody deletes it before this transaction is over. Who locks contacts too, locks
    them first, and memberships last.
    """
    wanted = select(Product).where(*_is(book, product_id))
    if lock:
        wanted = wanted.with_for_update(read=True, key_share=True)
    return _found(session, wanted)


def by_name(session: Session, book: Book, *, name: str) -> Product | None:
    """The product that has this name, however it is written."""
    return naming.by_name(session, book, Product, name=name)


def rename(session: Session, book: Book, *, person: str, product_id: int, name: str) -> Product:
    """Call a product something else. Raises Gone, Rejected, or Taken where another has the name."""
    naming.rename(session, book, Product, id=product_id, name=name)
    imports.forget_making(session, book, kind=Gift.new_product, thing=product_id)
    product = get(session, book, product_id=product_id)
    audit.record(session, book, person=person, action="product.renamed")
    return product


def archive(session: Session, book: Book, *, person: str, product_id: int) -> Product:
    """Let nobody be given the product any more; its memberships live on. Raises Gone."""
    product = _to_change(session, book, product_id)
    if product.archived_at is None:
        product.archived_at = now()
        audit.record(session, book, person=person, action="product.archived")
    return product


def restore(session: Session, book: Book, *, person: str, product_id: int) -> Product:
    """Take a product out of the archive. Raises Gone."""
    product = _to_change(session, book, product_id)
    if product.archived_at is not None:
        product.archived_at = None
        audit.record(session, book, person=person, action="product.restored")
    return product


def delete(session: Session, book: Book, *, person: str, product_id: int) -> tuple[Product, int]:
    """Delete a product that has few memberships, with these and their history.

    Hands out what it was and how many memberships went. Raises Gone.
    """
    members = select(Membership.contact_id).where(*_of(book, product_id))
    hold(session, book, contact_ids=members)
    product = _to_change(session, book, product_id)
    had = size(session, book, product_id=product_id)
    session.delete(product)
    session.flush()
    audit.record(session, book, person=person, action="product.deleted")
    return product, had


def hold(session: Session, book: Book, *, contact_ids: Sequence[int] | SelectOfScalar[int]) -> None:
    """Lock contacts in the order in which everybody does: by their ids, before memberships."""
    held = select(Contact.id).where(Contact.book_id == book.id, col(Contact.id).in_(contact_ids))
    held = held.order_by(col(Contact.id)).with_for_update(read=True, key_share=True)
    session.exec(select(func.count()).select_from(held.subquery())).one()


def size(session: Session, book: Book, *, product_id: int) -> int:
    """How many memberships the product has, exactly."""
    return session.exec(select(func.count()).where(*_of(book, product_id))).one()


def find(
    session: Session,
    book: Book,
    *,
    search: str = "",
    after: Cursor | None = None,
    before: Cursor | None = None,
    size: int = 25,
) -> ProductPage:
    """A page of the products whose name holds every word, by name, archived or not.

    Where a cursor leads past the end, because products went meanwhile, it is the first page.
    """
    look = partial(_look, session, naming.holds(book, Product, search))
    found = part(look, size=size, after=after, before=before)
    return ProductPage(
        rows=_rows(session, book, found.ids),
        total=found.total,
        capped=found.capped,
        has_previous=found.has_previous,
        has_next=found.has_next,
    )


def suggest(
    session: Session, book: Book, *, text: str, limit: int = 100, archived: bool = True
) -> list[Product]:
    """The first products by name whose name holds every word of what somebody types."""
    where = naming.holds(book, Product, text)
    if not archived:
        where.append(col(Product.archived_at).is_(None))
    return naming.suggest(session, Product, *where, limit=limit)


def cursor(product: Product) -> Cursor:
    """The product's place in every list of products."""
    return Cursor(product.sort_key, product.id)


def named(session: Session, book: Book, *, ids: list[int]) -> dict[int, str]:
    """The names of these products, as far as they are in the book."""
    query = select(Product.id, Product.name)
    return dict(
        session.exec(query.where(Product.book_id == book.id, col(Product.id).in_(ids))).all()
    )


def _is(book: Book, product_id: int) -> list[ColumnElement[bool]]:
    return [col(Product.book_id) == book.id, col(Product.id) == product_id]


def _of(book: Book, product_id: int) -> list[ColumnElement[bool]]:
    return [col(Membership.book_id) == book.id, col(Membership.product_id) == product_id]


def _found(session: Session, wanted: SelectOfScalar[Product]) -> Product:
    found = session.exec(wanted.execution_options(populate_existing=True)).first()
    if found is None:
        raise Gone("This product is not in the book any more.")
    return found


def _to_change(session: Session, book: Book, product_id: int) -> Product:
    return _found(session, select(Product).where(*_is(book, product_id)).with_for_update())


def _look(session: Session, where: list[Condition], stretch: Stretch) -> Found:
    by = (col(Product.sort_key), col(Product.id))
    ids = [*session.exec(stretch.of(select(Product.id).where(*where), *by)).all()]
    limited = select(Product.id).where(*where).limit(CAP + 1).subquery()
    total = session.exec(select(func.count()).select_from(limited)).one()
    return Found(ids, min(total, CAP), capped=total > CAP)


def _rows(session: Session, book: Book, ids: list[int]) -> list[ProductRow]:
    today = days.today(book)
    ended, standing = col(Membership.until) < today, col(Membership.until) >= today
    query = select(
        Product,
        _count(book, ended),
        _count(book, standing),
        _count(book, standing, starts_after=today),
    )
    query = query.where(Product.book_id == book.id, col(Product.id).in_(ids))
    rows = {row[0].id: _row(*row) for row in session.exec(query)}
    # PostgreSQL may have let go of a product between the two questions.
    return [rows[id] for id in ids if id in rows]


def _row(product: Product, ended: int, standing: int, upcoming: int) -> ProductRow:
    capped = standing > CAP
    return ProductRow(
        product,
        active=min(standing - upcoming, CAP),
        expired=min(ended, CAP),
        upcoming=upcoming,
        capped=capped,
        expired_capped=ended > CAP,
    )


def _count(book: Book, which: Condition, *, starts_after: date | None = None) -> ScalarSelect[int]:
    """A subquery: how many of a product's memberships are so, of the first that the index has."""
    some = (
        select(col(Membership.starts))
        .where(Membership.book_id == book.id, Membership.product_id == Product.id)
        # All of them: only so the index is of help for what comes behind it.
        .where(col(Membership.payment).in_([*Payment]), which)
        .limit(CAP + 1)
        .correlate(Product)
        .subquery()
    )
    counted = select(func.count()).select_from(some)
    if starts_after:
        counted = counted.where(some.c.starts > starts_after)
    return counted.scalar_subquery()
