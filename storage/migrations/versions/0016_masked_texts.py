"""Stored masked texts of listings. Vectors are computed again, from the masked texts."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_UNMASKED = sa.text("masked_title IS NULL")


def upgrade() -> None:
    op.add_column("listing", sa.Column("masked_title", sa.Text(), nullable=True))
    op.add_column("listing", sa.Column("masked_summary", sa.Text(), nullable=True))
    # Batch mode copies the table on SQLite; the server default is only needed until the rows have a value.
    with op.batch_alter_table("listing") as table:
        table.add_column(sa.Column("text_version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("listing") as table:
        table.alter_column("text_version", server_default=None)
    op.execute("UPDATE listing SET text_version = revision + 1, matched_at = NULL")
    op.create_index("ix_listing_unmasked", "listing", ["id"], sqlite_where=_UNMASKED, postgresql_where=_UNMASKED)
    op.execute("ALTER TABLE listing_vectors RENAME COLUMN listing_revision TO text_version")
    op.execute("UPDATE listing_vectors SET features = NULL, keys = NULL")


def downgrade() -> None:
    op.execute("ALTER TABLE listing_vectors RENAME COLUMN text_version TO listing_revision")
    op.execute("UPDATE listing_vectors SET features = NULL, keys = NULL")
    op.drop_index("ix_listing_unmasked", "listing")
    with op.batch_alter_table("listing") as table:
        table.drop_column("text_version")
        table.drop_column("masked_summary")
        table.drop_column("masked_title")
