"""The most meetings of one person on one day."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting_setup", sa.Column("daily_limit", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("meeting_setup", "daily_limit")
