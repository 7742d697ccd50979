"""Queries about introductions, their messages, outcomes and blocks."""
