"""The daily digest in the groups and channels of an event."""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_STATUSES = ("pending", "claimed", "sending", "sent", "unknown", "unreachable", "failed", "obsolete")


def upgrade() -> None:
    with op.batch_alter_table("event_chat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gone_at", storage.types.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("digest_hour", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("digest_due_at", storage.types.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_event_chat_digest_due_at"), ["digest_due_at"], unique=False)
    op.create_table(
        "digest",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("status", sa.Enum(*_STATUSES, name="deliverystatus", native_enum=False, length=32), nullable=False),
        sa.Column("not_before", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("created_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_digest_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("chat_id", "day", name=op.f("uq_digest_chat_id_day")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digest_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_digest_status_not_before", ["status", "not_before"], unique=False)
    op.create_table(
        "digest_line",
        sa.Column("digest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("listing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digest.id"], name=op.f("fk_digest_line_digest_id_digest"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_digest_line_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest_id", "listing_id", name=op.f("pk_digest_line")),
    )
    with op.batch_alter_table("digest_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digest_line_listing_id"), ["listing_id"], unique=False)


def downgrade() -> None:
    op.drop_table("digest_line")
    op.drop_table("digest")
    with op.batch_alter_table("event_chat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_chat_digest_due_at"))
        for column in ("digest_due_at", "digest_hour", "gone_at"):
            batch_op.drop_column(column)
