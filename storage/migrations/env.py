"""Alembic runs this file for every command, on the connection that storage.schema opened."""

from alembic import context

from storage.models import Base
from storage.schema import is_in_models

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    include_name=is_in_models,
    # SQLite cannot alter most things, so Alembic rebuilds the table.
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
