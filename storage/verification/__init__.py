"""Queries about how companies were verified."""
