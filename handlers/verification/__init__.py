"""Showing that a company is what it says it is."""
