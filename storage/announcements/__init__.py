"""Queries about announcements, their audiences, copies and figures."""
