"""An import by hand, row by row as a file would write it, and undoing it as the worker does."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from store import contacts, groups, import_undo, imports, jobs, products
from store.columns import now
from store.contacts import Fields, columns
from store.db import Database
from store.import_undo import Undone
from store.models import Book, Contact, Favorite, Group, GroupContact, Membership, Product
from store.scopes import Scope
from store.search import indexing
from store.words import Gift, ImportState, Payment, Source
from store.work_models import Import, ImportChange, ImportGift, Job


@dataclass
class Brought:
    """An import that is over, with all that is said to have come with it."""

    session: Session
    book: Book
    by: str = "U1"
    name: str = "people.csv"

    def __post_init__(self) -> None:
        about = {"person": self.by, "name": self.name, "label": ""}
        over = {"state": ImportState.done, "finished_at": now()}
        self.row = Import(book_id=self.book.id, **about, **over)
        self.session.add(self.row)
        self.session.flush()

    def contact(self, email: str, **fields: str) -> Contact:
        """Somebody new."""
        at = self.row.started_at
        came = {"source": Source.csv, "import_id": self.row.id, "created_at": at, "updated_at": at}
        by = {"created_by": self.by, "updated_by": self.by}
        new = Contact(book_id=self.book.id, **columns(Fields(email, **fields)), **came, **by)
        with indexing(self.session):
            self.session.add(new)
            self.session.flush()
        return new

    def change(self, contact: Contact, **fields: str) -> None:
        """Other fields of somebody who was there."""
        before = {name: getattr(contact, name) for name in fields}
        stood = {"updated_at": contact.updated_at, "updated_by": contact.updated_by}
        of = {"book_id": self.book.id, "import_id": self.row.id, "contact_id": contact.id}
        self.session.add(ImportChange(**of, before=before, after=fields, **stood))
        kept = {name: getattr(contact, name) for name in Fields.__dataclass_fields__}
        contact.sqlmodel_update(columns(Fields(**kept | fields)))
        contact.version += 1
        contact.updated_at, contact.updated_by = self.row.started_at, self.by
        self.session.flush()

    def group(self, contact: Contact, group: Group) -> None:
        """Into a group."""
        of = {"book_id": self.book.id, "group_id": group.id, "contact_id": contact.id}
        self.session.add(GroupContact(**of))
        self._note(Gift.group, contact.id, group.id)

    def star(self, contact: Contact) -> None:
        """A favorite of who imports."""
        of = {"book_id": self.book.id, "contact_id": contact.id}
        self.session.add(Favorite(**of, person=self.by))
        self._note(Gift.star, contact.id, 0)

    def give(self, contact: Contact, product: Product) -> Membership:
        """A membership without an end."""
        of = {"book_id": self.book.id, "contact_id": contact.id, "product_id": product.id}
        terms = {"payment": Payment.paid, "starts": date(2026, 1, 1), "until": date.max}
        new = Membership(**of, **terms, created_by=self.by)
        self.session.add(new)
        self.session.flush()
        self._note(Gift.membership, contact.id, new.id)
        return new

    def make_group(self, name: str) -> Group:
        """A group that there was not."""
        made = groups.add(self.session, self.book, person=self.by, name=name)
        self._note(Gift.new_group, 0, made.id)
        return made

    def make_product(self, name: str) -> Product:
        """A product that there was not."""
        made = products.add(self.session, self.book, person=self.by, name=name)
        self._note(Gift.new_product, 0, made.id)
        return made

    def _note(self, kind: Gift, contact: int, thing: int) -> None:
        of = {"book_id": self.book.id, "import_id": self.row.id}
        self.session.add(ImportGift(**of, kind=kind, contact_id=contact, thing=thing))
        self.session.flush()


def begin(
    database: Database, book: Book, import_id: int, *, key: str = "undo", person: str = "U1"
) -> Job | None:
    with database.writing() as session:
        return import_undo.begin(
            session, book, person=person, import_id=import_id, key=key, data={"about": "x"}
        )


def run(database: Database, job: Job) -> Undone:
    return import_undo.run(database, job, on_progress=lambda *_: None)


def undo(database: Database, book: Book, import_id: int, *, person: str = "U1") -> Undone:
    """What came of undoing the import, up to the last message."""
    assert begin(database, book, import_id, key=f"undo {import_id} {now()}", person=person)
    with database.writing() as session:
        job = jobs.take(session, now=now())
    assert job
    assert job.step == "imports.undo"
    done = run(database, job)
    with database.writing() as session:
        telling = jobs.take(session, now=now())
        assert telling
        assert telling.step == "imports.tell"
        assert import_undo.undone(telling) == done
        jobs.finish(session, telling)
    return done


def state(database: Database, book: Book, import_id: int) -> Import:
    with database.reading() as session:
        return imports.get(session, book, import_id=import_id)


def seen(session: Session, book: Book) -> dict[str, object]:
    """All that people see of a book: fields, groups, stars and memberships."""
    called = {one.id: one.email for one in session.exec(_of(Contact, book))}
    group, product = (
        {one.id: one.name for one in session.exec(_of(table, book))} for table in (Group, Product)
    )
    held = ("payment", "starts", "ends", "until", "cancelled_at")
    return {
        "contacts": {
            one.email: one.model_dump(exclude={"version"})
            for one in session.exec(_of(Contact, book))
        },
        "groups": sorted(group.values()),
        "products": sorted(product.values()),
        "inside": sorted(
            (group[one.group_id], called[one.contact_id])
            for one in session.exec(_of(GroupContact, book))
        ),
        "stars": sorted(
            (one.person, called[one.contact_id]) for one in session.exec(_of(Favorite, book))
        ),
        "memberships": sorted(
            (called[one.contact_id], product[one.product_id], repr(one.model_dump(include={*held})))
            for one in session.exec(_of(Membership, book))
        ),
    }


def found(session: Session, book: Book, word: str) -> list[str]:
    """Who is found by a word: the index follows."""
    page = contacts.find(session, book, person="U1", scope=Scope(word))
    return [row.contact.email for row in page.rows]


def _of(table, book):
    return select(table).where(table.book_id == book.id)
