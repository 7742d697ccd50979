"""Queries about sanctions lists and the hits on them."""
