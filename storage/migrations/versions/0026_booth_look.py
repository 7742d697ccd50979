"""The logo and the line of an exhibitor, for its own booth sign."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "booth_look",
        sa.Column("event_id", _NUMBER, nullable=False),
        sa.Column("company_id", _NUMBER, nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("line", sa.String(120), nullable=True),
        sa.PrimaryKeyConstraint("event_id", "company_id", name=op.f("pk_booth_look")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_booth_look_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_booth_look_company_id_company"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_booth_look_company_id"), "booth_look", ["company_id"])


def downgrade() -> None:
    op.drop_table("booth_look")
