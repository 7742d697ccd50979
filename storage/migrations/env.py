"""Alembic's entry: runs on the connection that storage.schema hands over."""

from alembic import context

from storage.models import Base
from storage.schema import is_of_models

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    include_name=is_of_models,
    # SQLite cannot alter most things: Alembic rebuilds the table instead.
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
