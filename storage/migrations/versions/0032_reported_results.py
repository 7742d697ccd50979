"""A rough figure and a sentence that a side tells about the result of an introduction."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reported_result",
        sa.Column("introduction_id", _ID, nullable=False),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("company_id", _ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("worth", sa.String(32), nullable=True),
        sa.Column("quote", sa.String(600), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introduction.id"],
            name="fk_reported_result_introduction_id_introduction",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name="fk_reported_result_company_id_company", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_reported_result_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("introduction_id", "side", name="pk_reported_result"),
    )
    op.create_index("ix_reported_result_company_id", "reported_result", ["company_id"])
    op.create_index("ix_reported_result_person_id", "reported_result", ["person_id"])


def downgrade() -> None:
    op.drop_table("reported_result")
