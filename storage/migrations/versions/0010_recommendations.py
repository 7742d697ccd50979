"""Organizers' recommendations, and the listings that an imported row created."""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS = ("need", "offer")
_STATUSES = ("asked", "taken_up", "connected", "declined", "withdrawn", "expired", "impossible")
_REASONS = (
    "other_subject",
    "too_early",
    "wrong_country",
    "wrong_partner",
    "already_known",
    "no_capacity",
    "other",
    "listing_gone",
    "nobody_there",
)
_TARGETS = {
    "event_id": ("event", "CASCADE"),
    "organizer_id": ("person", "SET NULL"),
    "need_id": ("listing", "SET NULL"),
    "offer_id": ("listing", "SET NULL"),
    "need_company_id": ("company", "SET NULL"),
    "offer_company_id": ("company", "SET NULL"),
    "introduction_id": ("introduction", "SET NULL"),
}


def _time(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, storage.types.UtcDateTime(timezone=True), nullable=nullable)


def _words(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "recommendation",
        sa.Column("id", _NUMBER, nullable=False),
        *(
            sa.Column(name, sa.BigInteger() if name == "organizer_id" else _NUMBER, nullable=name != "event_id")
            for name in _TARGETS
        ),
        sa.Column("word", sa.String(1000), nullable=True),
        sa.Column("word_relayed", sa.String(2000), nullable=True),
        sa.Column("word_language", sa.String(16), nullable=True),
        sa.Column("status", _words(_STATUSES, "recommendationstatus"), nullable=False),
        sa.Column("declined_side", _words(_KINDS, "kind"), nullable=True),
        sa.Column("decline_reason", _words(_REASONS, "declinereason"), nullable=True),
        _time("created_at", nullable=False),
        _time("told_at"),
        _time("need_remind_at"),
        _time("offer_remind_at"),
        _time("need_later_until"),
        _time("offer_later_until"),
        _time("expires_at", nullable=False),
        _time("closed_at"),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_recommendation_{name}_{table}"), ondelete=then
            )
            for name, (table, then) in _TARGETS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sqlite_autoincrement=True,
    )
    for name in _TARGETS:
        op.create_index(op.f(f"ix_recommendation_{name}"), "recommendation", [name])
    op.create_index("ix_recommendation_status_expires_at", "recommendation", ["status", "expires_at"])
    asked = sa.text("status = 'asked'")
    op.create_index(
        "uq_recommendation_asked",
        "recommendation",
        ["need_id", "offer_id"],
        unique=True,
        sqlite_where=asked,
        postgresql_where=asked,
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.add_column(sa.Column("listings", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_column("listings")
    op.drop_table("recommendation")
