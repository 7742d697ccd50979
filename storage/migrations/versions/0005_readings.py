"""Stored encodings for a quick start, and PostgreSQL's indexes for finding counterparts."""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KINDS = ("need", "offer")


def upgrade() -> None:
    with op.batch_alter_table("listing_vectors", schema=None) as batch_op:
        batch_op.add_column(sa.Column("listing_revision", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("features", sa.LargeBinary(), nullable=True))
        batch_op.add_column(
            sa.Column("kind", sa.Enum(*_KINDS, name="kind", native_enum=False, length=32), nullable=True)
        )
        batch_op.add_column(sa.Column("keys", storage.types.Keys(), nullable=True))
    if op.get_bind().dialect.name != "postgresql":
        return
    for kind in _KINDS:
        op.create_index(
            f"ix_listing_vectors_near_{kind}s",
            "listing_vectors",
            [sa.text("(embedding::halfvec(384)) halfvec_ip_ops")],
            postgresql_using="hnsw",
            postgresql_where=sa.text(f"kind = '{kind}' AND vector_dims(embedding) = 384"),
        )
    op.create_index("ix_listing_vectors_keys", "listing_vectors", ["keys"], postgresql_using="gin")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_listing_vectors_keys", table_name="listing_vectors")
        for kind in _KINDS:
            op.drop_index(f"ix_listing_vectors_near_{kind}s", table_name="listing_vectors")
    with op.batch_alter_table("listing_vectors", schema=None) as batch_op:
        for column in ("keys", "kind", "features", "listing_revision"):
            batch_op.drop_column(column)
