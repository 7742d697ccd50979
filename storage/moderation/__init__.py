"""Queries about sanctions, reports, reviews, roles and the audit log."""
