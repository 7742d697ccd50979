"""Suggestions: cards of counterparts without names, and people's answers to them."""
