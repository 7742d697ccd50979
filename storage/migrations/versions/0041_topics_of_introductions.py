"""The topic of an introduction in a person's chat with the bot."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "introduction_topic",
        sa.Column("introduction_id", _ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", _ID, nullable=True),
        sa.Column("last_message_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introduction.id"],
            name="fk_introduction_topic_introduction_id_introduction",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_introduction_topic_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("introduction_id", "person_id", name="pk_introduction_topic"),
    )
    op.create_index("uq_introduction_topic_thread", "introduction_topic", ["person_id", "thread_id"], unique=True)


def downgrade() -> None:
    op.drop_table("introduction_topic")
