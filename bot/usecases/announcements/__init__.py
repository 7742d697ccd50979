"""Announcements of organizers: writing them, choosing the audience, sending, and the report."""
