"""The last question about a listing that was asked after it was published."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listing", sa.Column("asked_later", sa.String(16), nullable=True))


def downgrade() -> None:
    op.drop_column("listing", "asked_later")
