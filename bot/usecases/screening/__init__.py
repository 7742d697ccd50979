"""Compares names with sanctions lists. Only a help: a similar name does not prove identity."""
