"""The revision of a listing that may be shown. Where review is on, a later revision waits for a moderator."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_SHOWN = ("published", "paused", "closed", "expired")
_listing = sa.table(
    "listing",
    sa.column("status", sa.String),
    sa.column("status_before", sa.String),
    sa.column("revision", sa.Integer),
    sa.column("cleared_revision", sa.Integer),
)


def upgrade() -> None:
    with op.batch_alter_table("listing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cleared_revision", sa.Integer(), nullable=True))
    was_shown = sa.and_(_listing.c.status.in_(("held", "deleted")), _listing.c.status_before.in_(_SHOWN))
    op.execute(
        sa.update(_listing)
        .where(sa.or_(_listing.c.status.in_(_SHOWN), was_shown))
        .values(cleared_revision=_listing.c.revision)
    )


def downgrade() -> None:
    with op.batch_alter_table("listing", schema=None) as batch_op:
        batch_op.drop_column("cleared_revision")
