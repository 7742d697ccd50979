"""Indexes for the introductions of a need and for listings that wait for the matcher.

The index of live pairs does not cover ended introductions. Waiting listings are queried every few seconds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AWAITING = sa.text("matched_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_introduction_need_id", "introduction", ["need_id"])
    op.create_index(
        "ix_listing_awaiting_match",
        "listing",
        ["updated_at", "id"],
        sqlite_where=_AWAITING,
        postgresql_where=_AWAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_listing_awaiting_match", table_name="listing")
    op.drop_index("ix_introduction_need_id", table_name="introduction")
