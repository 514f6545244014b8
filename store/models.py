"""The tables of the address book on one page; those of work stand in store/work_models.py.

Every row carries its `book_id`, keys and foreign keys too: an id from another book is not found.
`id` counts across the whole table, so that (book_id, id) stays unique when books are distributed.
"""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from store.columns import Id, Instant, Sorted, Word, now, serial, tie
from store.words import READ_ONLY, Happening, Kind, Payment, Role, Source


class Book(SQLModel, table=True):
    """One address book. `owner` is empty for a workspace's team book."""

    __table_args__ = (UniqueConstraint("workspace", "kind", "owner"),)

    id: int = serial()
    workspace: str
    kind: Kind = Field(sa_type=Word(Kind))
    owner: str = ""
    timezone: str = "UTC"
    created_at: datetime = Field(default_factory=now, sa_type=Instant)


class Person(SQLModel, table=True):
    """Somebody in a workspace: whether they administer it, and which book they look at."""

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str = ""
    admin: bool = False
    checked_at: datetime = Field(default_factory=now, sa_type=Instant)
    book_id: int | None = Field(
        default=None, foreign_key="book.id", ondelete="SET NULL", sa_type=Id
    )


class Access(SQLModel, table=True):
    """What one person may do in one book."""

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    person: str = Field(primary_key=True)
    role: Role = Field(sa_type=Word(Role))


class Contact(SQLModel, table=True):
    """One person in a book. `email_key` is the identity; the other keys and `search` are folded.

    `import_id` is the import that brought the contact in, with the moment of that import as its
    `created_at`.
    """

    __table_args__ = (
        UniqueConstraint("book_id", "email_key"),
        Index("contact_by_name", "book_id", "sort_key", "id"),
        Index("contact_by_source", "book_id", "source", "created_at"),
        Index(
            "contact_by_text",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
        ).ddl_if(dialect="postgresql"),
    )

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    id: int = serial()
    email: str
    email_key: str
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    company_key: str = ""
    job_title: str = ""
    phone: str = ""
    notes: str = ""
    source: Source = Field(default=Source.hand, sa_type=Word(Source))
    import_id: int | None = Field(default=None, sa_type=Id)
    sort_key: str = Field(sa_type=Sorted)
    search: str
    version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
    created_by: str = ""
    updated_at: datetime = Field(default_factory=now, sa_type=Instant)
    updated_by: str = ""

    @property
    def name(self) -> str:
        """First and last name; the email where there is neither."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def read_only(self) -> bool:
        """Whether the contact is changed in the account that it comes from, and not here."""
        return self.source in READ_ONLY


class Favorite(SQLModel, table=True):
    """A person's star on a contact."""

    __table_args__ = (
        tie("contact_id", "contact"),
        Index("favorite_by_contact", "book_id", "contact_id"),
    )

    book_id: int = Field(primary_key=True, sa_type=Id)
    person: str = Field(primary_key=True)
    contact_id: int = Field(primary_key=True, sa_type=Id)


class Group(SQLModel, table=True):
    """A named set of contacts. `name_key` is its identity; `sort_key` is folded.

    `source` is the provider of the account whose label, category or folder it is; else "hand".
    """

    __tablename__ = "contact_group"
    __table_args__ = (
        UniqueConstraint("book_id", "name_key"),
        Index("contact_group_by_name", "book_id", "sort_key", "id"),
    )

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    id: int = serial()
    name: str
    name_key: str
    sort_key: str = Field(sa_type=Sorted)
    source: Source = Field(default=Source.hand, sa_type=Word(Source))
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
    created_by: str = ""

    @property
    def read_only(self) -> bool:
        """Whether the group is changed in the account that it comes from, and not here."""
        return self.source in READ_ONLY


class GroupContact(SQLModel, table=True):
    """That a contact is in a group."""

    __tablename__ = "group_contact"
    __table_args__ = (
        tie("group_id", "contact_group"),
        tie("contact_id", "contact"),
        Index("group_contact_by_contact", "book_id", "contact_id"),
        {"sqlite_with_rowid": False},
    )

    book_id: int = Field(primary_key=True, sa_type=Id)
    group_id: int = Field(primary_key=True, sa_type=Id)
    contact_id: int = Field(primary_key=True, sa_type=Id)


class Product(SQLModel, table=True):
    """Something that a contact can have access to. Archived, nobody is given it any more."""

    __table_args__ = (
        UniqueConstraint("book_id", "name_key"),
        Index("product_by_name", "book_id", "sort_key", "id"),
    )

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    id: int = serial()
    name: str
    name_key: str
    sort_key: str = Field(sa_type=Sorted)
    archived_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
    created_by: str = ""


class Membership(SQLModel, table=True):
    """One contact's access to one product, from its first to its last day.

    `until` is what the last day comes to: date.max without an end, date.min once cancelled.
    """

    __table_args__ = (
        tie("contact_id", "contact"),
        tie("product_id", "product"),
        # All that is asked of a contact's memberships stands in the index. PostgreSQL would look
        # for what comes later in the key first, were it part of the key.
        Index(
            "membership_by_contact",
            *("book_id", "contact_id"),
            postgresql_include=["product_id", "payment", "until", "starts"],
        ).ddl_if(dialect="postgresql"),
        Index(
            "membership_by_contact_with_terms",
            *("book_id", "contact_id", "product_id", "payment", "until", "starts"),
        ).ddl_if(dialect="sqlite"),
        Index(
            "membership_by_product",
            *("book_id", "product_id", "payment", "until", "starts", "contact_id"),
        ),
        Index(
            "membership_by_start",
            *("book_id", "starts", "until", "product_id", "payment", "contact_id"),
            # SQLite would take it for the best one, whoever asks; it is for those who say this.
            sqlite_where=text("id > 0"),
        ),
    )

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    id: int = serial()
    contact_id: int = Field(sa_type=Id)
    product_id: int = Field(sa_type=Id)
    payment: Payment = Field(sa_type=Word(Payment))
    starts: date
    ends: date | None = None
    until: date
    cancelled_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
    created_by: str = ""


class MembershipEvent(SQLModel, table=True):
    """One line of a membership's history: who did what, and what held from then on."""

    __tablename__ = "membership_event"
    __table_args__ = (
        tie("membership_id", "membership"),
        Index("membership_event_by_membership", "book_id", "membership_id", "id"),
    )

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    id: int = serial()
    membership_id: int = Field(sa_type=Id)
    at: datetime = Field(default_factory=now, sa_type=Instant)
    person: str
    happening: Happening = Field(sa_type=Word(Happening))
    payment: Payment = Field(sa_type=Word(Payment))
    starts: date
    ends: date | None = None


class Segment(SQLModel, table=True):
    """A filter with a name, for everybody who has the book. `filter` is its written form, with
    numbers in place of the names of products and groups."""

    __table_args__ = (
        UniqueConstraint("book_id", "name_key"),
        Index("segment_by_name", "book_id", "sort_key", "id"),
    )

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    id: int = serial()
    name: str
    name_key: str
    sort_key: str = Field(sa_type=Sorted)
    filter: str
    version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
    created_by: str = ""


class AuditEntry(SQLModel, table=True):
    """Who changed what kind of thing, when, and how many; never whose data it was."""

    __tablename__ = "audit_entry"

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    id: int = serial()
    at: datetime = Field(default_factory=now, sa_type=Instant)
    person: str
    action: str
    count: int = 1
