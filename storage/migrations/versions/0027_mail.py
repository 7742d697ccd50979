"""Mailboxes of companies that are not on Telegram, mails to them, and what is known about addresses."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MARKS = (("introduction", "answered_by_mail"), ("relayed_message", "by_mail"))


def upgrade() -> None:
    op.create_table(
        "mailbox",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("company_id", _NUMBER, nullable=False),
        sa.Column("address", sa.String(320), nullable=True),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("from_list", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox")),
        sa.UniqueConstraint("company_id", name=op.f("uq_mailbox_company_id")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_mailbox_company_id_company"), ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_mailbox_address_hash"), "mailbox", ["address_hash"])
    op.create_table(
        "mail_delivery",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("mailbox_id", _NUMBER, nullable=False),
        sa.Column("topic", sa.String(32), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("dedupe_key", sa.String(100), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("message_ids", sa.JSON(), nullable=False),
        sa.Column("owner", sa.String(32), nullable=True),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("error", sa.String(200), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_delivery")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_mail_delivery_dedupe_key")),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailbox.id"], name=op.f("fk_mail_delivery_mailbox_id_mailbox"), ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mail_delivery_status_not_before", "mail_delivery", ["status", "not_before"])
    op.create_index(op.f("ix_mail_delivery_mailbox_id"), "mail_delivery", ["mailbox_id"])
    op.create_table(
        "mail_address",
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("refused_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("address_hash", name=op.f("pk_mail_address")),
    )
    # With a server default, no table is copied.
    for table, column in _MARKS:
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for table, column in _MARKS:
        op.drop_column(table, column)
    for name in ("mail_address", "mail_delivery", "mailbox"):
        op.drop_table(name)
