"""Queries about verified and trusted companies."""
