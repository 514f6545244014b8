"""What is in the books of the stage: people, groups, memberships, and numbers to name them by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, update

from bot.playground.people import CARLA, TEAM_ID, Member
from store import (
    books,
    contacts,
    favorites,
    filters,
    groups,
    importing,
    memberships,
    people,
    products,
    segments,
    ticks,
)
from store.contacts import Fields
from store.memberships import Terms
from store.models import Book, Contact
from store.scopes import Scope
from store.words import ImportState, Payment, Source
from store.work_models import Import, Job
from tests.e2e import stage_accounts

# The ids of each kind begin at a number of their own, so that one is told from the other.
FIRST_IDS = {
    "book": 2100,
    "contact": 310_000,
    "contact_group": 42_000,
    "job": 53_000,
    "product": 64_000,
    "membership": 75_000,
    "segment": 86_000,
    "contact_import": 97_000,
    "connection": 108_000,
}
# A piece of every name in the book of that kind; whoever reads it has seen somebody of there.
NAMES = {"team": "quill", "elsewhere": "aardvark", "personal": "yodel"}


@dataclass(frozen=True)
class Ids:
    """Numbers that a request can name, all of one book."""

    book: int
    contact: int
    group: int
    job: int
    other: int
    empty: int
    product: int
    archived: int
    unused: int
    membership: int
    ended: int
    segment: int
    imported: int
    writing: int
    held: int
    lapsed: int
    well: int


MISSING = Ids(
    book=2999,
    contact=319_999,
    other=319_998,
    group=42_999,
    empty=42_998,
    job=53_999,
    product=64_999,
    archived=64_998,
    unused=64_997,
    membership=75_999,
    ended=75_998,
    segment=86_999,
    imported=97_999,
    writing=53_998,
    held=108_999,
    lapsed=108_998,
    well=108_997,
)


def greet(session: Session, person: Member) -> None:
    """Roster knows the person already, and their own book has somebody in it."""
    about = {"workspace": TEAM_ID, "person": person.id}
    people.remember(session, **about, name=person.real_name, admin=person.is_admin)
    own = books.personal(session, **about)
    if person is not CARLA:
        contacts.add(session, own, person=person.id, fields=Fields(email="mum@example.com"))


def fill(session: Session, book: Book, name: str, people: int) -> Ids:
    """People, a group with them, an empty one; an import that waits for an answer, one that is
    being written, and one that is over."""
    by = CARLA.id
    made = [
        contacts.add(
            session,
            book,
            person=by,
            fields=Fields(email=f"{name}a{number}@example.com", first_name=f"{name.title()}a"),
        )
        for number in range(1, people + 1)
    ]
    group = groups.add(session, book, person=by, name=f"{name.title()}group")
    groups.put(session, book, group_id=group.id, scope=Scope())
    empty = groups.add(session, book, person=by, name=f"{name.title()}zero")
    job = importing.begin(session, book, person=by, key="file", data={"name": f"{name}.csv"})
    assert job
    waits = update(Job).where(col(Job.id) == job.id).values(step="importing.answer", due_at=None)
    session.exec(waits)
    return Ids(
        book=book.id,
        contact=made[0].id,
        other=made[1].id,
        group=group.id,
        empty=empty.id,
        job=job.id,
        writing=_be_writing(session, book, name),
        imported=_bring(session, book, name, made[0]),
        **_fill_with_memberships(session, book, name, made),
        **stage_accounts.connect(session, book, name),
    )


def _be_writing(session: Session, book: Book, name: str) -> int:
    """The work of an import that is being written by a process that is slow."""
    called = f"{name.title()}busy.csv"
    begun = Import(book_id=book.id, person=CARLA.id, name=called, label="")
    session.add(begun)
    session.flush()
    data = {"name": called, "import": begun.id}
    job = importing.begin(session, book, person=CARLA.id, key="writing", data=data)
    assert job
    job.step, job.due_at = "importing.write", None
    session.flush()
    return job.id


def _bring(session: Session, book: Book, name: str, contact: Contact) -> int:
    """An import that is over, with which this one came."""
    at = contact.created_at
    about = {"person": CARLA.id, "name": f"{name.title()}file.csv", "label": "", "started_at": at}
    over = {"state": ImportState.done, "finished_at": at, "counts": {"added": 1}}
    brought = Import(book_id=book.id, **about, **over)
    session.add(brought)
    session.flush()
    contact.source, contact.import_id = Source.csv, brought.id
    return brought.id


def _fill_with_memberships(
    session: Session, book: Book, name: str, made: Sequence[Contact]
) -> dict[str, int]:
    """Products, what two people have and had of one of them, and a segment that asks for it."""
    by, called = CARLA.id, name.title()
    product, unused, archived = (
        products.add(session, book, person=by, name=f"{called}{what}")
        for what in ("yoga", "zumba", "zold")
    )
    products.archive(session, book, person=by, product_id=archived.id)
    now, once = (
        memberships.add(
            session,
            book,
            person=by,
            email=one.email,
            product_id=product.id,
            terms=Terms(Payment.paid, date(2020, 1, 1), ends),
        ).entry.membership
        for one, ends in zip(made[:2], (None, date(2020, 12, 31)), strict=True)
    )
    asked = filters.Row(products=(product.id,))
    kept = segments.add(session, book, person=by, name=f"{called}segment", filter=asked)
    return {
        "product": product.id,
        "unused": unused.id,
        "archived": archived.id,
        "membership": now.id,
        "ended": once.id,
        "segment": kept.id,
    }


def make_ready(session: Session, book: Book, person: Member, ids: Ids) -> None:
    """The person has ticked two of the book, and starred the second of them."""
    both = [ids.contact, ids.other]
    ticks.merge(session, book, person=person.id, shown=both, ticked=both)
    favorites.add(session, book, person=person.id, contact_id=ids.other)
