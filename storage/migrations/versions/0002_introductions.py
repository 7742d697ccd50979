"""Introductions, relayed messages, outcomes, blocks, reports and preferences."""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "company_block",
        sa.Column("company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("blocked_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["company.id"], name=op.f("fk_company_block_blocked_id_company"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_company_block_company_id_company"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_company_block_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("company_id", "blocked_id", name=op.f("pk_company_block")),
    )
    with op.batch_alter_table("company_block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_company_block_blocked_id"), ["blocked_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_company_block_person_id"), ["person_id"], unique=False)

    op.create_table(
        "preference",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "suggestions",
            sa.Enum("at_once", "daily", "weekly", "never", name="frequency", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("quiet_chosen", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_preference_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_preference")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reporter_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "object_kind",
            sa.Enum("listing", "introduction", "message", name="reportobject", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "advertising",
                "phishing",
                "price_fishing",
                "fraud",
                "offensive",
                "other",
                name="reportreason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "upheld", "dismissed", name="reportstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("created_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["person.id"], name=op.f("fk_report_reporter_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index("ix_report_object_kind_object_id", ["object_kind", "object_id"], unique=False)
        batch_op.create_index("ix_report_state_created_at", ["state", "created_at"], unique=False)
        batch_op.create_index(
            "uq_report_open",
            ["reporter_id", "object_kind", "object_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "introduction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("need_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("offer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("need_company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("offer_company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("need_revision", sa.Integer(), nullable=False),
        sa.Column("offer_revision", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("proposer_side", sa.Enum("need", "offer", name="kind", native_enum=False, length=32), nullable=False),
        sa.Column("proposer_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("pitch", sa.String(length=1000), nullable=True),
        sa.Column("pitch_relayed", sa.String(length=2000), nullable=True),
        sa.Column("pitch_language", sa.String(length=16), nullable=True),
        sa.Column("pitch_found", storage.types.StringSet(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "question",
                "accepted",
                "declined",
                "withdrawn",
                "expired",
                name="introductionstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("turn", sa.Enum("need", "offer", name="kind", native_enum=False, length=32), nullable=True),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column(
            "decline_reason",
            sa.Enum(
                "other_subject",
                "too_early",
                "wrong_country",
                "wrong_partner",
                "already_known",
                "no_capacity",
                "other",
                "listing_gone",
                "nobody_there",
                name="declinereason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("created_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("moved_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("later_until", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("remind_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("expires_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(turn IS NULL) = (status NOT IN ('proposed', 'question'))", name=op.f("ck_introduction_turn")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_introduction_answered_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["need_company_id"],
            ["company.id"],
            name=op.f("fk_introduction_need_company_id_company"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["listing.id"], name=op.f("fk_introduction_need_id_listing"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["offer_company_id"],
            ["company.id"],
            name=op.f("fk_introduction_offer_company_id_company"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["listing.id"], name=op.f("fk_introduction_offer_id_listing"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["person.id"], name=op.f("fk_introduction_proposer_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["suggestion.id"],
            name=op.f("fk_introduction_suggestion_id_suggestion"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introduction_answered_by"), ["answered_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_need_company_id"), ["need_company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_offer_company_id"), ["offer_company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_proposer_id"), ["proposer_id"], unique=False)
        batch_op.create_index("ix_introduction_status_expires_at", ["status", "expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_suggestion_id"), ["suggestion_id"], unique=False)
        batch_op.create_index(
            "uq_introduction_live",
            ["need_id", "offer_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('proposed', 'question', 'accepted')"),
            postgresql_where=sa.text("status IN ('proposed', 'question', 'accepted')"),
        )

    op.create_table(
        "introduction_outcome",
        sa.Column("introduction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("side", sa.Enum("need", "offer", name="kind", native_enum=False, length=32), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("talking", "met", "negotiating", "signed", "nothing", name="outcome", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introduction.id"],
            name=op.f("fk_introduction_outcome_introduction_id_introduction"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_introduction_outcome_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("introduction_id", "side", "day", name=op.f("pk_introduction_outcome")),
    )
    with op.batch_alter_table("introduction_outcome", schema=None) as batch_op:
        batch_op.create_index("ix_introduction_outcome_due_at", ["asked_at", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_outcome_person_id"), ["person_id"], unique=False)

    op.create_table(
        "relayed_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("introduction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("side", sa.Enum("need", "offer", name="kind", native_enum=False, length=32), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(length=4096), nullable=False),
        sa.Column("relayed", sa.String(length=8192), nullable=False),
        sa.Column("found", storage.types.StringSet(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column(
            "file_kind",
            sa.Enum("photo", "document", "video", "audio", "voice", name="filekind", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("file_id", sa.String(length=200), nullable=True),
        sa.Column("created_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_relayed_message_author_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introduction.id"],
            name=op.f("fk_relayed_message_introduction_id_introduction"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relayed_message")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("relayed_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relayed_message_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_relayed_message_introduction_id", ["introduction_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("relayed_message", schema=None) as batch_op:
        batch_op.drop_index("ix_relayed_message_introduction_id")
        batch_op.drop_index(batch_op.f("ix_relayed_message_author_id"))

    op.drop_table("relayed_message")
    with op.batch_alter_table("introduction_outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introduction_outcome_person_id"))
        batch_op.drop_index("ix_introduction_outcome_due_at")

    op.drop_table("introduction_outcome")
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_introduction_live",
            sqlite_where=sa.text("status IN ('proposed', 'question', 'accepted')"),
            postgresql_where=sa.text("status IN ('proposed', 'question', 'accepted')"),
        )
        batch_op.drop_index(batch_op.f("ix_introduction_suggestion_id"))
        batch_op.drop_index("ix_introduction_status_expires_at")
        batch_op.drop_index(batch_op.f("ix_introduction_proposer_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_offer_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_offer_company_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_need_company_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_answered_by"))

    op.drop_table("introduction")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_report_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index("ix_report_state_created_at")
        batch_op.drop_index("ix_report_object_kind_object_id")

    op.drop_table("report")
    op.drop_table("preference")
    with op.batch_alter_table("company_block", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_company_block_person_id"))
        batch_op.drop_index(batch_op.f("ix_company_block_blocked_id"))

    op.drop_table("company_block")
