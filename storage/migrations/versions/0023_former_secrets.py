"""What a listing's company was called before, until it is redacted from the text."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listing", sa.Column("former_secrets", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("listing", "former_secrets")
