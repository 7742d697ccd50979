"""Imports that store their rows in the background, and rows of several sheets."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import") as table:
        table.add_column(sa.Column("file_id", sa.String(200), nullable=True))
        table.add_column(sa.Column("options", sa.JSON(), nullable=True))
        table.add_column(sa.Column("row_count", sa.Integer(), nullable=True))
        table.add_column(sa.Column("finished_at", UtcDateTime(), nullable=True))
    op.execute('UPDATE "import" SET finished_at = created_at')
    with op.batch_alter_table("import_row") as table:
        table.add_column(sa.Column("sheet", sa.String(100), nullable=True))
        table.add_column(sa.Column("sheet_row", sa.Integer(), nullable=True))
    op.execute("UPDATE import_row SET sheet_row = number")


def downgrade() -> None:
    with op.batch_alter_table("import_row") as table:
        table.drop_column("sheet_row")
        table.drop_column("sheet")
    with op.batch_alter_table("import") as table:
        table.drop_column("finished_at")
        table.drop_column("row_count")
        table.drop_column("options")
        table.drop_column("file_id")
