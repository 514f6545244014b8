"""Who is gone from an account: the contact goes too, unless something else holds it."""

from sqlalchemy import ColumnElement
from sqlmodel import or_, select

from store.models import Book, Contact, Group, GroupContact, Membership
from store.words import Source


def has_more(book: Book) -> ColumnElement[bool]:
    """Whether a contact has what no account knows: memberships, groups of Roster's own, notes."""
    membership = select(Membership.id).where(
        Membership.book_id == book.id, Membership.contact_id == Contact.id
    )
    grouped = select(GroupContact.group_id).where(
        GroupContact.book_id == book.id,
        GroupContact.contact_id == Contact.id,
        Group.book_id == book.id,
        Group.id == GroupContact.group_id,
        Group.source == Source.hand,
    )
    return or_(membership.exists(), grouped.exists(), Contact.notes != "")
