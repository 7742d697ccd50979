"""The hour of a person's daily or weekly message, and when the next one is due."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("preference", sa.Column("digest_hour", sa.Integer(), nullable=True))
    op.add_column("preference", sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_preference_digest_at", "preference", ["digest_at"])


def downgrade() -> None:
    op.drop_index("ix_preference_digest_at", "preference")
    op.drop_column("preference", "digest_at")
    op.drop_column("preference", "digest_hour")
