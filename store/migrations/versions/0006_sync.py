"""Connected accounts, how far each was read, and who in a book is who there."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; every group that is there already is one of Roster's own."""
    op.add_column(
        "contact_group", sa.Column("source", sa.String(), nullable=False, server_default="hand")
    )
    _connections()
    _streams()
    _links()
    _group_links()
    _runs()
    _consents()


def _connections() -> None:
    op.create_table(
        "connection",
        sa.Column("book_id", ID, nullable=False),
        *_key("connection"),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("job_id", ID),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON()),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("troubled_at", INSTANT),
        sa.Column("told_at", INSTANT),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("synced_at", INSTANT),
        sa.Column("next_at", INSTANT),
        sa.Column("without_email", sa.Integer(), nullable=False),
        sa.Column("connected_at", INSTANT, nullable=False),
        _of_book("connection"),
        sa.UniqueConstraint(
            "book_id", "provider", "account", name="connection_has_one_book_id_provider_account"
        ),
        sqlite_autoincrement=True,
    )


def _streams() -> None:
    op.create_table(
        "sync_stream",
        sa.Column("book_id", ID, nullable=False),
        sa.Column("connection_id", ID, nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=False),
        sa.Column("cursor_at", INSTANT),
        sa.Column("walk", ID, nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer()),
        sa.Column("whole_at", INSTANT),
        sa.Column("done_run", ID, nullable=False),
        sa.PrimaryKeyConstraint("book_id", "connection_id", "remote_id", name="sync_stream_key"),
        _tie("sync_stream", "connection_id", "connection"),
    )


def _links() -> None:
    op.create_table(
        "link",
        sa.Column("book_id", ID, nullable=False),
        *_key("link"),
        sa.Column("connection_id", ID, nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("contact_id", ID),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("walk", ID, nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("without_email", sa.Boolean(), nullable=False),
        sa.UniqueConstraint(
            "book_id",
            "connection_id",
            "remote_id",
            name="link_has_one_book_id_connection_id_remote_id",
        ),
        _tie("link", "connection_id", "connection"),
        sqlite_autoincrement=True,
    )
    op.create_index("link_by_contact", "link", ["book_id", "contact_id", "id"])
    op.create_index("link_by_walk", "link", ["book_id", "connection_id", "stream", "walk"])
    op.create_index(
        "link_by_gone",
        "link",
        ["book_id", "connection_id"],
        sqlite_where=sa.text("gone = 1"),
        postgresql_where=sa.text("gone"),
    )


def _group_links() -> None:
    op.create_table(
        "group_link",
        sa.Column("book_id", ID, nullable=False),
        sa.Column("connection_id", ID, nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("group_id", ID),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("book_id", "connection_id", "remote_id", name="group_link_key"),
        _tie("group_link", "connection_id", "connection"),
        _tie("group_link", "group_id", "contact_group"),
    )
    op.create_index("group_link_by_group", "group_link", ["book_id", "group_id"])


def _runs() -> None:
    op.create_table(
        "sync_run",
        sa.Column("book_id", ID, nullable=False),
        *_key("sync_run"),
        sa.Column("connection_id", ID, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        _tie("sync_run", "connection_id", "connection"),
        sqlite_autoincrement=True,
    )
    op.create_index("sync_run_by_connection", "sync_run", ["book_id", "connection_id", "id"])


def _consents() -> None:
    op.create_table(
        "consent",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("book_id", ID, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("connection_id", ID),
        sa.Column("answered_at", INSTANT),
        sa.Column("used_at", INSTANT),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("state", name="consent_key"),
        _of_book("consent"),
    )


def _of_book(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["book_id"], ["book.id"], name=f"{table}_of_book", ondelete="CASCADE"
    )


def _tie(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """A row goes with what it belongs to."""
    return sa.ForeignKeyConstraint(
        ["book_id", column],
        [f"{to}.book_id", f"{to}.id"],
        name=f"{table}_of_{to}",
        ondelete="CASCADE",
    )


def _key(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """A number of its own; see migration 0001."""
    if op.get_bind().dialect.name == "sqlite":
        return (
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.UniqueConstraint("book_id", "id", name=f"{table}_key"),
        )
    return (
        sa.Column("id", ID, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("book_id", "id", name=f"{table}_key"),
    )
