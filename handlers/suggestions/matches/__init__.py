"""Suggestions: anonymous cards of counterparts, and people's answers to them."""
