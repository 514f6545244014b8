"""Memberships: giving a contact a product, and what becomes of that."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from store import audit, contacts, days, products
from store.columns import now
from store.contacts import Fields
from store.errors import Gone, Holding, Known, MembershipChanged, Rejected
from store.models import Book, Contact, Membership, MembershipEvent, Product
from store.words import Happening, Payment, Source, Status

GONE = "This membership is not in the book any more."
ORDER = [Status.active, Status.upcoming, Status.expired]


@dataclass(frozen=True)
class Terms:
    """What is agreed: how it is paid for, the first day, and the last one if there is any."""

    payment: Payment
    starts: date
    ends: date | None = None


@dataclass(frozen=True)
class Entry:
    """A membership with whose it is, of what, and where it stands today."""

    membership: Membership
    product: Product
    contact: Contact
    status: Status

    @property
    def told(self) -> str:
        """What can be said of the contact: has Yoga 101 already, until 31 Dec 2026."""
        starts, ends = self.membership.starts, self.membership.ends
        has = "had" if self.status is Status.expired else "has"
        told = f"{has} {self.product.name} already"
        if self.status is not Status.active:
            told += f", from {days.say(starts)}"
        return f"{told}, until {days.say(ends)}" if ends else f"{told}, without an end"


@dataclass(frozen=True)
class Added:
    """A membership that was added, and whether its contact came into the book with it."""

    entry: Entry
    is_new_contact: bool


def status_on(membership: Membership, today: date) -> Status:
    """Where a membership stands on a day; its last one counts whole."""
    return status_between(membership.starts, membership.until, today)


def status_between(starts: date, until: date, today: date) -> Status:
    """The same, told from its first day and what its last one comes to."""
    if until < today:
        return Status.expired
    return Status.upcoming if starts > today else Status.active


def add(
    session: Session, book: Book, *, person: str, email: str, product_id: int, terms: Terms
) -> Added:
    """Give a product to whom this email belongs; an unknown one becomes a contact.

    Raises Rejected, Gone without the product, and Holding where the contact has an active
    membership of it, or has or had one in some of these days.
    """
    _check(terms)
    _refuse_archived(products.get(session, book, product_id=product_id))
    contact, is_new = _whom(session, book, person, email)
    product = products.get(session, book, product_id=product_id, lock=True)
    _refuse_holding(session, book, contact, product, terms)
    membership = Membership(
        book_id=book.id,
        contact_id=contact.id,
        product_id=product.id,
        created_by=person,
        **_columns(terms),
    )
    session.add(membership)
    session.flush()
    _record(session, book, person, membership, Happening.added)
    return Added(_entry(book, membership, product, contact), is_new)


def get(session: Session, book: Book, *, membership_id: int, lock: bool = False) -> Entry:
    """The membership with this id; raises Gone when it is not in this book.

    With `lock` nobody else can change it before this transaction is over. Who does that locks the
    contact first.
    """
    wanted = (
        select(Membership, Product, Contact)
        .where(Membership.book_id == book.id, Membership.id == membership_id)
        .where(*_joined(book))
    )
    if lock:
        wanted = wanted.with_for_update(of=Membership)
    found = session.exec(wanted.execution_options(populate_existing=True)).first()
    if found is None:
        raise Gone(GONE)
    return _entry(book, *found)


def of(session: Session, book: Book, *, contact_id: int) -> list[Entry]:
    """What a contact has and had: active ones, then upcoming, then expired; the latest first."""
    wanted = (
        select(Membership, Product, Contact)
        .where(Membership.book_id == book.id, Membership.contact_id == contact_id)
        .where(*_joined(book))
        .order_by(col(Membership.starts).desc(), col(Membership.id).desc())
    )
    found = [_entry(book, *row) for row in session.exec(wanted)]
    return sorted(found, key=lambda entry: ORDER.index(entry.status))


def extend(
    session: Session,
    book: Book,
    *,
    person: str,
    membership_id: int,
    version: int,
    ends: date | None,
) -> Entry:
    """Give an active or upcoming membership another last day, later or earlier, or none.

    Raises MembershipChanged where somebody changed it since `version` was read, Rejected, Gone,
    or Holding where it would reach into another one.
    """
    entry = _locked(session, book, membership_id, version)
    membership = entry.membership
    if entry.status is Status.expired:
        raise Rejected("ends", "This membership is over. Renew it instead.")
    if ends == membership.ends:
        return entry
    terms = Terms(membership.payment, membership.starts, ends)
    _check(terms, not_before=days.today(book))
    _refuse_holding(session, book, entry.contact, entry.product, terms, but=membership)
    return _change(session, book, person, entry, Happening.extended, terms)


def renew(
    session: Session, book: Book, *, person: str, membership_id: int, version: int, terms: Terms
) -> Entry:
    """Let an expired or cancelled membership begin again.

    Raises as `extend` does, and Holding where the contact has another one of the product.
    """
    entry = _locked(session, book, membership_id, version)
    if entry.status is not Status.expired:
        raise Rejected("product", "This membership is not over. Change its last day instead.")
    _refuse_archived(entry.product)
    _check(terms, not_before=days.today(book))
    _refuse_holding(session, book, entry.contact, entry.product, terms, but=entry.membership)
    return _change(session, book, person, entry, Happening.renewed, terms)


def change_payment(
    session: Session,
    book: Book,
    *,
    person: str,
    membership_id: int,
    version: int,
    payment: Payment,
) -> Entry:
    """Say that a membership is paid for otherwise. Raises MembershipChanged, Gone."""
    entry = _locked(session, book, membership_id, version)
    if payment is entry.membership.payment:
        return entry
    entry.membership.payment = payment
    return _changed(session, book, person, entry, Happening.changed)


def cancel(session: Session, book: Book, *, person: str, membership_id: int, version: int) -> Entry:
    """End a membership at once. Raises MembershipChanged, Gone, or Rejected if it is over."""
    entry = _locked(session, book, membership_id, version)
    if entry.status is Status.expired:
        raise Rejected("ends", "This membership is over already.")
    entry.membership.cancelled_at = now()
    entry.membership.until = date.min
    return _changed(session, book, person, entry, Happening.cancelled)


def _joined(book: Book) -> list[ColumnElement[bool]]:
    """What ties product and contact to a membership."""
    return [
        and_(col(Product.book_id) == book.id, col(Product.id) == Membership.product_id),
        and_(col(Contact.book_id) == book.id, col(Contact.id) == Membership.contact_id),
    ]


def _entry(book: Book, membership: Membership, product: Product, contact: Contact) -> Entry:
    return Entry(membership, product, contact, status_on(membership, days.today(book)))


def _columns(terms: Terms) -> dict[str, Any]:
    until = terms.ends or date.max
    return {"payment": terms.payment, "starts": terms.starts, "ends": terms.ends, "until": until}


def _check(terms: Terms, *, not_before: date = date.min) -> None:
    days.check(terms.starts, field="starts")
    if terms.ends is None:
        return
    days.check(terms.ends, field="ends")
    if terms.ends < terms.starts:
        raise Rejected("ends", "The last day cannot come before the first.")
    if terms.ends < not_before:
        raise Rejected("ends", "This day is over. Please choose today or a later one.")


def _refuse_archived(product: Product) -> None:
    if product.archived_at is not None:
        raise Rejected("product", f"{product.name} is archived and cannot be given any more.")


def _whom(session: Session, book: Book, person: str, email: str) -> tuple[Contact, bool]:
    """The contact of this email, locked; and whether it is new, for instance because somebody has
    deleted the one that was there a moment ago."""
    known = contacts.by_email(session, book, email=email)
    if known is not None:
        with suppress(Gone):
            return contacts.get(session, book, contact_id=known.id, lock=True), False
    new = Fields(email)
    try:
        added = contacts.add(session, book, person=person, fields=new, source=Source.membership)
    except Known as meanwhile:
        return contacts.get(session, book, contact_id=meanwhile.contact.id, lock=True), False
    return added, True


def _refuse_holding(
    session: Session,
    book: Book,
    contact: Contact,
    product: Product,
    terms: Terms,
    *,
    but: Membership | None = None,
) -> None:
    """Nobody has a product twice on the same day, nor a second one while the first is active."""
    today, until = days.today(book), terms.ends or date.max
    overlaps = and_(col(Membership.starts) <= until, col(Membership.until) >= terms.starts)
    active = and_(col(Membership.starts) <= today, col(Membership.until) >= today)
    wanted = (
        select(Membership)
        .where(Membership.book_id == book.id, Membership.contact_id == contact.id)
        .where(Membership.product_id == product.id)
        .where(or_(overlaps, active) if until >= today else overlaps)
        .order_by(active.desc(), col(Membership.until).desc(), col(Membership.id))
    )
    if but is not None:
        wanted = wanted.where(Membership.id != but.id)
    standing = session.exec(wanted).first()
    if standing is not None:
        entry = _entry(book, standing, product, contact)
        _set_apart(session, entry)
        raise Holding(entry)


def _locked(session: Session, book: Book, membership_id: int, version: int) -> Entry:
    """The membership, with all that it hangs on, locked in the order that everybody keeps."""
    entry = get(session, book, membership_id=membership_id)
    try:
        contacts.get(session, book, contact_id=entry.contact.id, lock=True)
        products.get(session, book, product_id=entry.product.id, lock=True)
    except Gone:
        raise Gone(GONE) from None
    entry = get(session, book, membership_id=membership_id, lock=True)
    if entry.membership.version != version:
        _refuse_changed(session, entry)
    return entry


def _refuse_changed(session: Session, entry: Entry) -> NoReturn:
    _set_apart(session, entry)
    raise MembershipChanged(entry)


def _set_apart(session: Session, entry: Entry) -> None:
    """What an error carries is read after the transaction has been taken back."""
    for one in (entry.membership, entry.product, entry.contact):
        session.expunge(one)


def _change(
    session: Session, book: Book, person: str, entry: Entry, happening: Happening, terms: Terms
) -> Entry:
    entry.membership.cancelled_at = None
    entry.membership.sqlmodel_update(_columns(terms))
    return _changed(session, book, person, entry, happening)


def _changed(
    session: Session, book: Book, person: str, entry: Entry, happening: Happening
) -> Entry:
    membership = entry.membership
    membership.version += 1
    session.flush()
    _record(session, book, person, membership, happening)
    return _entry(book, membership, entry.product, entry.contact)


def _record(
    session: Session, book: Book, person: str, membership: Membership, happening: Happening
) -> None:
    """Write it into the membership's history, and into the audit trail."""
    event = MembershipEvent(
        book_id=book.id,
        membership_id=membership.id,
        at=now(),
        person=person,
        happening=happening,
        payment=membership.payment,
        starts=membership.starts,
        ends=membership.ends,
    )
    session.add(event)
    audit.record(session, book, person=person, action=f"membership.{happening}")
