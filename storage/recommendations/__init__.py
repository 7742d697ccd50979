"""Queries about recommendations by organizers."""
