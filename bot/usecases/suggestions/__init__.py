"""Suggestions: matching, searching, and people's answers."""
