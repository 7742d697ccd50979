"""AUTOINCREMENT of five tables, which earlier migrations lost when they copied them on SQLite."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in ("listing", "introduction", "delivery", "digest", "announcement_copy"):
            with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": True}):
                pass


def downgrade() -> None:
    """Nothing to do: the earlier version works with either."""
