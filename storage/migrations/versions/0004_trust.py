"""Sanctions, the review queue, the audit log, verification and screening."""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_REFUSAL = "the audit log is only added to"
# Names of people may be removed from an entry. Everything else is permanent.
_FIXED = 'id, at, action, object_kind, object_id, "before", "after", undoes'


def _protect_the_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, when in (("kept", "DELETE"), ("unchanged", f"UPDATE OF {_FIXED}")):
            op.execute(
                f"CREATE TRIGGER audit_entry_{name} BEFORE {when} ON audit_entry "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_entry_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER audit_entry_kept BEFORE DELETE OR UPDATE OF {_FIXED} ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuses()"
    )


def upgrade() -> None:
    op.create_table(
        "screening_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("loaded_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_list")),
        sa.UniqueConstraint("name", name=op.f("uq_screening_list_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "action",
            sa.Enum(
                "sanction",
                "lift",
                "reimpose",
                "appeal_grant",
                "appeal_refuse",
                "listing_approve",
                "listing_reject",
                "listing_return",
                "listing_hold",
                "listing_release",
                "listing_review",
                "report_uphold",
                "report_dismiss",
                "report_reopen",
                "role_grant",
                "role_take",
                "verify",
                "unverify",
                "trust",
                "distrust",
                "hit_clear",
                "hit_confirm",
                "hit_reopen",
                "hold_release",
                "hold_refuse",
                "countries_apart",
                "countries_together",
                "list_load",
                "read_messages",
                name="auditaction",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "object_kind",
            sa.Enum(
                "person",
                "company",
                "listing",
                "introduction",
                "message",
                "sanction",
                "review",
                "hit",
                "screening_list",
                "countries",
                name="auditobject",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_audit_entry_actor_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_audit_entry_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("undoes", name=op.f("uq_audit_entry_undoes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_entry_object_kind_object_id", ["object_kind", "object_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_person_id"), ["person_id"], unique=False)

    op.create_table(
        "countries_apart",
        sa.Column("one", sa.String(length=2), nullable=False),
        sa.Column("other", sa.String(length=2), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_countries_apart_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_countries_apart")),
    )
    with op.batch_alter_table("countries_apart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_countries_apart_by_id"), ["by_id"], unique=False)

    op.create_table(
        "review_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "listing",
                "appeal",
                "report_listing",
                "report_introduction",
                "report_message",
                "screening",
                "dual_use",
                "verification",
                name="reviewkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.BigInteger(), nullable=True),
        sa.Column("claimed_until", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("skipped_by", sa.BigInteger(), nullable=True),
        sa.Column("skipped_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "decision",
            sa.Enum("approved", "rejected", "returned", "dropped", name="reviewdecision", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("field", sa.String(length=32), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.ForeignKeyConstraint(
            ["claimed_by"], ["person.id"], name=op.f("fk_review_item_claimed_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_review_item_decided_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["skipped_by"], ["person.id"], name=op.f("fk_review_item_skipped_by_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("review_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_item_claimed_by"), ["claimed_by"], unique=False)
        batch_op.create_index("ix_review_item_decided_at_created_at", ["decided_at", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_item_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_item_skipped_by"), ["skipped_by"], unique=False)
        batch_op.create_index(
            "uq_review_item_open",
            ["kind", "object_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "sanction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind", sa.Enum("ban", "mute", "warning", name="sanctionkind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "advertising",
                "phishing",
                "price_fishing",
                "fraud",
                "offensive",
                "false_data",
                "forbidden",
                "false_reports",
                "other",
                name="sanctionreason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lifted_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(person_id IS NULL) <> (company_id IS NULL)", name=op.f("ck_sanction_whom")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_sanction_by_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_sanction_company_id_company"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sanction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sanction_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sanction_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sanction_person_id"), ["person_id"], unique=False)

    op.create_table(
        "screening_hit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("list_name", sa.String(length=100), nullable=False),
        sa.Column("entity", sa.String(length=100), nullable=False),
        sa.Column("listed_name", sa.String(length=500), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "cleared", "confirmed", name="hitstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("found_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(person_id IS NULL) <> (company_id IS NULL)", name=op.f("ck_screening_hit_whom")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_screening_hit_company_id_company"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_screening_hit_decided_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_screening_hit_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_hit")),
        sa.UniqueConstraint(
            "company_id", "list_name", "entity", name=op.f("uq_screening_hit_company_id_list_name_entity")
        ),
        sa.UniqueConstraint(
            "person_id", "list_name", "entity", name=op.f("uq_screening_hit_person_id_list_name_entity")
        ),
        info={"not_exported": "screening is never told to the one screened"},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("screening_hit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_hit_decided_by"), ["decided_by"], unique=False)

    op.create_table(
        "screening_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("is_person", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["screening_list.id"],
            name=op.f("fk_screening_name_list_id_screening_list"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_name")),
    )
    with op.batch_alter_table("screening_name", schema=None) as batch_op:
        batch_op.create_index("ix_screening_name_list_id", ["list_id"], unique=False)

    op.create_table(
        "trusted_company",
        sa.Column("company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_trusted_company_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_trusted_company_company_id_company"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_trusted_company")),
    )
    with op.batch_alter_table("trusted_company", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trusted_company_by_id"), ["by_id"], unique=False)

    op.create_table(
        "verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "method",
            sa.Enum("number", "email", "moderator", name="verificationmethod", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_verification_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_verification_company_id_company"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verification_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "uq_verification_stands",
            ["company_id", "method"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "verification_code",
        sa.Column("company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_verification_code_company_id_company"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_verification_code_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", "person_id", name=op.f("pk_verification_code")),
    )
    with op.batch_alter_table("verification_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verification_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "appeal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sanction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "made", "granted", "refused", name="appealstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=1000), nullable=True),
        sa.Column("at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appeal_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sanction_id"], ["sanction.id"], name=op.f("fk_appeal_sanction_id_sanction"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("sanction_id", name=op.f("uq_appeal_sanction_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_person_id"), ["person_id"], unique=False)

    op.create_table(
        "dual_use",
        sa.Column("listing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_dual", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_dual_use_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_dual_use_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_dual_use")),
    )
    with op.batch_alter_table("dual_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dual_use_person_id"), ["person_id"], unique=False)

    op.create_table(
        "introduction_hold",
        sa.Column("introduction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "why", sa.Enum("screening", "dual_use", name="holdreason", native_enum=False, length=32), nullable=False
        ),
        sa.Column("since", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("released_at", storage.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introduction.id"],
            name=op.f("fk_introduction_hold_introduction_id_introduction"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("introduction_id", "why", name=op.f("pk_introduction_hold")),
    )
    _protect_the_log()


def downgrade() -> None:
    op.drop_table("introduction_hold")
    with op.batch_alter_table("dual_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dual_use_person_id"))

    op.drop_table("dual_use")
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_person_id"))

    op.drop_table("appeal")
    with op.batch_alter_table("verification_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verification_code_person_id"))

    op.drop_table("verification_code")
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_verification_stands",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_verification_by_id"))

    op.drop_table("verification")
    with op.batch_alter_table("trusted_company", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trusted_company_by_id"))

    op.drop_table("trusted_company")
    with op.batch_alter_table("screening_name", schema=None) as batch_op:
        batch_op.drop_index("ix_screening_name_list_id")

    op.drop_table("screening_name")
    with op.batch_alter_table("screening_hit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_hit_decided_by"))

    op.drop_table("screening_hit")
    with op.batch_alter_table("sanction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sanction_person_id"))
        batch_op.drop_index(batch_op.f("ix_sanction_company_id"))
        batch_op.drop_index(batch_op.f("ix_sanction_by_id"))

    op.drop_table("sanction")
    with op.batch_alter_table("review_item", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_review_item_open",
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_review_item_skipped_by"))
        batch_op.drop_index(batch_op.f("ix_review_item_decided_by"))
        batch_op.drop_index("ix_review_item_decided_at_created_at")
        batch_op.drop_index(batch_op.f("ix_review_item_claimed_by"))

    op.drop_table("review_item")
    with op.batch_alter_table("countries_apart", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_countries_apart_by_id"))

    op.drop_table("countries_apart")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_person_id"))
        batch_op.drop_index("ix_audit_entry_object_kind_object_id")
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor_id"))

    op.drop_table("audit_entry")
    op.drop_table("screening_list")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entry_refuses()")
