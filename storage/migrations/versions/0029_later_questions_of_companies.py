"""The last question about their company that a person was asked after registering it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("membership", sa.Column("asked_later", sa.String(16), nullable=True))


def downgrade() -> None:
    op.drop_column("membership", "asked_later")
