"""What each import did, so that it can be taken back; and the columns that a person chose."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; of those who are in the book already nobody knows which import it was."""
    op.add_column("contact", sa.Column("import_id", ID))
    _pause_renaming()
    _imports()
    _changes()
    _gifts()
    op.create_table(
        "column_choice",
        sa.Column("book_id", ID, nullable=False),
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("chosen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("book_id", "header", name="column_choice_key"),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name="column_choice_of_book", ondelete="CASCADE"
        ),
    )


def _pause_renaming() -> None:
    """As migration 0003 for deleting: an update of very many is learned together."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    found = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'contact_renamed'"
    trigger = connection.exec_driver_sql(found).scalar_one()
    op.execute("DROP TRIGGER contact_renamed")
    changed = "old.search <> new.search OR old.sort_key <> new.sort_key"
    paused = f"({changed}) AND NOT EXISTS (SELECT 1 FROM contact_search_paused)"
    connection.exec_driver_sql(trigger.replace(changed, paused, 1))


def _imports() -> None:
    op.create_table(
        "contact_import",
        sa.Column("book_id", ID, nullable=False),
        *_key("contact_import"),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT),
        sa.Column("undone_at", INSTANT),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name="contact_import_of_book", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )


def _changes() -> None:
    op.create_table(
        "import_change",
        sa.Column("book_id", ID, nullable=False),
        sa.Column("import_id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book_id", "import_id", "contact_id", name="import_change_key"),
        _tie("import_change", "import_id", "contact_import"),
        _tie("import_change", "contact_id", "contact"),
    )
    op.create_index("import_change_by_contact", "import_change", ["book_id", "contact_id"])


def _gifts() -> None:
    op.create_table(
        "import_gift",
        sa.Column("book_id", ID, nullable=False),
        sa.Column("import_id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("thing", ID, nullable=False),
        sa.PrimaryKeyConstraint(
            "book_id", "import_id", "kind", "contact_id", "thing", name="import_gift_key"
        ),
        _tie("import_gift", "import_id", "contact_import"),
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
