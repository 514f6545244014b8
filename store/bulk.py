"""Bulk work: one thing done to many contacts, at once or as a job that survives its process.

A job walks the ids of the selection that was frozen for it, chunk by chunk. Its one step of work
moves on to bulk.tell.
"""

from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session, SQLModel, col, delete, func, select

from store import audit, books, favorites, groups, jobs, search, standings, ticks
from store.db import Database, settle
from store.errors import Gone, Rejected
from store.models import Book, Contact, Favorite, GroupContact
from store.scopes import Scope, conditions, hold, ids_of
from store.sync import forgetting
from store.words import READ_ONLY
from store.work_models import Job

# One transaction each: long enough to be quick, short enough that nobody waits for it to end.
CHUNK = 2_500

Progress = Callable[[int, int], None]


class Kind(StrEnum):
    """What can be done to many contacts."""

    group = "group"
    ungroup = "ungroup"
    star = "star"
    delete = "delete"


# What the audit trail says; stars are everybody's own affair.
ACTIONS = {
    Kind.group: "contacts.grouped",
    Kind.ungroup: "contacts.ungrouped",
    Kind.delete: "contacts.deleted",
}

# After so many new rows in these, lists are slow until the database has had a look at them.
MANY = 1_000
FILLED: dict[Kind, type[SQLModel]] = {Kind.group: GroupContact, Kind.star: Favorite}


@dataclass(frozen=True)
class Deed:
    """What is to be done; `group` says into or out of which one."""

    kind: Kind
    group: int | None = None


@dataclass(frozen=True)
class Outcome:
    """To how many contacts it was done, and why not to the others.

    `already`: nothing was to be done; `kept`: read-only, so not deleted; `gone`: deleted meanwhile.
    """

    done: int = 0
    already: int = 0
    kept: int = 0
    gone: int = 0

    @property
    def total(self) -> int:
        """How many contacts were meant."""
        return sum(astuple(self))

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(*map(sum, zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class Loss:
    """What deleting would take: contacts with their memberships, of which some are active today,
    and how many groups would have fewer; `kept` contacts stay."""

    contacts: int
    kept: int
    groups: int
    memberships: int = 0
    active: int = 0


def apply(session: Session, book: Book, *, person: str, deed: Deed, scope: Scope) -> Outcome:
    """Do it now, to a scope that somebody put together and that has a chunk at most.

    Raises Gone when the group is not in the book.
    """
    if not scope.narrow:
        raise ValueError("this would be done to a whole book")
    meant = _meant(session, book, scope)
    done = _do(session, book, person=person, deed=deed, scope=scope, meant=meant)
    _record(session, book, person, deed, done)
    return done


def begin(
    session: Session,
    book: Book,
    *,
    person: str,
    key: str,
    deed: Deed,
    step: str,
    data: dict[str, Any],
    round: int = 0,
) -> Job | None:
    """Note that it shall be done to all that the person has ticked, who then begins anew.

    None when it was noted before. Raises Rejected when nobody is ticked, Gone without the group,
    ReadOnlyGroup where it comes from an account.
    """
    ticks.selection(session, book, person=person, lock=True)
    total = ticks.count(session, book, person=person)
    data = data | {"deed": asdict(deed), "total": total}
    with session.begin_nested():
        job = jobs.add(session, book, person=person, key=key, step=step, data=data)
        if job is None:
            return None
        if not total:
            raise Rejected("ticks", ticks.NOBODY)
        if deed.group is not None:
            groups.own(session, book, group_id=deed.group, done="changed")
        ticks.freeze(session, book, person=person, job=job, round=round)
    return job


def run(database: Database, job: Job, *, on_progress: Progress) -> Outcome:
    """Do it chunk by chunk, and let the person be told.

    Each chunk saves how far it got with what it did. A process that dies loses the chunk it was at,
    and the next one goes on behind the last one saved. Without its group the work ends early.
    """
    found: dict[str, Any] = {}
    with database.reading() as session:
        book = books.get(session, book_id=job.book_id)
        chosen = ticks.frozen(session, book, job=job)
    try:
        while chosen is not None and _do_chunk(database, job, book, chosen):
            on_progress(outcome(job).total, job.data["total"])
    except Gone:
        found = {"group_gone": True}
    done = outcome(job)
    with database.writing() as session:
        _record(session, book, job.person, deed(job), done)
        ticks.drop(session, book, job=job)
        if done.done > MANY and (table := FILLED.get(deed(job).kind)):
            settle(session, table)
        jobs.keep(session, job, data=job.data | found)
        jobs.move(session, job, step="bulk.tell", due=True)
    return done


def refuse(database: Database, job: Job, *, reason: str) -> None:
    """End work that cannot go on: record what it has done, give the ticks back, and let the person
    be told; all of it once, however often the telling fails."""
    with database.writing() as session:
        book = books.get(session, book_id=job.book_id)
        _record(session, book, job.person, deed(job), outcome(job))
        are_ticked = ticks.thaw(session, book, job=job)
        ended = {"reason": reason, "are_ticked": are_ticked}
        jobs.keep(session, job, data=job.data | ended)
        jobs.move(session, job, step="bulk.refuse", due=True)


def outcome(job: Job) -> Outcome:
    """What the job has done, as far as it is."""
    return Outcome(**job.data.get("done", {}))


def deed(job: Job) -> Deed:
    """What the job is to do."""
    kept = job.data["deed"]
    return Deed(Kind(kept["kind"]), kept["group"])


def loss(session: Session, book: Book, *, person: str) -> Loss:
    """What deleting all that the person has ticked would take."""
    scope = Scope(selection=ticks.selection(session, book, person=person) or 0)
    where = conditions(book, scope)
    stays = col(Contact.source).in_(READ_ONLY)
    counted = select(stays, func.count()).where(*where).group_by(stays)
    found = {bool(kept): size for kept, size in session.exec(counted)}
    going = [*where, col(Contact.source).not_in(READ_ONLY)]
    touched = select(func.count(col(GroupContact.group_id).distinct())).where(
        *going, GroupContact.book_id == book.id, GroupContact.contact_id == Contact.id
    )
    held = standings.count(session, book, *going)
    return Loss(
        contacts=found.get(False, 0),
        kept=found.get(True, 0),
        groups=session.exec(touched).one(),
        memberships=held.memberships,
        active=held.active,
    )


def first_to_go(session: Session, book: Book, *, person: str, size: int) -> list[str]:
    """The names of the first that deleting all that the person has ticked would take."""
    scope = Scope(selection=ticks.selection(session, book, person=person) or 0)
    going = [*conditions(book, scope), col(Contact.source).not_in(READ_ONLY)]
    by_name = (col(Contact.sort_key), col(Contact.id))
    first = session.exec(select(Contact).where(*going).order_by(*by_name).limit(size))
    return [contact.name for contact in first]


def _do_chunk(database: Database, job: Job, book: Book, chosen: int) -> bool:
    """Whether there was a chunk left."""
    last = job.data.get("last", 0)
    scope = Scope(selection=chosen)
    with database.writing() as session:
        ids, meant = ticks.chunk(session, book, selection=chosen, after=last, limit=CHUNK)
        if not meant:
            return False
        done = outcome(job) + _do(
            session, book, person=job.person, deed=deed(job), scope=scope, ids=ids, meant=meant
        )
        data = job.data | {"last": ids[-1], "done": asdict(done)}
        jobs.keep(session, job, data=data, progress=True)
    return True


def _do(
    session: Session,
    book: Book,
    *,
    person: str,
    deed: Deed,
    scope: Scope,
    meant: int | None,
    ids: range | None = None,
) -> Outcome:
    """Do it to those of the scope within a range of ids, in a few statements, however many."""
    found = hold(session, book, scope, ids=ids, to_delete=deed.kind is Kind.delete)
    gone = 0 if meant is None else meant - found
    done = _change(session, book, person, deed, scope, ids)
    if deed.kind is Kind.delete:
        return Outcome(done, kept=found - done, gone=gone)
    return Outcome(done, already=found - done, gone=gone)


def _change(
    session: Session, book: Book, person: str, deed: Deed, scope: Scope, ids: range | None
) -> int:
    match deed:
        case Deed(Kind.group, int(group)):
            return groups.put(session, book, group_id=group, scope=scope, ids=ids)
        case Deed(Kind.ungroup, int(group)):
            return groups.take_out(session, book, group_id=group, scope=scope, ids=ids)
        case Deed(Kind.star):
            return favorites.put(session, book, person=person, scope=scope, ids=ids)
        case Deed(Kind.delete):
            return _delete(session, book, scope, ids)
    raise ValueError(f"{deed} does not say its group")


def _delete(session: Session, book: Book, scope: Scope, ids: range | None) -> int:
    going = ids_of(book, scope, ids=ids).where(col(Contact.source).not_in(READ_ONLY))
    deleted = delete(Contact).where(col(Contact.book_id) == book.id, col(Contact.id).in_(going))
    forgetting.forget(session, book, going)
    with search.forgetting(session, going):
        return session.exec(deleted.execution_options(synchronize_session=False)).rowcount


def _meant(session: Session, book: Book, scope: Scope) -> int | None:
    """How many the scope names one by one, whether they are still there or not."""
    if scope.selection is not None and scope == Scope(selection=scope.selection):
        return ticks.size(session, book, selection=scope.selection)
    return 1 if scope == Scope(contact=scope.contact) else None


def _record(session: Session, book: Book, person: str, deed: Deed, outcome: Outcome) -> None:
    if outcome.done and deed.kind in ACTIONS:
        action = ACTIONS[deed.kind]
        audit.record(session, book, person=person, action=action, count=outcome.done)
