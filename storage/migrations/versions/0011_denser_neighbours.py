"""Denser nearest-neighbour indexes. At a million listings the former indexes found nine of ten neighbours.

At a million listings this takes about ten minutes. It needs half a gigabyte of the server's maintenance_work_mem for
each kind; with less it takes many times longer.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KINDS = ("need", "offer")


def _rebuild(built: dict[str, int]) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for kind in _KINDS:
        name = f"ix_listing_vectors_near_{kind}s"
        op.drop_index(name, table_name="listing_vectors")
        op.create_index(
            name,
            "listing_vectors",
            [sa.text("(embedding::halfvec(384)) halfvec_ip_ops")],
            postgresql_using="hnsw",
            postgresql_with=built,
            postgresql_where=sa.text(f"kind = '{kind}' AND vector_dims(embedding) = 384"),
        )


def upgrade() -> None:
    _rebuild({"m": 24, "ef_construction": 128})


def downgrade() -> None:
    _rebuild({"m": 16, "ef_construction": 64})
