"""What Alembic runs for each migration: all of them in the transaction that `migrate` opened."""

from alembic import context
from sqlmodel import SQLModel

from store import (  # noqa: F401 (they fill the metadata)
    install_models,
    models,
    sync_models,
    tick_models,
    work_models,
)

# Alembic takes SQLite's DDL for untransactional, as Python's driver makes it; ours is not.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
