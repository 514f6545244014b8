"""Groups: named sets of contacts; a name means one group, however it is written."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, func, literal, select
from sqlmodel import delete as delete_from
from sqlmodel.sql.expression import SelectOfScalar

from store import audit, imports, naming
from store.db import insert
from store.errors import Gone, ReadOnlyGroup
from store.models import Book, Contact, Group, GroupContact
from store.paging import Condition, Cursor, Found, Stretch, part
from store.scopes import Scope, ids_of
from store.words import READ_ONLY, Gift

# Contacts of a group, and groups of a book, that a list counts: "10,000+".
CAP = 10_000


@dataclass(frozen=True)
class GroupRow:
    """A group in a list. `capped` says that it has even more contacts."""

    group: Group
    size: int
    capped: bool


@dataclass(frozen=True)
class GroupPage:
    """A part of the list of groups. `total` counts the whole; `capped`: there are even more."""

    rows: list[GroupRow]
    total: int
    capped: bool
    has_previous: bool
    has_next: bool


def add(session: Session, book: Book, *, person: str, name: str) -> Group:
    """A new group. Raises Rejected, or Taken where the book has a group of this name."""
    new = Group(book_id=book.id, created_by=person, **naming.columns(Group, name))
    added = naming.add(session, book, new)
    audit.record(session, book, person=person, action="group.added")
    return added


def get(session: Session, book: Book, *, group_id: int, lock: bool = False) -> Group:
    """The group with this id; raises Gone when it is not in this book.

    With `lock` nobody deletes it before this transaction is over.
    """
    wanted = select(Group).where(*_is(book, group_id))
    if lock:
        wanted = wanted.with_for_update(read=True, key_share=True)
    return _found(session, wanted)


def own(session: Session, book: Book, *, group_id: int, done: str) -> Group:
    """The group, where it is one of Roster's own, and stays until this transaction is over.

    Raises Gone, or ReadOnlyGroup: what is to be `done` can only be done in its account.
    """
    group = get(session, book, group_id=group_id, lock=True)
    if group.read_only:
        raise ReadOnlyGroup(group, done)
    return group


def by_name(session: Session, book: Book, *, name: str) -> Group | None:
    """The group that has this name, however it is written."""
    return naming.by_name(session, book, Group, name=name)


def rename(session: Session, book: Book, *, person: str, group_id: int, name: str) -> Group:
    """Call a group something else.

    Raises Gone, ReadOnlyGroup, Rejected, or Taken where another has the name.
    """
    own(session, book, group_id=group_id, done="renamed")
    naming.rename(session, book, Group, id=group_id, name=name)
    imports.forget_making(session, book, kind=Gift.new_group, thing=group_id)
    group = get(session, book, group_id=group_id)
    audit.record(session, book, person=person, action="group.renamed")
    return group


def delete(session: Session, book: Book, *, person: str, group_id: int) -> tuple[Group, int]:
    """Delete a group, and hand out what it was and how many contacts it had; these stay.

    Raises Gone, ReadOnlyGroup.
    """
    group = _found(session, select(Group).where(*_is(book, group_id)).with_for_update())
    if group.read_only:
        raise ReadOnlyGroup(group, "deleted")
    had = size(session, book, group_id=group_id)
    session.delete(group)
    session.flush()
    audit.record(session, book, person=person, action="group.deleted")
    return group, had


def find(
    session: Session,
    book: Book,
    *,
    search: str = "",
    after: Cursor | None = None,
    before: Cursor | None = None,
    size: int = 25,
) -> GroupPage:
    """A page of the groups whose name holds every word, by name, each with its size.

    Where a cursor leads past the end, because groups went meanwhile, it is the first page.
    """
    look = partial(_look, session, naming.holds(book, Group, search))
    found = part(look, size=size, after=after, before=before)
    return GroupPage(
        rows=_rows(session, book, found.ids),
        total=found.total,
        capped=found.capped,
        has_previous=found.has_previous,
        has_next=found.has_next,
    )


def suggest(
    session: Session, book: Book, *, text: str, limit: int = 100, only_own: bool = False
) -> list[Group]:
    """The first groups by name whose name holds every word of what somebody types; `only_own`
    leaves out those that only change in an account."""
    where = naming.holds(book, Group, text)
    if only_own:
        where.append(col(Group.source).not_in(READ_ONLY))
    return naming.suggest(session, Group, *where, limit=limit)


def cursor(group: Group) -> Cursor:
    """The group's place in every list of groups."""
    return Cursor(group.sort_key, group.id)


def size(session: Session, book: Book, *, group_id: int) -> int:
    """How many contacts the group has, exactly."""
    return session.exec(select(func.count()).where(*_in(book, group_id))).one()


def of(session: Session, book: Book, *, contact_id: int) -> list[Group]:
    """The groups that a contact is in, by name."""
    query = select(Group).where(
        Group.book_id == book.id,
        GroupContact.book_id == book.id,
        GroupContact.group_id == Group.id,
        GroupContact.contact_id == contact_id,
    )
    return [*session.exec(query.order_by(col(Group.sort_key), col(Group.id)))]


def put(
    session: Session, book: Book, *, group_id: int, scope: Scope, ids: range | None = None
) -> int:
    """Put the contacts of a scope (of those ids) into a group; how many were not in it before.

    Raises Gone when the group is not in this book, ReadOnlyGroup where an account says who is in
    it. Who is deleted meanwhile is left out.
    """
    own(session, book, group_id=group_id, done="filled")
    # Who is being deleted just now is waited for, and then not found.
    chosen = ids_of(book, scope, ids=ids).with_for_update(read=True, key_share=True, of=Contact)
    rows = chosen.subquery()
    added = session.exec(
        insert(session, GroupContact)
        .from_select(
            ["book_id", "group_id", "contact_id"],
            select(literal(book.id), literal(group_id), rows.c.id).where(true()),
        )
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True)
    )
    return added.rowcount


def take_out(
    session: Session, book: Book, *, group_id: int, scope: Scope, ids: range | None = None
) -> int:
    """Take the contacts of a scope (of those ids) out of a group; how many were in it.

    Raises Gone when the group is not in this book, ReadOnlyGroup where an account says who is in
    it.
    """
    own(session, book, group_id=group_id, done="changed")
    chosen = ids_of(book, scope, ids=ids).order_by(None)
    taken = delete_from(GroupContact).where(
        *_in(book, group_id), col(GroupContact.contact_id).in_(chosen)
    )
    return session.exec(taken.execution_options(synchronize_session=False)).rowcount


def _is(book: Book, group_id: int) -> list[ColumnElement[bool]]:
    return [col(Group.book_id) == book.id, col(Group.id) == group_id]


def _in(book: Book, group_id: int) -> list[ColumnElement[bool]]:
    return [col(GroupContact.book_id) == book.id, col(GroupContact.group_id) == group_id]


def _found(session: Session, wanted: SelectOfScalar[Group]) -> Group:
    found = session.exec(wanted.execution_options(populate_existing=True)).first()
    if found is None:
        raise Gone("This group is not in the book any more.")
    return found


def _look(session: Session, where: list[Condition], stretch: Stretch) -> Found:
    by = (col(Group.sort_key), col(Group.id))
    ids = [*session.exec(stretch.of(select(Group.id).where(*where), *by)).all()]
    limited = select(Group.id).where(*where).limit(CAP + 1).subquery()
    total = session.exec(select(func.count()).select_from(limited)).one()
    return Found(ids, min(total, CAP), capped=total > CAP)


def _rows(session: Session, book: Book, ids: list[int]) -> list[GroupRow]:
    members = (
        select(GroupContact.contact_id)
        .where(GroupContact.book_id == book.id, GroupContact.group_id == Group.id)
        .limit(CAP + 1)
        .correlate(Group)
        .subquery()
    )
    counted = select(func.count()).select_from(members).scalar_subquery()
    query = select(Group, counted).where(Group.book_id == book.id, col(Group.id).in_(ids))
    rows = {
        group.id: GroupRow(group, min(size, CAP), size > CAP) for group, size in session.exec(query)
    }
    # PostgreSQL may have let go of a group between the two questions.
    return [rows[id] for id in ids if id in rows]
