"""Announcements of organizers: composing, sending, progress and report."""
