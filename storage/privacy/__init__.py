"""Queries for a person's rights over their data, and for retention."""
