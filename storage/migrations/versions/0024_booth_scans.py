"""Who scanned the QR code of a booth first when, so that exhibitors see how many people did."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "booth_scan",
        sa.Column("event_id", _NUMBER, nullable=False),
        sa.Column("company_id", _NUMBER, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "company_id", "person_id", name=op.f("pk_booth_scan")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_booth_scan_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_booth_scan_company_id_company"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_booth_scan_person_id_person"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_booth_scan_company_id"), "booth_scan", ["company_id"])
    op.create_index(op.f("ix_booth_scan_person_id"), "booth_scan", ["person_id"])


def downgrade() -> None:
    op.drop_table("booth_scan")
