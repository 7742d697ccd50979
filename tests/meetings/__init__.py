"""Meetings at an event."""
