"""The work of moderators and admins."""
