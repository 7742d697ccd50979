"""The company that an adviser acts for at the moment."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("acting_for_id", _NUMBER, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_person_acting_for_id_company"), "company", ["acting_for_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(op.f("ix_person_acting_for_id"), ["acting_for_id"])


def downgrade() -> None:
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_index(op.f("ix_person_acting_for_id"))
        batch_op.drop_constraint(op.f("fk_person_acting_for_id_company"), type_="foreignkey")
        batch_op.drop_column("acting_for_id")
