"""Suggestions: anonymous cards of counterparts abroad, and what one makes of them."""
