"""How an event presents itself on what is printed: colour, logo and sponsor."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_look",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("colour", sa.String(7), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("sponsor", sa.String(120), nullable=True),
        sa.Column("sponsor_logo", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_look")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_look_event_id_event"), ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("event_look")
