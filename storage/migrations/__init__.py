"""Alembic migrations, one file each. Run `partnerbridge db revision "what it does"` to add one."""
