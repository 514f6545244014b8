"""The tables of work: jobs and their files, what each import did, and what was taken already."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import Id, Instant, Word, now, serial, tie
from store.words import Gift, ImportState


class Delivery(SQLModel, table=True):
    """A request that was taken once already, so that its repetition does nothing."""

    key: str = Field(primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=Instant)


class Job(SQLModel, table=True):
    """Long work: a row first, work second. Without `due_at` it waits for a person, or is over."""

    __table_args__ = (
        UniqueConstraint("book_id", "key"),
        Index("job_by_due", "due_at"),
    )

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    id: int = serial()
    key: str
    person: str
    step: str
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    fence: int = 0
    tries: int = 0
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)


class Upload(SQLModel, table=True):
    """The file that a job works on, apart from it, so that it is read only where it is needed."""

    __table_args__ = (tie("job_id", "job"),)

    book_id: int = Field(primary_key=True, sa_type=Id)
    job_id: int = Field(primary_key=True, sa_type=Id)
    content: bytes


class Import(SQLModel, table=True):
    """A file that was brought in: whose, what became of it, and whether it was taken back.

    `counts` is what stands in the report, without anything that a row said.
    """

    __tablename__ = "contact_import"

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    id: int = serial()
    person: str
    name: str
    label: str
    state: ImportState = Field(default=ImportState.writing, sa_type=Word(ImportState))
    counts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    started_at: datetime = Field(default_factory=now, sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    undone_at: datetime | None = Field(default=None, sa_type=Instant)
    undone_by: str = ""


class ImportChange(SQLModel, table=True):
    """What an import overwrote in a contact that was there already, field by field.

    `before` and `after` have the same fields; `updated_at` and `updated_by` stood there before.
    """

    __tablename__ = "import_change"
    __table_args__ = (
        tie("import_id", "contact_import"),
        tie("contact_id", "contact"),
        Index("import_change_by_contact", "book_id", "contact_id"),
    )

    book_id: int = Field(primary_key=True, sa_type=Id)
    import_id: int = Field(primary_key=True, sa_type=Id)
    contact_id: int = Field(primary_key=True, sa_type=Id)
    before: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    after: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    updated_at: datetime = Field(sa_type=Instant)
    updated_by: str


class ImportGift(SQLModel, table=True):
    """That an import put a contact into a group, starred it or gave it a membership; or made a
    group or a product, then with the contact 0.

    `thing` is the id of the group, membership or product; 0 for a star. On purpose nothing ties it
    to contacts and things: ids never come again, and who reads this joins what is still there.
    """

    __tablename__ = "import_gift"
    __table_args__ = (
        tie("import_id", "contact_import"),
        {"sqlite_with_rowid": False},
    )

    book_id: int = Field(primary_key=True, sa_type=Id)
    import_id: int = Field(primary_key=True, sa_type=Id)
    kind: Gift = Field(primary_key=True, sa_type=Word(Gift))
    contact_id: int = Field(primary_key=True, sa_type=Id)
    thing: int = Field(primary_key=True, sa_type=Id)


class ColumnChoice(SQLModel, table=True):
    """What a person made of the columns of files with this header, for the next such file.

    `header` is a digest of the names of the columns; `places` says where each field is.
    """

    __tablename__ = "column_choice"

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    header: str = Field(primary_key=True)
    places: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    chosen_at: datetime = Field(default_factory=now, sa_type=Instant)
