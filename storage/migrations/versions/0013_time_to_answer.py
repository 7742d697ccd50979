"""The answer time of each introduction, which a restart of its clock needs."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_DAY_S = 86_400
_DEFAULTS = {"answer_seconds": 10 * _DAY_S, "reminder_seconds": 3 * _DAY_S}
"""The default settings, for introductions that were proposed before."""


def upgrade() -> None:
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        for column, seconds in _DEFAULTS.items():
            batch_op.add_column(sa.Column(column, sa.Integer(), nullable=False, server_default=str(seconds)))
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        for column in _DEFAULTS:
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        for column in _DEFAULTS:
            batch_op.drop_column(column)
