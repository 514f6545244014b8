"""Many contacts leave SQLite's search index together, instead of each in its own order."""

from alembic import op

revision = "0003"
down_revision = "0002"

UNLESS_PAUSED = "WHEN NOT EXISTS (SELECT 1 FROM contact_search_paused) BEGIN"


def upgrade() -> None:
    """Let the trigger that takes a deleted contact out of the index be told to leave it."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    found = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'contact_deleted'"
    trigger = connection.exec_driver_sql(found).scalar_one()
    op.execute("CREATE TABLE contact_search_paused (paused INTEGER NOT NULL)")
    op.execute("DROP TRIGGER contact_deleted")
    connection.exec_driver_sql(trigger.replace("BEGIN", UNLESS_PAUSED, 1))
