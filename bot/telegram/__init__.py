"""Telegram-specific code: update order, rate limits, errors, command menu, dialog persistence."""
