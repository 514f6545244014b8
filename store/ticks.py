"""Ticks: the contacts that a person has chosen in a book, on whatever page they stood."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, case, true
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, literal, select, update
from sqlmodel.sql.expression import SelectOfScalar

from store.columns import now
from store.db import insert, settle
from store.errors import Rejected
from store.models import Book, Contact
from store.scopes import Scope, ids_of
from store.scopes import count as count_scope
from store.tick_models import Selection, Tick
from store.work_models import Job

# After so many new ticks, what is done with them is slow until the database has looked at them.
MANY = 1_000
NOBODY = "Tick somebody first."


def count(session: Session, book: Book, *, person: str) -> int:
    """How many contacts the person has ticked; who was deleted meanwhile does not count."""
    chosen = selection(session, book, person=person)
    return 0 if chosen is None else count_scope(session, book, Scope(selection=chosen))


def need(session: Session, book: Book, *, person: str) -> int:
    """How many contacts the person has ticked; raises Rejected where there are none."""
    if not (found := count(session, book, person=person)):
        raise Rejected("ticks", NOBODY)
    return found


def among(session: Session, book: Book, *, person: str, contact_ids: Sequence[int]) -> set[int]:
    """Which of these contacts the person has ticked."""
    query = select(Tick.contact_id).where(
        Tick.book_id == book.id,
        Tick.selection_id == _open(book, person).scalar_subquery(),
        col(Tick.contact_id).in_(contact_ids),
    )
    return {*session.exec(query)}


def merge(
    session: Session,
    book: Book,
    *,
    person: str,
    shown: Sequence[int],
    ticked: Sequence[int],
    round: int = 0,
) -> None:
    """Keep what a page showed, and which of that is ticked now; the other pages' ticks stay.

    Ids that are not in this book are ignored, and so is a page of an earlier round than the last
    one in which all ticks were changed.
    """
    if round < since(session, book, person=person):
        return
    before = among(session, book, person=person, contact_ids=[*shown, *ticked])
    gone, new = (before & {*shown}) - {*ticked}, {*ticked} - before
    if not gone and not new:
        return
    chosen = _begun(session, book, person)
    session.exec(delete(Tick).where(*_of(book, chosen), col(Tick.contact_id).in_(gone)))
    of_book = select(Contact.id).where(Contact.book_id == book.id, col(Contact.id).in_(new))
    _tick(session, book, chosen, of_book)


def add_all(session: Session, book: Book, *, person: str, scope: Scope, round: int = 0) -> int:
    """Tick everybody in a scope too; how many the person has ticked now in all."""
    chosen = _begun(session, book, person, round)
    if _tick(session, book, chosen, ids_of(book, scope)) > MANY:
        settle(session, Tick)
    return count_scope(session, book, Scope(selection=chosen))


def clear(session: Session, book: Book, *, person: str, round: int = 0) -> None:
    """Nobody is ticked any more."""
    chosen = _begun(session, book, person, round)
    session.exec(delete(Tick).where(*_of(book, chosen)))


def since(session: Session, book: Book, *, person: str) -> int:
    """The round in which all of the person's ticks were last changed at once."""
    wanted = _open(book, person).with_only_columns(col(Selection.round))
    return session.scalar(wanted) or 0


def mark(session: Session, book: Book, *, person: str) -> str:
    """A word that is another one as soon as others are ticked than now."""
    wanted = _open(book, person).with_only_columns(col(Selection.id), col(Selection.changed_at))
    found = session.execute(wanted).first()
    return f"{found[0]} {found[1].timestamp()}" if found else ""


def selection(session: Session, book: Book, *, person: str, lock: bool = False) -> int | None:
    """The person's open selection; with `lock` it stays as it is until this transaction is over."""
    wanted = _open(book, person)
    return session.exec(wanted.with_for_update() if lock else wanted).first()


def freeze(session: Session, book: Book, *, person: str, job: Job, round: int = 0) -> None:
    """Hand what the person has ticked over to a job; the person begins anew."""
    session.exec(
        update(Selection)
        .where(col(Selection.id).in_(_open(book, person)), col(Selection.book_id) == book.id)
        .values(job_id=job.id)
        .execution_options(synchronize_session=False)
    )
    _begun(session, book, person, round)


def copy(session: Session, book: Book, *, person: str, job: Job) -> None:
    """Give a job what the person has ticked, and leave it ticked."""
    added = session.exec(
        insert(session, Selection)
        .values(book_id=book.id, person=person, changed_at=now(), job_id=job.id)
        .returning(col(Selection.id))
    )
    chosen = selection(session, book, person=person)
    _tick(session, book, int(added.one()[0]), ids_of(book, Scope(selection=chosen or 0)))


def frozen(session: Session, book: Book, *, job: Job) -> int | None:
    """The selection that was handed over to the job, until it is dropped."""
    return session.exec(
        select(Selection.id).where(Selection.book_id == book.id, Selection.job_id == job.id)
    ).first()


def chunk(
    session: Session, book: Book, *, selection: int, after: int, limit: int
) -> tuple[range, int]:
    """The next ticks behind an id, so many at most: their ids as a range, and how many they are."""
    ahead = select(Tick.contact_id).where(*_of(book, selection), Tick.contact_id > after)
    found = ahead.order_by(col(Tick.contact_id)).limit(limit).subquery()
    query = select(func.max(found.c.contact_id), func.count()).select_from(found)
    last, ticked = session.exec(query).one()
    return range(after + 1, (last or after) + 1), ticked


def size(session: Session, book: Book, *, selection: int) -> int:
    """How many ticks a selection has, of contacts that are gone too."""
    return session.exec(select(func.count()).where(*_of(book, selection))).one()


def thaw(session: Session, book: Book, *, job: Job) -> bool:
    """Give the person back what was handed over to the job; False when they have begun anew."""
    latest = since(session, book, person=job.person)
    ticks = select(Tick).where(Tick.book_id == book.id, Tick.selection_id == Selection.id)
    nothing = delete(Selection).where(
        col(Selection.id).in_(_open(book, job.person)),
        col(Selection.book_id) == book.id,
        ~ticks.exists(),
    )
    session.exec(nothing.execution_options(synchronize_session=False))
    returned = (
        update(Selection)
        .where(col(Selection.book_id) == book.id, col(Selection.job_id) == job.id)
        .values(job_id=None, changed_at=now(), round=latest)
        .returning(col(Selection.id))
    )
    try:
        with session.begin_nested():
            return session.exec(returned).first() is not None
    except IntegrityError:
        return False


def drop(session: Session, book: Book, *, job: Job) -> None:
    """Forget what was handed over to the job."""
    of_job = (col(Selection.book_id) == book.id, col(Selection.job_id) == job.id)
    session.exec(delete(Selection).where(*of_job))


def prune(session: Session, *, older_than: timedelta) -> None:
    """Forget what people have ticked and left alone since; what a job works on stays with it."""
    old = col(Selection.changed_at) < now() - older_than
    session.exec(delete(Selection).where(old, col(Selection.job_id).is_(None)))


def _begun(session: Session, book: Book, person: str, round: int = 0) -> int:
    """The open selection, made where there is none; it waits while somebody freezes the last."""
    changed = now()
    later = case((col(Selection.round) < round, round), else_=col(Selection.round))
    chosen = session.exec(
        insert(session, Selection)
        .values(book_id=book.id, person=person, changed_at=changed, round=round)
        .on_conflict_do_update(
            index_elements=["book_id", "person"],
            index_where=col(Selection.job_id).is_(None),
            set_={"changed_at": changed, "round": later},
        )
        .returning(col(Selection.id))
    )
    return int(chosen.one()[0])


def _tick(session: Session, book: Book, chosen: int, ids: SelectOfScalar[int]) -> int:
    contact = ids.subquery()
    rows = select(literal(book.id), literal(chosen), contact.c.id).where(true())
    added = session.exec(
        insert(session, Tick)
        .from_select(["book_id", "selection_id", "contact_id"], rows)
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True)
    )
    return added.rowcount


def _open(book: Book, person: str) -> SelectOfScalar[int]:
    return select(Selection.id).where(
        Selection.book_id == book.id, Selection.person == person, col(Selection.job_id).is_(None)
    )


def _of(book: Book, chosen: int) -> list[ColumnElement[bool]]:
    return [col(Tick.book_id) == book.id, col(Tick.selection_id) == chosen]
