"""If people read English beside their own language."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("reads_english", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("person") as batch:
        batch.alter_column("reads_english", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.drop_column("reads_english")
