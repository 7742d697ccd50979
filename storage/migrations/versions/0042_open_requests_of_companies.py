"""Open requests to a company have an index, and SQLite learns which indexes tell few rows apart.

Without statistics SQLite takes it that a status names ten rows. So it would read all published listings rather than those
of one company, and a page would cost more with each company that comes. The figures are those of a large fair; they need
not be exact: https://sqlite.org/lang_analyze.html, "manual control of query plans".
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_SIDES = ("need", "offer")
_ROWS_PER_VALUE = (
    # Rows of the table, then rows for one value of the first column, of the first two columns, …
    ("listing", "ix_listing_status_expires_at", "100000 25000 2"),
    ("listing", "ix_listing_status_kind_country", "100000 25000 12500 250"),
    ("introduction", "ix_introduction_status_expires_at", "100000 15000 2"),
)


def upgrade() -> None:
    for side in _SIDES:
        op.drop_index(op.f(f"ix_introduction_{side}_company_id"), "introduction")
        columns = [f"{side}_company_id", "proposer_side", "status"]
        op.create_index(f"ix_introduction_{side}_company_id_status", "introduction", columns)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ANALYZE sqlite_schema")  # makes the table of statistics
        statistics = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))
        op.bulk_insert(statistics, [dict(zip(("tbl", "idx", "stat"), row, strict=True)) for row in _ROWS_PER_VALUE])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DELETE FROM sqlite_stat1")
    for side in _SIDES:
        op.drop_index(f"ix_introduction_{side}_company_id_status", "introduction")
        op.create_index(op.f(f"ix_introduction_{side}_company_id"), "introduction", [f"{side}_company_id"])
