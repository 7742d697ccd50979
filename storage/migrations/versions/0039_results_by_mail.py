"""A company that is reached by mail tells its results without a person on Telegram."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reported_result") as table:
        table.alter_column("person_id", existing_type=sa.BigInteger(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM reported_result WHERE person_id IS NULL")
    with op.batch_alter_table("reported_result") as table:
        table.alter_column("person_id", existing_type=sa.BigInteger(), nullable=False)
