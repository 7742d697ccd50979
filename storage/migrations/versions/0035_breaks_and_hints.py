"""The end of a company's break, and when people were told how to improve a listing that nobody fits."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listing", sa.Column("shown_again_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("listing", sa.Column("hinted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("listing", "hinted_at")
    op.drop_column("listing", "shown_again_at")
