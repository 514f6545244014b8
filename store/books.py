"""Books: the team's and each person's own, who may see them, and which one a person looks at."""

from dataclasses import dataclass

from sqlmodel import Session, and_, col, delete, func, or_, select, update

from store import audit, days
from store.db import insert
from store.errors import Gone, NotAllowed, Rejected
from store.models import Access, Book, Person
from store.words import Kind, Role

# The time zone of a book of which nothing is known.
ANYWHERE = "UTC"
REFUSALS = {
    Role.viewer: "You cannot see this book.",
    Role.editor: "You can look at this book, but not change it. Its owner can make you an editor.",
    Role.owner: "Only an owner of this book can do that.",
}


@dataclass(frozen=True)
class Seat:
    """A person's place in a book: what they may do there."""

    book: Book
    role: Role


def get(session: Session, *, book_id: int) -> Book:
    """A book by its id, for work that goes on without a person; raises Gone."""
    found = session.get(Book, book_id)
    if found is None:
        raise Gone("This book is not there any more.")
    return found


def team(session: Session, *, workspace: str, timezone: str = ANYWHERE) -> Book:
    """The book that a workspace shares; made at first use, in this time zone."""
    return _made(session, workspace, Kind.team, owner="", timezone=timezone)


def personal(session: Session, *, workspace: str, person: str, timezone: str = ANYWHERE) -> Book:
    """The book that nobody but this person sees; made at first use, in this time zone."""
    return _made(session, workspace, Kind.personal, owner=person, timezone=timezone)


def seats(session: Session, *, workspace: str, person: str) -> list[Seat]:
    """Every book that this person may see, the team's first."""
    visible = _visible(session, workspace, person)
    return sorted(visible, key=lambda seat: seat.book.kind is not Kind.team)


def enter(
    session: Session,
    *,
    workspace: str,
    person: str,
    book_id: int | None,
    needs: Role = Role.viewer,
) -> Seat:
    """The person's seat in a book; for None in the one they chose last, else the team's or theirs.

    Raises Gone for a book they cannot see, whether it exists or not, and NotAllowed where their
    role is too small.
    """
    visible = _visible(session, workspace, person)
    seat = next((seat for seat in visible if book_id in (None, seat.book.id)), None)
    if seat is None:
        raise Gone("This book is not there any more, or you have no access to it.")
    if not seat.role.allows(needs):
        raise NotAllowed(REFUSALS[needs])
    return seat


def choose(session: Session, *, workspace: str, person: str, book_id: int) -> Seat:
    """Turn to another book, and remember that; raises Gone as `enter` does."""
    seat = enter(session, workspace=workspace, person=person, book_id=book_id)
    session.exec(
        update(Person)
        .where(col(Person.workspace) == workspace, col(Person.id) == person)
        .values(book_id=seat.book.id)
    )
    return seat


def install(session: Session, *, workspace: str, person: str) -> Book:
    """Give the team book to the person who brought Roster into the workspace."""
    book = team(session, workspace=workspace)
    _give(session, book, person, Role.owner)
    return book


def admit(session: Session, book: Book, *, by: str, person: str, role: Role) -> None:
    """Let somebody into the team book, or change what they may do there."""
    _own(session, book, by)
    if role is not Role.owner:
        _keep_an_owner(session, book, without=person)
    _give(session, book, person, role)
    audit.record(session, book, person=by, action="access.given")


def dismiss(session: Session, book: Book, *, by: str, person: str) -> None:
    """Take somebody's access away; nothing happens where they have none."""
    _own(session, book, by)
    _keep_an_owner(session, book, without=person)
    taken = session.exec(
        delete(Access).where(col(Access.book_id) == book.id, col(Access.person) == person)
    )
    if taken.rowcount:
        audit.record(session, book, person=by, action="access.taken")


def set_timezone(session: Session, book: Book, *, person: str, timezone: str) -> None:
    """Say where the book is at home: there its days begin and end. Raises Rejected."""
    if not days.is_zone(timezone):
        raise Rejected("timezone", "Roster knows no such time zone. Please choose one.")
    changed = update(Book).where(col(Book.id) == book.id).values(timezone=timezone)
    session.exec(changed.execution_options(synchronize_session=False))
    book.timezone = timezone
    audit.record(session, book, person=person, action="timezone.set")


def people(session: Session, book: Book) -> list[Access]:
    """Everybody who was given access to the book; administrators own it without."""
    wanted = select(Access).where(Access.book_id == book.id).order_by(Access.person)
    return list(session.exec(wanted.execution_options(populate_existing=True)))


def forget_workspace(session: Session, *, workspace: str) -> None:
    """Delete every book of a workspace with all that is in it, and everybody known from there."""
    session.exec(delete(Person).where(col(Person.workspace) == workspace))
    session.exec(delete(Book).where(col(Book.workspace) == workspace))


def _made(session: Session, workspace: str, kind: Kind, *, owner: str, timezone: str) -> Book:
    wanted = select(Book).where(Book.workspace == workspace, Book.kind == kind, Book.owner == owner)
    found = session.exec(wanted).first()
    if found:
        return found
    made = Book(workspace=workspace, kind=kind, owner=owner, timezone=timezone)
    session.exec(
        insert(session, Book).values(made.model_dump(exclude={"id"})).on_conflict_do_nothing()
    )
    return session.exec(wanted).one()


def _visible(session: Session, workspace: str, person: str) -> list[Seat]:
    """The books that the person may see: the one they chose last, the team's, their own."""
    mine = and_(col(Access.book_id) == Book.id, Access.person == person)
    myself = and_(Person.workspace == workspace, Person.id == person)
    rows = session.exec(
        select(Book, col(Access.role), col(Person.admin))
        .join(Access, mine, isouter=True)
        .join(Person, myself, isouter=True)
        .where(Book.workspace == workspace, or_(Book.kind == Kind.team, Book.owner == person))
        .order_by(func.coalesce(Person.book_id == Book.id, False).desc())
        .order_by(col(Book.kind) != Kind.team)
    )
    found = ((book, _role(book, given, admin=bool(admin))) for book, given, admin in rows)
    return [Seat(book, role) for book, role in found if role]


def _role(book: Book, given: Role | None, *, admin: bool) -> Role | None:
    if admin or book.kind is Kind.personal:
        return Role.owner
    return given


def _own(session: Session, book: Book, person: str) -> None:
    enter(session, workspace=book.workspace, person=person, book_id=book.id, needs=Role.owner)
    if book.kind is Kind.personal:
        raise NotAllowed("A personal book is for one person only.")


def _keep_an_owner(session: Session, book: Book, *, without: str) -> None:
    """Refuse to leave the team book without an owner, also when two owners do it at once."""
    session.exec(select(Book.id).where(Book.id == book.id).with_for_update())
    other = select(Access.person).where(
        Access.book_id == book.id, Access.role == Role.owner, Access.person != without
    )
    admin = select(Person.id).where(Person.workspace == book.workspace, Person.admin)
    if not session.exec(other).first() and not session.exec(admin).first():
        raise NotAllowed("Somebody has to own this book. Make somebody else an owner first.")


def _give(session: Session, book: Book, person: str, role: Role) -> None:
    session.exec(
        insert(session, Access)
        .values(book_id=book.id, person=person, role=role)
        .on_conflict_do_update(index_elements=["book_id", "person"], set_={"role": role})
    )
