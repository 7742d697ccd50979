"""Imports of exhibitor lists: parsing, preview, storing and undo."""
