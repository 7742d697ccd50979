"""Imported listings start as drafts. Stores their origin and the consent to publish them."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "listing_origin",
        sa.Column("listing_id", _NUMBER, nullable=False),
        sa.Column("import_id", _NUMBER, nullable=False),
        sa.Column("title", sa.String(150), nullable=False),
        sa.Column("guessed", sa.Boolean(), nullable=False),
        sa.Column("consent", sa.String(32), nullable=True),
        sa.Column("consent_by", sa.BigInteger(), nullable=True),
        sa.Column("consent_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_origin_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import.id"], name=op.f("fk_listing_origin_import_id_import"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consent_by"], ["person.id"], name=op.f("fk_listing_origin_consent_by_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing_origin")),
    )
    op.create_index(op.f("ix_listing_origin_import_id"), "listing_origin", ["import_id"])
    op.create_index(op.f("ix_listing_origin_consent_by"), "listing_origin", ["consent_by"])


def downgrade() -> None:
    op.execute("UPDATE listing SET status = 'private' WHERE status = 'invited'")
    op.execute("UPDATE listing SET status_before = 'private' WHERE status_before = 'invited'")
    op.drop_table("listing_origin")
