"""Books, the people in them, contacts, favorites, and the rows behind long work."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make every table, and the index that finds contacts by any part of their text."""
    _people()
    _contacts()
    _work()
    _installations()
    if op.get_bind().dialect.name == "sqlite":
        _search_on_sqlite()
    else:
        _search_on_postgresql()


def _numbered(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table within a book, with a number of its own.

    SQLite numbers rows only where `id` alone is the primary key; the key of PostgreSQL begins
    with the book, so that tables can be distributed by it.
    """
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


def _people() -> None:
    op.create_table(
        "book",
        sa.Column("id", ID, sa.Identity(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="book_key"),
        sa.UniqueConstraint("workspace", "kind", "owner", name="book_has_one_workspace_kind_owner"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "person",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("checked_at", INSTANT, nullable=False),
        sa.Column("book_id", ID),
        sa.PrimaryKeyConstraint("workspace", "id", name="person_key"),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], "person_of_book", ondelete="SET NULL"),
    )
    op.create_table(
        "access",
        sa.Column("book_id", ID, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("book_id", "person", name="access_key"),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], "access_of_book", ondelete="CASCADE"),
    )


def _contacts() -> None:
    _numbered(
        "contact",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("job_title", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("sort_key", SORTED, nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.UniqueConstraint("book_id", "email_key", name="contact_has_one_book_id_email_key"),
    )
    op.create_index("contact_by_name", "contact", ["book_id", "sort_key", "id"])
    op.create_table(
        "favorite",
        sa.Column("book_id", ID, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("book_id", "person", "contact_id", name="favorite_key"),
        sa.ForeignKeyConstraint(
            ["book_id", "contact_id"],
            ["contact.book_id", "contact.id"],
            name="favorite_of_contact",
            ondelete="CASCADE",
        ),
    )
    op.create_index("favorite_by_contact", "favorite", ["book_id", "contact_id"])


def _work() -> None:
    _numbered(
        "audit_entry",
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.create_table(
        "delivery",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="delivery_key"),
    )
    _numbered(
        "job",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("lease_until", INSTANT),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT),
        sa.UniqueConstraint("book_id", "key", name="job_has_one_book_id_key"),
    )
    op.create_index("job_by_due", "job", ["due_at"])
    op.create_table(
        "upload",
        sa.Column("book_id", ID, nullable=False),
        sa.Column("job_id", ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("book_id", "job_id", name="upload_key"),
        sa.ForeignKeyConstraint(
            ["book_id", "job_id"],
            ["job.book_id", "job.id"],
            name="upload_of_job",
            ondelete="CASCADE",
        ),
    )


def _installations() -> None:
    op.create_table(
        "installation",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("bot_token", sa.LargeBinary(), nullable=False),
        sa.Column("bot_id", sa.String(), nullable=False),
        sa.Column("bot_user", sa.String(), nullable=False),
        sa.Column("installed_by", sa.String(), nullable=False),
        sa.Column("installed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", name="installation_key"),
    )
    op.create_table(
        "install_state",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("state", name="install_state_key"),
    )


def _search_on_sqlite() -> None:
    op.execute(
        f"CREATE VIEW contact_text AS SELECT id, {_spot()} AS spot, {_text()} AS text FROM contact"
    )
    op.execute(
        "CREATE VIRTUAL TABLE contact_search USING fts5(text, content = 'contact_text',"
        " content_rowid = 'spot', tokenize = 'trigram case_sensitive 1', detail = none)"
    )
    # Merged less often than by default: an import is quicker, a search no slower.
    op.execute("INSERT INTO contact_search (contact_search, rank) VALUES ('automerge', 8)")
    op.execute("CREATE VIRTUAL TABLE contact_trigram USING fts5vocab('contact_search', 'instance')")
    # A trigger for each inserted row would make an import several times slower; see
    # store/search.py, which indexes all rows of a transaction with one statement.
    forget = (
        "INSERT INTO contact_search (contact_search, rowid, text)"
        f" VALUES ('delete', {_spot('old.')}, {_text('old.')})"
    )
    learn = f"INSERT INTO contact_search (rowid, text) VALUES ({_spot('new.')}, {_text('new.')})"
    op.execute(f"CREATE TRIGGER contact_deleted AFTER DELETE ON contact BEGIN {forget}; END")
    op.execute(
        "CREATE TRIGGER contact_renamed AFTER UPDATE OF search, sort_key ON contact"
        " WHEN old.search <> new.search OR old.sort_key <> new.sort_key"
        f" BEGIN {forget}; {learn}; END"
    )


def _spot(row: str = "") -> str:
    """Where the index keeps a contact: 8 bits for the book, 25 for the name, 30 for the id.

    The index lists its hits by this number. So a search stays within its book (and one in 256
    of the others), and gets its hits nearly in the order of names, without reading the contacts.
    """
    return f"(({row}book_id % 256 << 55) | (({_start_of_name(row)}) << 30) | {row}id)"


def _start_of_name(row: str, at: int = 1) -> str:
    """The first five characters as a number that grows with the name, 5 bits each.

    A character that shares its number with others ends it: what follows it cannot be ordered.
    """
    letter = f"substr({row}sort_key, {at}, 1)"
    exact = (
        f"WHEN {letter} = ' ' THEN 1 WHEN {letter} BETWEEN 'a' AND 'z' THEN unicode({letter}) - 94"
    )
    number = f"CASE WHEN {letter} <= '' THEN 0 {exact} WHEN {letter} < 'a' THEN 2 ELSE 29 END"
    shifted = f"({number}) << {5 * (5 - at)}"
    if at == 5:
        return shifted
    known = f"{letter} = ' ' OR {letter} BETWEEN 'a' AND 'z'"
    return f"{shifted} | CASE WHEN {known} THEN {_start_of_name(row, at + 1)} ELSE 0 END"


def _text(row: str = "") -> str:
    """Spaces make the last letters begin trigrams too, so that one or two letters are found."""
    return f"{row}search || '  '"


def _search_on_postgresql() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE INDEX contact_by_text ON contact USING gin (search gin_trgm_ops)")
