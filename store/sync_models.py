"""The tables of sync: connected accounts, how far each was read, and who in a book is who there."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from store.columns import Id, Instant, Word, now, serial, tie
from store.words import ConnectionState, Provider


class Connection(SQLModel, table=True):
    """An account from which a book is synced. `account` is what the provider calls it for ever,
    `email` what people call it; `person` connected it.

    `secret` is encrypted. `chosen` are the remote ids of the groups whose people are wanted; None
    for everybody. `job_id` is the work that reads the account, page by page, run by run: its lease,
    its fence and its due time are those of the sync. `decision` is what a person wants done with
    very many who are gone, at the next run, or with all when the account is left: "remove" or
    "keep".
    """

    __table_args__ = (UniqueConstraint("book_id", "provider", "account"),)

    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", primary_key=True, sa_type=Id)
    id: int = serial()
    provider: Provider = Field(sa_type=Word(Provider))
    account: str
    email: str
    person: str
    state: ConnectionState = Field(default=ConnectionState.active, sa_type=Word(ConnectionState))
    secret: bytes
    job_id: int | None = Field(default=None, sa_type=Id)
    decision: str = ""
    chosen: list[str] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    # What is wrong, as a sentence, and since when; and when the person was told of it.
    trouble: str = ""
    troubled_at: datetime | None = Field(default=None, sa_type=Instant)
    told_at: datetime | None = Field(default=None, sa_type=Instant)
    # Failed runs in a row.
    failures: int = 0
    # The last run that went well.
    synced_at: datetime | None = Field(default=None, sa_type=Instant)
    next_at: datetime | None = Field(default=None, sa_type=Instant)
    # People there whom Roster leaves out, for they have no email.
    without_email: int = 0
    connected_at: datetime = Field(default_factory=now, sa_type=Instant)


class SyncStream(SQLModel, table=True):
    """How far a part of an account was read.

    `token` is where the next round goes on; empty, the next round reads the whole. `cursor` is
    where this round goes on, since `cursor_at`. `walk` counts the rounds that read the whole: each
    notes whom it saw.
    """

    __tablename__ = "sync_stream"
    __table_args__ = (tie("connection_id", "connection"),)

    book_id: int = Field(primary_key=True, sa_type=Id)
    connection_id: int = Field(primary_key=True, sa_type=Id)
    remote_id: str = Field(primary_key=True)
    name: str = ""
    token: str = ""
    cursor: str = ""
    cursor_at: datetime | None = Field(default=None, sa_type=Instant)
    walk: int = Field(default=0, sa_type=Id)
    # Of the round that is under way: whether it reads the whole, its pages, and whom it saw.
    whole: bool = True
    pages: int = 0
    seen: int = 0
    expected: int | None = None
    # When the whole was read last, and the run that read the stream to its end.
    whole_at: datetime | None = Field(default=None, sa_type=Instant)
    done_run: int = Field(default=0, sa_type=Id)


class SyncSeen(SQLModel, table=True):
    """The links that were as they were on a page of a round that reads the whole, until it is over:
    all others whom it saw have its `walk` themselves."""

    __tablename__ = "sync_seen"
    __table_args__ = (
        ForeignKeyConstraint(
            ["book_id", "connection_id", "stream"],
            [f"sync_stream.{name}" for name in ("book_id", "connection_id", "remote_id")],
            ondelete="CASCADE",
        ),
    )

    book_id: int = Field(primary_key=True, sa_type=Id)
    connection_id: int = Field(primary_key=True, sa_type=Id)
    stream: str = Field(primary_key=True)
    walk: int = Field(primary_key=True, sa_type=Id)
    page: int = Field(primary_key=True)
    links: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Link(SQLModel, table=True):
    """That somebody in an account is a contact of the book; without one where there is no email.

    `id` says who came first: a contact that only accounts know follows its first link. `fields`
    and `groups` are what the account says, since the round `walk`. `gone` is somebody who is not
    there any more, or has no email any more, until the run is over and the contact has been let go.
    """

    __table_args__ = (
        tie("connection_id", "connection"),
        UniqueConstraint("book_id", "connection_id", "remote_id"),
        Index("link_by_contact", "book_id", "contact_id", "id"),
        Index(
            "link_by_gone",
            "book_id",
            "connection_id",
            sqlite_where=text("gone = 1"),
            postgresql_where=text("gone"),
        ),
    )

    book_id: int = Field(primary_key=True, sa_type=Id)
    id: int = serial()
    connection_id: int = Field(sa_type=Id)
    remote_id: str
    contact_id: int | None = Field(default=None, sa_type=Id)
    stream: str
    walk: int = Field(sa_type=Id)
    fields: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    groups: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    gone: bool = False
    without_email: bool = False


class GroupLink(SQLModel, table=True):
    """A label, category or folder of an account, and the group of the book that it is; none where
    only other groups are chosen."""

    __tablename__ = "group_link"
    __table_args__ = (
        tie("connection_id", "connection"),
        tie("group_id", "contact_group"),
        Index("group_link_by_group", "book_id", "group_id"),
    )

    book_id: int = Field(primary_key=True, sa_type=Id)
    connection_id: int = Field(primary_key=True, sa_type=Id)
    remote_id: str = Field(primary_key=True)
    group_id: int | None = Field(default=None, sa_type=Id)
    name: str
    # Whether the account's own list names it; else it is there as long as somebody is in it.
    listed: bool = True


class SyncRun(SQLModel, table=True):
    """One run over an account: what it changed in the book, or what stopped it."""

    __tablename__ = "sync_run"
    __table_args__ = (
        tie("connection_id", "connection"),
        Index("sync_run_by_connection", "book_id", "connection_id", "id"),
    )

    book_id: int = Field(primary_key=True, sa_type=Id)
    id: int = serial()
    connection_id: int = Field(sa_type=Id)
    started_at: datetime = Field(default_factory=now, sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    added: int = 0
    changed: int = 0
    removed: int = 0
    # Removed at the account, but kept here as ordinary contacts.
    kept: int = 0
    trouble: str = ""


class Consent(SQLModel, table=True):
    """Somebody on the way through a provider's consent pages; good once, and for ten minutes.

    `state` is a digest of the word that goes along; `browser` of the one in the cookie. `sealed` is
    what has to be kept secret: the verifier first, then the tokens that wait to be confirmed.
    `place` says where in the workspace it began, for whoever tells how it ended.
    """

    state: str = Field(primary_key=True)
    book_id: int = Field(foreign_key="book.id", ondelete="CASCADE", sa_type=Id)
    person: str
    provider: Provider = Field(sa_type=Word(Provider))
    browser: str = ""
    sealed: bytes | None = None
    place: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    # The connection that is to be connected again, if it is about one.
    connection_id: int | None = Field(default=None, sa_type=Id)
    # When the provider's answer was taken: it is taken once.
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
