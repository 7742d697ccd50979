"""Every reference has an index, so that nothing is deleted or looked up by reading a whole table.

The status of a membership tells nearly none apart; the company does.
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_REFERENCES = (
    ("report", "reporter_id"),
    ("role_grant", "person_id"),
    ("suggestion_seen", "person_id"),
    ("suggestion_verdict", "person_id"),
    ("verification", "company_id"),
)


def upgrade() -> None:
    op.drop_index(op.f("ix_membership_status"), "membership")
    op.create_index("ix_membership_company_id_status", "membership", ["company_id", "status"])
    for table, column in _REFERENCES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table, column in _REFERENCES:
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
    op.drop_index("ix_membership_company_id_status", "membership")
    op.create_index(op.f("ix_membership_status"), "membership", ["status"])
