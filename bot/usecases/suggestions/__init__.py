"""Suggestions: finding counterparts, searching, and what people make of the results."""
