"""Alembic's way in. It works on the connection, and inside the transaction, that `scheduler.store.layout` hands it."""

from __future__ import annotations

from alembic import context

from scheduler.store.columns import METADATA
from scheduler.store.tables import LAYOUT_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=LAYOUT_TABLE,
    transactional_ddl=True,
)
context.run_migrations()
