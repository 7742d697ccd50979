"""Imports of exhibitor lists from spreadsheets."""
