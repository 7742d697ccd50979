"""Compares names with sanctions lists. An aid only: a similar name does not prove identity."""
