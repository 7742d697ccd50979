"""Queries about suggestions, the data the matcher reads, and search."""
