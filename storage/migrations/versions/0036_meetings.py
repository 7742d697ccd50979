"""Meetings at an event: slots, places, absences, requests, bookings and the plan."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_attendee",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("by_video", sa.Boolean(), nullable=False),
        sa.Column("video_link", sa.String(length=300), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_meeting_attendee_event_id_event", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_meeting_attendee_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "person_id", name="pk_meeting_attendee"),
    )
    op.create_index("ix_meeting_attendee_person_id", "meeting_attendee", ["person_id"])

    op.create_table(
        "meeting_plan",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bookings", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("barred", sa.JSON(), nullable=False),
        sa.Column("pinned", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_meeting_plan_event_id_event", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_meeting_plan_made_by_person", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("event_id", name="pk_meeting_plan"),
    )
    op.create_index("ix_meeting_plan_made_by", "meeting_plan", ["made_by"])

    op.create_table(
        "meeting_setup",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("video", sa.Boolean(), nullable=False),
        sa.Column(
            "chosen_by",
            sa.Enum("people", "plan", "both", name="timeschosenby", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("person_limit", sa.Integer(), nullable=True),
        sa.Column("evening_told_for", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_meeting_setup_event_id_event", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name="pk_meeting_setup"),
    )
    op.create_table(
        "meeting_slot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_meeting_slot_event_id_event", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_slot"),
        sa.UniqueConstraint("event_id", "starts_at", name="uq_meeting_slot_event_id_starts_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "meeting_absence",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("slot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_meeting_absence_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["meeting_slot.id"], name="fk_meeting_absence_slot_id_meeting_slot", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "slot_id", name="pk_meeting_absence"),
    )
    op.create_index("ix_meeting_absence_slot_id", "meeting_absence", ["slot_id"])

    op.create_table(
        "meeting_place",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("video", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name="fk_meeting_place_company_id_company", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_meeting_place_event_id_event", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name="fk_meeting_place_hall_id_hall", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_place"),
        sa.UniqueConstraint("code", name="uq_meeting_place_code"),
        sa.UniqueConstraint("event_id", "name", name="uq_meeting_place_event_id_name"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meeting_place_company_id", "meeting_place", ["company_id"])
    op.create_index("ix_meeting_place_hall_id", "meeting_place", ["hall_id"])

    op.create_table(
        "meeting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("introduction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("need_person_id", sa.BigInteger(), nullable=True),
        sa.Column("offer_person_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_by", sa.Enum("need", "offer", name="kind", native_enum=False, length=32), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "wanted",
                "confirmed",
                "declined",
                "withdrawn",
                "expired",
                "cancelled",
                name="meetingstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("turn", sa.Enum("need", "offer", name="kind", native_enum=False, length=32), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("by_plan", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "need_attendance",
            sa.Enum("late", "arrived", "met", "not_met", name="attendance", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column(
            "offer_attendance",
            sa.Enum("late", "arrived", "met", "not_met", name="attendance", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("need_again", sa.Boolean(), nullable=True),
        sa.Column("offer_again", sa.Boolean(), nullable=True),
        sa.Column("asked_afterwards_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(seat IS NOT NULL) = (status = 'confirmed')", name="seat"),
        sa.CheckConstraint("status = 'confirmed' OR (turn IS NOT NULL) = (status = 'asked')", name="turn"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_meeting_event_id_event", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name="fk_meeting_introduction_id_introduction", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["need_person_id"], ["person.id"], name="fk_meeting_need_person_id_person", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["offer_person_id"], ["person.id"], name="fk_meeting_offer_person_id_person", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["meeting_place.id"], name="fk_meeting_place_id_meeting_place", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["meeting_slot.id"], name="fk_meeting_slot_id_meeting_slot", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
        sa.UniqueConstraint("slot_id", "place_id", "seat", name="uq_meeting_slot_id_place_id_seat"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meeting_event_id", "meeting", ["event_id"])
    op.create_index("ix_meeting_introduction_id", "meeting", ["introduction_id"])
    op.create_index("ix_meeting_need_person_id", "meeting", ["need_person_id"])
    op.create_index("ix_meeting_offer_person_id", "meeting", ["offer_person_id"])
    op.create_index("ix_meeting_place_id", "meeting", ["place_id"])
    op.create_index(
        "uq_meeting_live",
        "meeting",
        ["event_id", "introduction_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('asked', 'wanted', 'confirmed')"),
        postgresql_where=sa.text("status IN ('asked', 'wanted', 'confirmed')"),
    )

    op.create_table(
        "meeting_proposal",
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="fk_meeting_proposal_meeting_id_meeting", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["meeting_slot.id"], name="fk_meeting_proposal_slot_id_meeting_slot", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "slot_id", name="pk_meeting_proposal"),
    )
    op.create_index("ix_meeting_proposal_slot_id", "meeting_proposal", ["slot_id"])

    op.create_table(
        "meeting_seat",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("slot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="fk_meeting_seat_meeting_id_meeting", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_meeting_seat_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["meeting_slot.id"], name="fk_meeting_seat_slot_id_meeting_slot", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "slot_id", name="pk_meeting_seat"),
    )
    op.create_index("ix_meeting_seat_meeting_id", "meeting_seat", ["meeting_id"])
    op.create_index("ix_meeting_seat_slot_id", "meeting_seat", ["slot_id"])


def downgrade() -> None:
    op.drop_table("meeting_seat")
    op.drop_table("meeting_proposal")
    op.drop_table("meeting")
    op.drop_table("meeting_place")
    op.drop_table("meeting_absence")
    op.drop_table("meeting_slot")
    op.drop_table("meeting_setup")
    op.drop_table("meeting_plan")
    op.drop_table("meeting_attendee")
