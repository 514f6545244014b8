"""The tables of ticks: what a person has chosen by hand, to do something with all of it."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from store.columns import Id, Instant, now, serial, tie


class Selection(SQLModel, table=True):
    """What a person has ticked in a book: open, or frozen for the job that works on it.

    `round` is that of the page on which all ticks were last changed at once. Boxes that were drawn
    before say nothing about it any more.
    """

    __table_args__ = (
        tie("job_id", "job"),
        Index(
            "selection_open",
            "book_id",
            "person",
            unique=True,
            sqlite_where=text("job_id IS NULL"),
            postgresql_where=text("job_id IS NULL"),
        ),
        Index("selection_by_job", "book_id", "job_id"),
    )

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    id: int = serial()
    person: str
    job_id: int | None = Field(default=None, sa_type=Id)
    round: int = Field(default=0, sa_type=BigInteger)
    changed_at: datetime = Field(default_factory=now, sa_type=Instant)


class Tick(SQLModel, table=True):
    """That a contact is part of a selection.

    On purpose nothing ties it to the contact: a hundred thousand are ticked at once, and an id
    never comes again. Who reads ticks joins them with the contacts, and so does not find who was
    deleted meanwhile.
    """

    __table_args__ = (
        tie("selection_id", "selection"),
        {"sqlite_with_rowid": False},
    )

    book_id: int = Field(primary_key=True, sa_type=Id)
    selection_id: int = Field(primary_key=True, sa_type=Id)
    contact_id: int = Field(primary_key=True, sa_type=Id)
