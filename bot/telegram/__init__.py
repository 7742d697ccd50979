"""Everything specific to Telegram: update order, rate limits, errors, command menu, dialog persistence."""
