"""Products, memberships with their history, segments; and whom a filter finds by their company."""

import sqlalchemy as sa
from alembic import op

from store.text import fold

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
# Companies that are folded at a time.
BATCH = 5_000


def upgrade() -> None:
    """Make the tables, and fold the companies of those who are there already."""
    _named("product", sa.Column("archived_at", INSTANT))
    _named(
        "segment",
        sa.Column("filter", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    _memberships()
    _events()
    op.add_column(
        "contact", sa.Column("company_key", sa.String(), nullable=False, server_default="")
    )
    _fold_companies()
    op.create_index("contact_by_source", "contact", ["book_id", "source", "created_at"])


def _memberships() -> None:
    _numbered(
        "membership",
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("payment", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date()),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("cancelled_at", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        _tie("membership", "contact_id", "contact"),
        _tie("membership", "product_id", "product"),
    )
    terms = ["payment", "until", "starts"]
    asked = ["product_id", *terms]
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "membership_by_contact",
            "membership",
            ["book_id", "contact_id"],
            postgresql_include=asked,
        )
    else:
        op.create_index(
            "membership_by_contact_with_terms", "membership", ["book_id", "contact_id", *asked]
        )
    op.create_index(
        "membership_by_product", "membership", ["book_id", "product_id", *terms, "contact_id"]
    )
    op.create_index(
        "membership_by_start",
        "membership",
        ["book_id", "starts", "until", "product_id", "payment", "contact_id"],
        sqlite_where=sa.text("id > 0"),
    )


def _events() -> None:
    _numbered(
        "membership_event",
        sa.Column("membership_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("happening", sa.String(), nullable=False),
        sa.Column("payment", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date()),
        _tie("membership_event", "membership_id", "membership"),
    )
    op.create_index(
        "membership_event_by_membership", "membership_event", ["book_id", "membership_id", "id"]
    )


def _fold_companies() -> None:
    """As importing does it; in steps, for a book may be large."""
    contact = sa.table("contact", sa.column("id"), sa.column("company"), sa.column("company_key"))
    connection, last = op.get_bind(), 0
    companies = sa.select(contact.c.id, contact.c.company).where(contact.c.company != "")
    change = (
        contact.update()
        .where(contact.c.id == sa.bindparam("of"))
        .values(company_key=sa.bindparam("key"))
    )
    while some := connection.execute(
        companies.where(contact.c.id > last).order_by(contact.c.id).limit(BATCH)
    ).all():
        connection.execute(change, [{"of": id, "key": fold(company)} for id, company in some])
        last = some[-1][0]


def _named(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of what has a name of its own within its book."""
    _numbered(
        table,
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("sort_key", SORTED, nullable=False),
        *columns,
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.UniqueConstraint("book_id", "name_key", name=f"{table}_has_one_book_id_name_key"),
    )
    op.create_index(f"{table}_by_name", table, ["book_id", "sort_key", "id"])


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
