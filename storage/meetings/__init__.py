"""Queries about meetings at an event."""
