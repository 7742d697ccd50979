"""Queued mails with codes, daily counters, reasons for blocked country pairs, and more data about listed names."""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_USES = ("draft", "listing", "search", "proposal", "report", "number", "mail", "code")


def upgrade() -> None:
    op.create_table(
        "daily_use",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("use", sa.Enum(*_USES, name="use", native_enum=False, length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_daily_use_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "use", "day", name=op.f("pk_daily_use")),
    )
    op.create_index(op.f("ix_daily_use_day"), "daily_use", ["day"], unique=False)
    with op.batch_alter_table("verification_code", schema=None) as batch_op:
        batch_op.alter_column("code_hash", existing_type=sa.String(64), nullable=True)
        batch_op.alter_column("sent_at", existing_type=storage.types.UtcDateTime(), nullable=True)
        batch_op.add_column(sa.Column("due_at", storage.types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("sendings", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("countries_apart", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(200), nullable=True))
    with op.batch_alter_table("dual_use", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_sure", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("screening_name", schema=None) as batch_op:
        batch_op.add_column(sa.Column("countries", sa.String(100), nullable=True))
        batch_op.add_column(sa.Column("born", sa.String(100), nullable=True))


def downgrade() -> None:
    for table, column in (
        ("screening_name", "born"),
        ("screening_name", "countries"),
        ("dual_use", "is_sure"),
        ("countries_apart", "reason"),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
    # An earlier version has no queued codes. People request them again.
    op.execute("DELETE FROM verification_code WHERE code_hash IS NULL OR sent_at IS NULL")
    with op.batch_alter_table("verification_code", schema=None) as batch_op:
        batch_op.drop_column("sendings")
        batch_op.drop_column("due_at")
        batch_op.alter_column("sent_at", existing_type=storage.types.UtcDateTime(), nullable=False)
        batch_op.alter_column("code_hash", existing_type=sa.String(64), nullable=False)
    op.drop_table("daily_use")
