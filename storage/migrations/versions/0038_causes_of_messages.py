"""The update that caused a message, so that the log can be followed from one to the other."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("update_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("delivery", "update_id")
