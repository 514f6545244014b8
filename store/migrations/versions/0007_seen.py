"""Whom a sync has seen unchanged is noted by the page, and no more at each link."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table. No link has to be found by its walk any more."""
    op.create_table(
        "sync_seen",
        sa.Column("book_id", ID, nullable=False),
        sa.Column("connection_id", ID, nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("walk", ID, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint(
            *("book_id", "connection_id", "stream", "walk", "page"), name="sync_seen_key"
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "connection_id", "stream"],
            [f"sync_stream.{name}" for name in ("book_id", "connection_id", "remote_id")],
            name="sync_seen_of_sync_stream",
            ondelete="CASCADE",
        ),
    )
    op.drop_index("link_by_walk", "link")
