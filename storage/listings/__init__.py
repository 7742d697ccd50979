"""Queries about listings."""
