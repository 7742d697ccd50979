"""Queries about introductions, their messages and outcomes, and blocks between companies."""
