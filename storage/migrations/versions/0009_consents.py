"""The separate consent to be shown abroad, and the time of the warning to inactive people."""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shown_abroad", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("shown_abroad_at", storage.types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("shown_abroad_version", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("silence_told_at", storage.types.UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        for column in ("silence_told_at", "shown_abroad_version", "shown_abroad_at", "shown_abroad"):
            batch_op.drop_column(column)
