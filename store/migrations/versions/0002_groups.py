"""Groups, and what people have ticked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
ONLY_OPEN = sa.text("job_id IS NULL")


def upgrade() -> None:
    """Make the tables; those that hold many short rows are nothing but their key on SQLite."""
    _numbered(
        "contact_group",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("sort_key", SORTED, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.UniqueConstraint("book_id", "name_key", name="contact_group_has_one_book_id_name_key"),
    )
    op.create_index("contact_group_by_name", "contact_group", ["book_id", "sort_key", "id"])
    op.create_table(
        "group_contact",
        sa.Column("book_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("book_id", "group_id", "contact_id", name="group_contact_key"),
        _tie("group_contact", "group_id", "contact_group"),
        _tie("group_contact", "contact_id", "contact"),
        sqlite_with_rowid=False,
    )
    op.create_index("group_contact_by_contact", "group_contact", ["book_id", "contact_id"])
    _numbered(
        "selection",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("job_id", ID),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        _tie("selection", "job_id", "job"),
    )
    op.create_index(
        "selection_open",
        "selection",
        ["book_id", "person"],
        unique=True,
        sqlite_where=ONLY_OPEN,
        postgresql_where=ONLY_OPEN,
    )
    op.create_index("selection_by_job", "selection", ["book_id", "job_id"])
    op.create_table(
        "tick",
        sa.Column("book_id", ID, nullable=False),
        sa.Column("selection_id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("book_id", "selection_id", "contact_id", name="tick_key"),
        _tie("tick", "selection_id", "selection"),
        sqlite_with_rowid=False,
    )


def _tie(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """A row goes with what it belongs to."""
    return sa.ForeignKeyConstraint(
        ["book_id", column],
        [f"{to}.book_id", f"{to}.id"],
        name=f"{table}_of_{to}",
        ondelete="CASCADE",
    )


def _numbered(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table within a book, with a number of its own; see migration 0001."""
    op.create_table(
        table,
        sa.Column("book_id", ID, nullable=False),
        *_key(table),
        *columns,
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=f"{table}_of_book", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )


def _key(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    if op.get_bind().dialect.name == "sqlite":
        return (
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.UniqueConstraint("book_id", "id", name=f"{table}_key"),
        )
    return (
        sa.Column("id", ID, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("book_id", "id", name=f"{table}_key"),
    )
