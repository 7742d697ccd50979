"""Tries every command, button and link as every kind of person, and compares the results with a policy."""
