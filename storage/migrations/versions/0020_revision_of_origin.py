"""Which revision of a listing its list made, so that a newer list can change a draft more than once."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Batch mode copies the table on SQLite; the server default is only needed until the rows have a value.
    with op.batch_alter_table("listing_origin") as table:
        table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("listing_origin") as table:
        table.alter_column("revision", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("listing_origin") as table:
        table.drop_column("revision")
