"""Registering a company, changing it, and joining one that is here already."""
