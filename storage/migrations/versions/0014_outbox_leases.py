# ruff: noqa: S608 - the names of tables and columns are written here
"""One set of outbox columns for deliveries, announcement copies, digests and mailed codes, with leases."""

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

import storage.types

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_STATUSES = ("pending", "claimed", "sending", "sent", "unknown", "unreachable", "failed", "obsolete")
_STATUS = sa.Enum(*_STATUSES, name="deliverystatus", native_enum=False, length=32)
_TIME = storage.types.UtcDateTime(timezone=True)


_RENAMED = (
    ("star", "reminded_for", "reminder_queued_for"),
    ("announcement", "outcome_told_at", "outcome_queued_at"),
    ("introduction_outcome", "asked_at", "queued_at"),
)
"""These columns were named as if the person had been told, but they are set when the message is queued."""


def upgrade() -> None:
    for table, old, new in _RENAMED:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    # Frees rows that a process held before the upgrade. No process may use the old tables during it.
    for table in ("delivery", "digest", "announcement_copy"):
        _add_lease(table)
        if table != "announcement_copy":
            _add_parts(table)
            _set_message_ids(table)
        op.execute(f"UPDATE {table} SET leased_until = claimed_at WHERE status IN ('claimed', 'sending')")
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("claimed_at")
            if table != "announcement_copy":
                _require_parts(batch_op)
                batch_op.drop_column("message_id")
    _upgrade_codes()
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("privacy_told_version", sa.String(length=16), nullable=True))


def _add_lease(table: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.add_column(sa.Column("owner", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("leased_until", _TIME, nullable=True))


def _add_parts(table: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.add_column(sa.Column("part", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("unsure", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("message_ids", sa.JSON(), nullable=True))
    op.execute(f"UPDATE {table} SET part = 0, unsure = (status = 'unknown'), message_ids = '[]'")


def _set_message_ids(table: str) -> None:
    text = "'[' || message_id || ']'"
    value = f"CAST({text} AS JSON)" if op.get_bind().dialect.name == "postgresql" else text
    op.execute(f"UPDATE {table} SET message_ids = {value} WHERE message_id IS NOT NULL")


def _require_parts(batch_op: BatchOperations) -> None:
    for name, kind in (("part", sa.Integer()), ("unsure", sa.Boolean()), ("message_ids", sa.JSON())):
        batch_op.alter_column(name, existing_type=kind, nullable=False)


def _upgrade_codes() -> None:
    table = "verification_code"
    _add_lease(table)
    _add_parts_of_codes(table)
    with op.batch_alter_table(table) as batch_op:
        _require_parts(batch_op)
        batch_op.alter_column("status", existing_type=_STATUS, nullable=False)
        batch_op.alter_column("not_before", existing_type=_TIME, nullable=False)
        batch_op.alter_column("attempts", existing_type=sa.Integer(), nullable=False)
        for column in ("due_at", "sent_at", "sendings"):
            batch_op.drop_column(column)


def _add_parts_of_codes(table: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.add_column(sa.Column("status", _STATUS, nullable=True))
        batch_op.add_column(sa.Column("not_before", _TIME, nullable=True))
        batch_op.add_column(sa.Column("attempts", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("error", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("finished_at", _TIME, nullable=True))
    op.execute(
        f"UPDATE {table} SET status = CASE WHEN due_at IS NULL THEN 'sent' ELSE 'pending' END, "
        "not_before = COALESCE(due_at, expires_at), attempts = sendings, finished_at = sent_at"
    )
    _add_parts(table)


def downgrade() -> None:
    for table, old, new in _RENAMED:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {new} TO {old}")
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("privacy_told_version")
    _downgrade_codes()
    for table in ("delivery", "digest", "announcement_copy"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("claimed_at", _TIME, nullable=True))
            if table != "announcement_copy":
                batch_op.add_column(sa.Column("message_id", sa.BigInteger(), nullable=True))
                for column in ("part", "unsure", "message_ids"):
                    batch_op.drop_column(column)
        op.execute(f"UPDATE {table} SET claimed_at = leased_until")
        with op.batch_alter_table(table) as batch_op:
            for column in ("owner", "leased_until"):
                batch_op.drop_column(column)


def _downgrade_codes() -> None:
    with op.batch_alter_table("verification_code") as batch_op:
        batch_op.add_column(sa.Column("due_at", _TIME, nullable=True))
        batch_op.add_column(sa.Column("sent_at", _TIME, nullable=True))
        batch_op.add_column(sa.Column("sendings", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE verification_code SET sendings = attempts, sent_at = finished_at, "
        "due_at = CASE WHEN status = 'sent' THEN NULL ELSE not_before END"
    )
    with op.batch_alter_table("verification_code") as batch_op:
        batch_op.alter_column("sendings", existing_type=sa.Integer(), nullable=False)
        for column in (
            "status", "not_before", "attempts", "error", "finished_at", "owner", "leased_until", "part", "unsure",
            "message_ids",
        ):  # fmt: skip
            batch_op.drop_column(column)
