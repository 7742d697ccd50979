"""Makes people who imported a company for an event its organizer instead of its adviser."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        UPDATE membership SET relation = 'organizer'
        WHERE relation = 'adviser' AND EXISTS (
            SELECT 1 FROM import_row JOIN "import" ON "import".id = import_row.import_id
            WHERE import_row.company_id = membership.company_id
            AND "import".person_id = membership.person_id
            AND import_row.outcome = 'created'
        )
        """
    )


def downgrade() -> None:
    op.execute("UPDATE membership SET relation = 'adviser' WHERE relation = 'organizer'")
